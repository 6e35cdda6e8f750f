package workspace

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrNoCommit is the error of OpenBase where nothing is named to compare with and the repository
// has no commit yet, so that nothing can have been broken.
var ErrNoCommit = errors.New("the repository has no commit yet, so there is nothing to compare with")

// defaultBase returns what is compared with where nothing is named: the commit at which HEAD has
// left the default branch. On the default branch itself (or detached at one of its commits, as in CI
// after a merge) it is HEAD if anything is not committed, as edited tells, and else its first parent.
func (r gitRepository) defaultBase(ctx context.Context, edited func(commit string) (bool, error)) (revision, error) {
	head, err := r.find(ctx, "HEAD")
	if err != nil {
		return revision{}, err
	}
	if head == "" {
		return revision{}, ErrNoCommit
	}
	branch, err := r.defaultBranch(ctx)
	if err != nil {
		return revision{}, err
	}
	tip, err := r.find(ctx, branch.full)
	if err != nil {
		return revision{}, err
	}
	at, err := r.whereLeft(ctx, branch.name, branch.full, tip)
	if err != nil || at.commit != head {
		return at, err
	}
	current, _, err := r.line(ctx, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil || current != "" && current != branch.short {
		return at, err
	}
	if changed, err := edited(head); err != nil || changed {
		return at, err
	}
	return r.parent(ctx, head, branch.short)
}

// parent returns the commit before HEAD: of a merge, the one that it was merged into.
func (r gitRepository) parent(ctx context.Context, head, branch string) (revision, error) {
	commit, err := r.find(ctx, head+"^1")
	if err != nil {
		return revision{}, err
	}
	if commit != "" {
		return revision{commit, fmt.Sprintf("git:HEAD~1 (%s)", short(commit)),
			"nothing here is not in " + branch + " already, so its last commit is compared with the one before it"}, nil
	}
	raw, err := r.run(ctx, "cat-file", "commit", head)
	if err != nil {
		return revision{}, err
	}
	if header, _, _ := strings.Cut(raw, "\n\n"); !strings.Contains(header, "\nparent ") {
		return revision{"", "nothing (HEAD is the first commit)", ""}, nil
	}
	return revision{}, errors.New("this shallow clone does not have the commit before HEAD: run `git fetch --deepen=1` " +
		"(in GitHub Actions: fetch-depth: 2)")
}

// branch is a branch by the names it has.
type branch struct {
	full  string // refs/remotes/origin/main
	name  string // origin/main
	short string // main
}

// defaultBranch returns the branch that others are merged into. What the remote says counts before
// what it has, and that before what is here.
func (r gitRepository) defaultBranch(ctx context.Context) (branch, error) {
	remote, err := r.remote(ctx)
	if err != nil {
		return branch{}, err
	}
	configured, _, err := r.line(ctx, "config", "--get", "init.defaultBranch")
	if err != nil {
		return branch{}, err
	}
	names := []string{"main", "master"}
	if configured != "" {
		names = append(names, configured)
	}
	there, err := r.branches(ctx)
	if err != nil {
		return branch{}, err
	}
	if remote != "" {
		at := "refs/remotes/" + remote + "/"
		if target, ok := there[at+"HEAD"]; ok && strings.HasPrefix(target, at) {
			return remoteBranch(remote, strings.TrimPrefix(target, at)), nil
		}
		for _, name := range names {
			if _, ok := there[at+name]; ok {
				return remoteBranch(remote, name), nil
			}
		}
	}
	for _, name := range names {
		if _, ok := there["refs/heads/"+name]; ok && (remote == "" || !r.isShallow(ctx)) {
			return branch{"refs/heads/" + name, name, name}, nil
		}
	}
	return branch{}, r.noDefault(ctx, remote)
}

func remoteBranch(remote, name string) branch {
	return branch{"refs/remotes/" + remote + "/" + name, remote + "/" + name, name}
}

// branches returns all branches, and for symbolic ones what they stand for.
func (r gitRepository) branches(ctx context.Context) (map[string]string, error) {
	text, err := r.run(ctx, "for-each-ref", "--format=%(refname) %(symref)", "refs/heads", "refs/remotes")
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for line := range strings.Lines(text) {
		name, target, _ := strings.Cut(strings.TrimSpace(line), " ")
		found[name] = target
	}
	return found, nil
}

func (r gitRepository) noDefault(ctx context.Context, remote string) error {
	if remote == "" {
		return errors.New("no default branch is found (main, master, or init.defaultBranch): name what to compare with, such as --against git:trunk")
	}
	unshallow := ""
	if r.isShallow(ctx) {
		unshallow = "--unshallow "
	}
	return fmt.Errorf("this clone does not have the default branch of %s: run `git fetch %s%s \"+refs/heads/*:refs/remotes/%s/*\"` "+
		"(in GitHub Actions: fetch-depth: 0), or name what to compare with: --against git:BRANCH", remote, unshallow, remote, remote)
}
