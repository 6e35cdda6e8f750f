package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

// repository is where templates lie in git. It may be anybody's: nothing of it is checked out or run, and nobody is asked
// for a password.
type repository struct{ url, ref string }

// The limits of what is read of it.
const (
	mostBlobs    = 5000
	largestBlob  = 256 << 10 // what is larger is no template
	largestBlobs = 64 << 20
	gitPatience  = 2 * time.Minute
)

var (
	scheme    = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*)://`)
	transport = regexp.MustCompile(`^[A-Za-z0-9+.-]*::`) // runs git-remote-NAME, or with ext anything
	scpLike   = regexp.MustCompile(`^([^/\\:]+@)?[^/\\:]{2,}:`)
	reference = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/+-]*$`)
)

// transports are the protocols that git may speak.
var transports = []string{"file", "git", "http", "https", "ssh"}

// check refuses what git would take for something else than a place and a version.
func (r repository) check() error {
	switch {
	case r.url == "" || strings.HasPrefix(r.url, "-") || strings.ContainsFunc(r.url, func(c rune) bool { return c < ' ' || c == 0x7f }):
		return fmt.Errorf("%q is no place of a repository: write git:https://example.com/templates.git#v1, or git: and a folder", r.url)
	case transport.MatchString(r.url):
		return errors.New("remote helpers of git run programs, and aren't followed")
	case r.ref != "" && (!reference.MatchString(r.ref) || strings.Contains(r.ref, "..") || len(r.ref) > 200):
		return fmt.Errorf("%q is no branch, tag or commit", r.ref)
	}
	if at := scheme.FindStringSubmatch(r.url); at != nil {
		if !slices.Contains(transports, strings.ToLower(at[1])) {
			return fmt.Errorf("%s is no protocol for it: use %s", at[1], listed(transports))
		}
		u, err := url.Parse(r.url)
		if err != nil {
			return errors.New("the URL can't be read")
		}
		if _, secret := u.User.Password(); secret {
			return errors.New("a password in the URL would be written into the service: leave it to git's credential helpers")
		}
	}
	return nil
}

// local reports whether the URL is a folder.
func (r repository) local() bool {
	return !scheme.MatchString(r.url) && (!scpLike.MatchString(r.url) || os.PathSeparator == '\\' && len(r.url) > 1 && r.url[1] == ':')
}

// fetch gets one commit, and returns its files and its name.
func (r repository) fetch(ctx context.Context) (fs.FS, string, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, "", errors.New("git is not installed")
	}
	ctx, cancel := context.WithTimeout(ctx, gitPatience)
	defer cancel()
	folder, err := os.MkdirTemp("", "bylaw-git-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(folder)
	if _, err := git(ctx, folder, "init", "--quiet", "--bare", "--template="); err != nil {
		return nil, "", err
	}
	ref := r.ref
	if ref == "" {
		ref = "HEAD"
	}
	fetch := gitCommand(ctx, folder, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--", r.url, ref)
	fetch.Env = append(fetch.Env, silentSSH(ctx, folder)...)
	if _, err := said(fetch); err != nil {
		return nil, "", err
	}
	commit, err := git(ctx, folder, "rev-parse", "--verify", "--quiet", "--end-of-options", "FETCH_HEAD^{commit}")
	if err != nil {
		return nil, "", fmt.Errorf("%s is no commit", ref)
	}
	tree, err := blobs(ctx, folder, strings.TrimSpace(string(commit)))
	return tree, strings.TrimSpace(string(commit)), err
}

// silentSSH has ssh ask nothing, unless the user has a command of their own for it.
func silentSSH(ctx context.Context, folder string) []string {
	if own, err := git(ctx, folder, "config", "--get", "core.sshCommand"); err == nil && len(own) > 0 || os.Getenv("GIT_SSH_COMMAND") != "" || os.Getenv("GIT_SSH") != "" {
		return nil
	}
	return []string{"GIT_SSH_COMMAND=ssh -oBatchMode=yes"}
}

// blobs returns the regular files of a commit as they are stored, without what git does to them in a checkout. What is too
// large for a template is left out, as are links and submodules.
func blobs(ctx context.Context, folder, commit string) (fs.FS, error) {
	out, err := git(ctx, folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	archive := &txtar.Archive{}
	var wanted bytes.Buffer
	all := 0
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") { // "100644 blob HASH    SIZE\tPATH"
		facts, name, _ := strings.Cut(entry, "\t")
		words := strings.Fields(facts)
		if len(words) != 4 || words[0] != "100644" && words[0] != "100755" || !fs.ValidPath(name) {
			continue
		}
		if size, err := strconv.Atoi(words[3]); err != nil || size > largestBlob {
			continue
		} else if all += size; all > largestBlobs || len(archive.Files) >= mostBlobs {
			return nil, fmt.Errorf("the repository is too large for one of templates: more than %d files, or %d bytes", mostBlobs, largestBlobs)
		}
		archive.Files = append(archive.Files, txtar.File{Name: name})
		wanted.WriteString(words[2] + "\n")
	}
	if err := contents(ctx, folder, &wanted, archive.Files); err != nil {
		return nil, err
	}
	return txtar.FS(archive)
}

// contents reads the files whose hashes are wanted, in their order.
func contents(ctx context.Context, folder string, wanted *bytes.Buffer, files []txtar.File) error {
	cmd := gitCommand(ctx, folder, "cat-file", "--batch")
	cmd.Stdin = wanted
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	for i := range files { // "HASH blob SIZE\nCONTENT\n"
		head, rest, _ := bytes.Cut(out, []byte("\n"))
		words := strings.Fields(string(head))
		if len(words) != 3 {
			return fmt.Errorf("git has not said what %s holds", files[i].Name)
		}
		size, err := strconv.Atoi(words[2])
		if err != nil || size+1 > len(rest) {
			return fmt.Errorf("git has not said what %s holds", files[i].Name)
		}
		files[i].Data, out = rest[:size], rest[size+1:]
	}
	return nil
}
