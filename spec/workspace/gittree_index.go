package workspace

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// gitIndex is what git's index knows of the files of a working tree, by their paths in the tree.
type gitIndex struct {
	clean  map[string]string // the hashes of those that are as they are in the index
	sparse map[string]bool   // those that a sparse checkout leaves out
}

// readIndex reads the index for what lies below a folder of the tree, and those of its submodules.
func readIndex(ctx context.Context, t *DirTree, folder string) (*gitIndex, error) {
	index := &gitIndex{map[string]string{}, map[string]bool{}}
	if err := index.read(ctx, t, folder, 0); err != nil {
		return nil, err
	}
	for _, name := range t.all().paths {
		delete(index.sparse, name)
	}
	return index, nil
}

func (x *gitIndex) read(ctx context.Context, t *DirTree, folder string, nesting int) error {
	r := gitRepository{t.abs(folder)}
	entries, err := r.run(ctx, "ls-files", "-z", "-v", "--stage")
	if err != nil {
		return err
	}
	dirty, err := r.dirty(ctx)
	if err != nil {
		return err
	}
	for _, entry := range nulFields(entries) {
		facts, name, _ := strings.Cut(entry, "\t")
		fields := strings.Split(facts, " ") // TAG MODE HASH STAGE
		if len(fields) != 4 {
			return fmt.Errorf("git ls-files prints %q", entry)
		}
		at := path.Join(folder, name)
		if fields[1] == "160000" {
			x.submodule(ctx, t, at, nesting+1)
		} else if maybeSpec(name) && fields[3] == "0" && !dirty[name] {
			x.add(at, fields[0], fields[2])
		}
	}
	return nil
}

// add adds a file of which git thinks that it is not modified. A tag in lower case says that git
// was told so by the user.
func (x *gitIndex) add(at, tag, hash string) {
	switch tag {
	case "H":
		x.clean[at] = hash
	case "S", "s":
		x.sparse[at] = true
	}
}

func (x *gitIndex) submodule(ctx context.Context, t *DirTree, at string, nesting int) {
	if _, err := os.Lstat(filepath.Join(t.abs(at), ".git")); err == nil && nesting < maxNesting {
		x.read(ctx, t, at, nesting) // what it does not tell is read and compared
	}
}

// dirty returns the files below the repository's folder that may differ from the index.
func (r gitRepository) dirty(ctx context.Context) (map[string]bool, error) {
	cmd := r.command(ctx, "diff-files", "--name-only", "-z", "--relative", "--no-ext-diff", "--ignore-submodules=all")
	filters, err := r.withoutFilters(ctx)
	if err != nil {
		return nil, err
	}
	cmd.Env = append(cmd.Env, filters...)
	out, err := output(ctx, cmd, "diff-files")
	if err != nil {
		return nil, err
	}
	dirty := map[string]bool{}
	for _, name := range nulFields(out) {
		dirty[name] = true
	}
	return dirty, nil
}

// withoutFilters returns the environment in which git runs none of the programs that a repository
// may name for its files to be run through.
func (r gitRepository) withoutFilters(ctx context.Context) ([]string, error) {
	names, _, err := r.line(ctx, "config", "--null", "--name-only", "--get-regexp", `^filter\..*\.(clean|smudge|process|required)$`)
	if err != nil {
		return nil, err
	}
	count, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT"))
	var environment []string
	for _, name := range nulFields(names) {
		environment = append(environment,
			fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", count, name), fmt.Sprintf("GIT_CONFIG_VALUE_%d=", count))
		count++
	}
	return append(environment, fmt.Sprintf("GIT_CONFIG_COUNT=%d", count)), nil
}

// isBlob reports whether the content of a file is that of a blob, be it but for its line ends,
// which git may turn into those of the machine.
func isBlob(content []byte, hash string) bool {
	if blobHash(content, len(hash)) == hash {
		return true
	}
	return bytes.Contains(content, []byte("\r\n")) && blobHash(unixLines(content), len(hash)) == hash
}

func unixLines(content []byte) []byte { return bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")) }

// blobHash returns the hash that git gives to a blob, in as many hexadecimal digits as the
// repository's hashes have.
func blobHash(content []byte, digits int) string {
	var h hash.Hash = sha1.New()
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(content))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}
