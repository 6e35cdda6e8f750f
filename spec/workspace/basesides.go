package workspace

import (
	"errors"
	"maps"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
)

// Sides returns what to load of the base and of the working tree for the same contracts, given the
// selection for the working tree with the configuration that governs both: what the configuration
// says of a path, it says of what that path was in the base. Arguments that name nothing on one side
// choose nothing there; a file that was moved into or out of what they name is followed.
func (b *Base) Sides(wanted Selection) (old, now Selection) {
	old, now = wanted, wanted
	old.MayLack, now.MayLack = true, true
	old.Stdin, old.StdinPath = nil, ""
	old.Excluded, old.IsRoot = b.before(wanted.Excluded), b.before(wanted.IsRoot)
	if len(wanted.Args) == 0 && b.only != "" {
		old.Args, now.Args = []string{b.only}, []string{b.only}
	} else {
		old.Args, now.Args = b.arguments(wanted)
	}
	if b.old != nil {
		old.Args = b.old
		old.ImportPaths = slices.DeleteFunc(slices.Clone(wanted.ImportPaths), func(folder string) bool {
			return !viewOf(b.Tree).isFolder(folderName(folder))
		})
	}
	return old, now
}

// before returns what a function of paths says of those of the base.
func (b *Base) before(says func(path string) bool) func(path string) bool {
	if says == nil {
		return nil
	}
	return func(path string) bool { return says(b.Current(path)) }
}

// arguments returns the arguments for either side.
func (b *Base) arguments(wanted Selection) (old, now []string) {
	for _, arg := range wanted.Args {
		now = append(now, arg)
		if arg == Stdin {
			arg = wanted.StdinPath
		}
		old = append(old, arg)
	}
	if len(old) == 0 {
		return nil, nil
	}
	for _, to := range slices.Sorted(maps.Keys(b.Delta.Renamed)) {
		from := b.Delta.Renamed[to]
		fromChosen, toChosen := b.chosen(wanted, from), b.chosen(wanted, to)
		if toChosen && !fromChosen {
			old = append(old, from)
		}
		if fromChosen && !toChosen {
			now = append(now, to)
		}
	}
	return old, now
}

// chosen reports whether the arguments of a selection name a path, or a folder or pattern for it.
func (b *Base) chosen(wanted Selection, name string) bool {
	return slices.ContainsFunc(wanted.Args, func(arg string) bool {
		if arg == name || arg == Stdin && name == wanted.StdinPath {
			return true
		}
		if wanted.Excluded != nil && wanted.Excluded(b.Current(name)) {
			return false
		}
		if _, inside := below(folderName(arg), name); inside {
			return true
		}
		matches, _ := doublestar.Match(arg, name)
		return matches && hasGlob(arg)
	})
}

// file compares a file with the one that was named.
func (o *baseOpener) file(against string) error {
	tree, selection, err := Open(o.now.dir, Selection{Args: []string{against}})
	if err != nil {
		return err
	}
	o.closers = append(o.closers, tree.Close)
	o.Tree, o.Name = tree, against
	return o.pair(selection.Args[0])
}

// pair compares two files: the one of the base and the one that was named on the command line.
func (o *baseOpener) pair(old string) error {
	args := o.wanted.Args
	if len(args) != 1 || args[0] != Stdin && o.now.isFolder(folderName(args[0])) || args[0] != Stdin && !o.now.exists(args[0]) {
		return errors.New("--against " + o.Name + " is one file: name the one spec that it is to be compared with")
	}
	o.old = []string{old}
	o.Delta.Renamed = map[string]string{}
	names := args
	if args[0] == Stdin {
		names = stdinPaths(o.wanted.StdinPath)
	}
	for _, now := range names {
		o.Delta.Renamed[now] = old
	}
	return nil
}

// stdinPaths returns the paths that standard input may have in the tree: without an extension it
// gets one when its content is known.
func stdinPaths(name string) []string {
	if extension(name) != "" {
		return []string{name}
	}
	return []string{name, name + ".json", name + ".proto", name + ".yaml"}
}
