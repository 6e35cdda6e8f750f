package workspace

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Delta is how the files of a base differ from those of the working tree: only those that may be
// specs (Tree.Paths). A file that differs in nothing but its line ends does not.
type Delta struct {
	Modified []string          // sorted; on both sides, with other content
	Added    []string          // sorted; only in the working tree
	Removed  []string          // sorted; only in the base
	Renamed  map[string]string // from the path now to that in the base; the content may be another
}

// IsEmpty reports whether the sides have the same files.
func (d *Delta) IsEmpty() bool {
	return len(d.Modified)+len(d.Added)+len(d.Removed)+len(d.Renamed) == 0
}

// Old returns the paths of the base that the delta is about, sorted: no other is different now.
func (d *Delta) Old() []string {
	return sorted(d.Modified, d.Removed, slices.Collect(maps.Values(d.Renamed)))
}

// Now returns the paths of the working tree that the delta is about, sorted: no other was different.
func (d *Delta) Now() []string {
	return sorted(d.Modified, d.Added, slices.Collect(maps.Keys(d.Renamed)))
}

func sorted(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

func (d *Delta) current(old string) string {
	for _, now := range slices.Sorted(maps.Keys(d.Renamed)) {
		if d.Renamed[now] == old {
			return now
		}
	}
	return old
}

// rename takes two paths out of what was added and removed.
func (d *Delta) rename(now, old string) {
	if i, found := slices.BinarySearch(d.Added, now); found {
		d.Added = slices.Delete(d.Added, i, i+1)
	}
	if i, found := slices.BinarySearch(d.Removed, old); found {
		d.Removed = slices.Delete(d.Removed, i, i+1)
	}
	if d.Renamed == nil {
		d.Renamed = map[string]string{}
	}
	d.Renamed[now] = old
}

// differ compares the files of a base with those of the part of the working tree that it stands for.
func (o *baseOpener) differ(t *baseTree) (Delta, error) {
	var d Delta
	var both []string
	then, now := o.own(t, t.all().paths), o.own(t, o.now.all().paths)
	for len(then) > 0 || len(now) > 0 {
		switch {
		case len(then) == 0 || len(now) > 0 && now[0] < then[0]:
			d.Added, now = append(d.Added, now[0]), now[1:]
		case len(now) == 0 || then[0] < now[0]:
			d.Removed, then = append(d.Removed, then[0]), then[1:]
		default:
			both, then, now = append(both, now[0]), then[1:], now[1:]
		}
	}
	same := make([]bool, len(both))
	parallel(len(both), func(i int) { same[i] = o.ctx.Err() != nil || o.same(t, both[i]) })
	for i, name := range both {
		if !same[i] {
			d.Modified = append(d.Modified, name)
		}
	}
	d.exactRenames(o.ctx, t)
	return d, o.ctx.Err()
}

// stdin adds standard input, which stands for a file and most likely has other content.
func (d *Delta) stdin(then source.Tree, wanted Selection) {
	if !slices.Contains(wanted.Args, Stdin) {
		return
	}
	for _, name := range stdinPaths(wanted.StdinPath) {
		switch _, err := then.File(name); {
		case d.Renamed[name] != "":
		case err == nil:
			d.Modified = sorted(d.Modified, []string{name})
		default:
			d.Added = sorted(d.Added, []string{name})
		}
	}
}

// own returns the paths that the side of a base has a say in.
func (o *baseOpener) own(t *baseTree, paths []string) (kept []string) {
	for _, name := range paths {
		if _, ok := t.local(name); ok {
			kept = append(kept, name)
		}
	}
	return kept
}

// same reports whether a file is the same on both sides, without reading it where git knows.
func (o *baseOpener) same(t *baseTree, name string) bool {
	hash := t.hash(name)
	if hash != "" && o.index != nil && o.index.clean[name] != "" {
		return o.index.clean[name] == hash
	}
	now, err := o.now.read(name)
	if err != nil {
		return false
	}
	if hash != "" {
		return isBlob(now, hash)
	}
	then, err := t.read(name)
	return err == nil && (bytes.Equal(now, then) || bytes.Equal(unixLines(now), unixLines(then)))
}

// hash returns the hash of a file's blob, if the base is a commit.
func (t *baseTree) hash(name string) string {
	files, ok := t.side.(*gitTree)
	if !ok {
		return ""
	}
	local, _ := t.local(name)
	return files.hash(local)
}

// exactRenames pairs the files that were removed with those that were added, where the same bytes
// are found once on either side.
func (d *Delta) exactRenames(ctx context.Context, t *baseTree) {
	if len(d.Added) == 0 || len(d.Removed) == 0 {
		return
	}
	then := onlyOnes(ctx, d.Removed, t.read)
	now := onlyOnes(ctx, d.Added, t.now.read)
	for _, content := range slices.Sorted(maps.Keys(now)) {
		if then[content] != "" && now[content] != "" {
			d.rename(now[content], then[content])
		}
	}
}

// onlyOnes returns the paths by the hashes of what the files hold; "" where several hold it.
func onlyOnes(ctx context.Context, names []string, read func(string) ([]byte, error)) map[string]string {
	hashes := make([]string, len(names))
	parallel(len(names), func(i int) {
		if ctx.Err() != nil {
			return
		}
		if content, err := read(names[i]); err == nil && len(content) > 0 {
			hashes[i] = blobHash(unixLines(content), 0)
		}
	})
	found := map[string]string{"": ""}
	for i, hash := range hashes {
		if _, several := found[hash]; several {
			found[hash] = ""
		} else {
			found[hash] = names[i]
		}
	}
	return found
}

// renames adds the renames that git finds between a commit and the index, changed though the files
// may be. The working tree is not asked, because that runs the programs that files pass through.
func (o *baseOpener) renames(r gitRepository, t *baseTree, commit string) error {
	d := &o.Delta
	if commit == "" || len(d.Added) == 0 || len(d.Removed) == 0 {
		return nil
	}
	text, err := r.run(o.ctx, "diff-index", "--cached", "-M", "-z", "--name-status", "--diff-filter=R", "--no-relative", "--no-ext-diff",
		"--end-of-options", commit, "--", ":(top,icase)*.proto", ":(top,icase)*.yaml", ":(top,icase)*.yml", ":(top,icase)*.json")
	if err != nil {
		return err
	}
	for fields := nulFields(text); len(fields) >= 3; fields = fields[3:] { // R096, old, new
		old, oldOK := t.name(fields[1])
		now, nowOK := below(o.prefix(r), fields[2])
		_, removed := slices.BinarySearch(d.Removed, old)
		_, added := slices.BinarySearch(d.Added, now)
		if oldOK && nowOK && removed && added && strings.HasPrefix(fields[0], "R") {
			d.rename(now, old)
		}
	}
	return nil
}
