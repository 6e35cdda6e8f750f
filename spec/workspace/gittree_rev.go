package workspace

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// revision is a commit that a base is read from.
type revision struct {
	commit string // its hash; "" is a commit without any file
	name   string // for people
	note   string // what they should know about the choice; "" for nothing
}

// find returns the hash of the commit that a revision, as git spells it, names; "" for none.
func (r gitRepository) find(ctx context.Context, revision string) (string, error) {
	hash, _, err := r.line(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	return hash, err
}

// resolve returns the commit to compare with. A branch stands for the commit at which HEAD has left
// it, because what others have done there since is no change of ours.
func (r gitRepository) resolve(ctx context.Context, ref string) (revision, error) {
	at, err := r.exact(ctx, ref)
	if err != nil {
		return at, err
	}
	full, _, err := r.line(ctx, "rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", at.name)
	if err != nil || !isBranch(full) || ref == "HEAD" || ref == "@" {
		return at.named("git:" + at.name), err
	}
	return r.whereLeft(ctx, at.name, full, at.commit)
}

// exact returns the commit that a revision names. Where there is no such branch here, that of the
// remote counts, because the clones that CI makes have no others.
func (r gitRepository) exact(ctx context.Context, ref string) (revision, error) {
	if ref == "" || strings.HasPrefix(ref, "-") || strings.ContainsAny(ref, "\n\x00") {
		return revision{}, fmt.Errorf("--against %q names no revision: write a branch, a tag or a commit, such as git:main", ref)
	}
	commit, err := r.find(ctx, ref)
	if err != nil || commit != "" {
		return revision{commit: commit, name: ref}, err
	}
	remote, err := r.remote(ctx)
	if err != nil {
		return revision{}, err
	}
	if remote != "" {
		commit, err = r.find(ctx, "refs/remotes/"+remote+"/"+ref)
		if err != nil || commit != "" {
			return revision{commit: commit, name: remote + "/" + ref}, err
		}
	}
	return revision{}, r.unknown(ctx, remote, ref)
}

func (v revision) named(name string) revision {
	v.name = name + " (" + short(v.commit) + ")"
	return v
}

func isBranch(full string) bool {
	return strings.HasPrefix(full, "refs/heads/") || strings.HasPrefix(full, "refs/remotes/")
}

// whereLeft returns the merge base of HEAD and a branch.
func (r gitRepository) whereLeft(ctx context.Context, name, full, tip string) (revision, error) {
	at := revision{commit: tip}.named("git:" + name)
	head, err := r.find(ctx, "HEAD")
	if err != nil || head == "" { // nothing is committed here yet
		return at, err
	}
	base, _, err := r.line(ctx, "merge-base", head, tip)
	switch {
	case err != nil:
		return at, err
	case base == "":
		return at, r.noMergeBase(ctx, name, full)
	case base != tip:
		at = revision{base, fmt.Sprintf("git:%s (merge base %s)", name, short(base)), ""}
	}
	if base == head {
		at.note = "every commit here is in " + name + " already, so only what is not committed is compared"
	}
	return at, nil
}

// remote returns the remote that the repository is taken to come from: origin, or the only one.
func (r gitRepository) remote(ctx context.Context) (string, error) {
	text, err := r.run(ctx, "remote")
	names := strings.Fields(text)
	for _, name := range names {
		if name == "origin" {
			return name, err
		}
	}
	if len(names) == 1 {
		return names[0], err
	}
	return "", err
}

// unknown is the error for a revision that is not there, with the command that gets it.
func (r gitRepository) unknown(ctx context.Context, remote, ref string) error {
	plain := regexp.MustCompile(`^[\w./+-]+$`)
	isHash := regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)
	base, steps, relative := cutSteps(ref)
	switch {
	case remote == "":
		return fmt.Errorf("--against %s: there is no such file, folder, branch, tag or commit", ref)
	case relative && r.isShallow(ctx):
		return fmt.Errorf("--against %s: this shallow clone has no such commit: run `git fetch --deepen=%d %s` "+
			"(in GitHub Actions: fetch-depth: 0)", ref, steps, remote)
	case isHash.MatchString(ref):
		return fmt.Errorf("--against %s: this clone has no such commit: run `git fetch %s %s`", ref, remote, ref)
	case !plain.MatchString(base) || relative:
		return fmt.Errorf("--against %s: there is no such file, folder, branch, tag or commit", ref)
	}
	branch := strings.TrimPrefix(strings.TrimPrefix(base, "refs/remotes/"), remote+"/")
	return fmt.Errorf("--against %s: there is no such file, folder, branch, tag or commit here: if it is a branch of %s, run `%s`; "+
		"if it is a tag, run `git fetch %s tag %s`", ref, remote, r.fetchBranch(ctx, remote, branch), remote, branch)
}

// fetchBranch is the command that gets a branch, with its history where the clone is shallow,
// because the merge base is looked for in it.
func (r gitRepository) fetchBranch(ctx context.Context, remote, branch string) string {
	unshallow := ""
	if r.isShallow(ctx) {
		unshallow = "--unshallow "
	}
	return fmt.Sprintf("git fetch %s%s %s:refs/remotes/%s/%s", unshallow, remote, branch, remote, branch)
}

// cutSteps cuts what leads from a commit to an earlier one, as ~3 and ^ do, and returns how many
// commits must be fetched for it.
func cutSteps(ref string) (base string, steps int, relative bool) {
	found := regexp.MustCompile(`^([^~^]*)((?:~[0-9]{0,4}|\^[12]?)+)$`).FindStringSubmatch(ref)
	if found == nil {
		return ref, 0, false
	}
	for _, step := range regexp.MustCompile(`[~^][0-9]*`).FindAllString(found[2], -1) {
		n := 1
		if step[0] == '~' && len(step) > 1 {
			fmt.Sscanf(step[1:], "%d", &n)
		}
		steps += n
	}
	return found[1], steps, true
}

func (r gitRepository) noMergeBase(ctx context.Context, name, full string) error {
	if !r.isShallow(ctx) {
		return fmt.Errorf("HEAD and %s have no commit in common: to compare with that branch as it is, use --against %s^0", name, name)
	}
	remote, err := r.remote(ctx)
	if err != nil || remote == "" {
		return errors.Join(err, fmt.Errorf("this shallow clone does not reach to the merge base of HEAD and %s", name))
	}
	branch := strings.TrimPrefix(strings.TrimPrefix(full, "refs/heads/"), "refs/remotes/"+remote+"/")
	return fmt.Errorf("this shallow clone does not reach to the merge base of HEAD and %s: run `%s` (in GitHub Actions: fetch-depth: 0)",
		name, r.fetchBranch(ctx, remote, branch))
}
