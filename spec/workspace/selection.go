package workspace

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
)

// Stdin is the argument that stands for standard input.
const Stdin = "-"

// Selection says which files of a tree are wanted.
type Selection struct {
	// Args are files, folders, patterns (*, **, ?, [a-z], {a,b}) and Stdin. None is the whole tree.
	// Files that are named are linted even where they are ignored or excluded, and so is what lies
	// in a named folder that is ignored or excluded itself.
	Args []string

	// MayLack is set where the arguments are those of another tree: one that names nothing here
	// chooses nothing, and is no mistake.
	MayLack bool

	Stdin io.Reader // what the argument Stdin stands for
	// StdinPath is the file that standard input stands for: references lead from there, and the
	// configuration of that place holds. Without an extension the content tells the format.
	StdinPath string

	ImportPaths []string // folders that proto imports start from

	// Options and Extensions are a company's own words for bylaw's vocabulary, as the loaders take them.
	Options, Extensions map[string]string

	// Excluded leaves out files, or folders with all they hold; IsRoot makes a YAML or JSON file an
	// OpenAPI root whatever it says. Nil holds for none. Both are called from several goroutines.
	Excluded, IsRoot func(path string) bool

	Descriptors bool // Loaded.Descriptors are wanted
	Links       bool // Loaded.Linked is wanted

	// Known returns the files of a unit of which all is known, so that it is not read. It is called from several
	// goroutines. nil: none is.
	Known func(u *Unit) (files []string, known bool)

	AllowRemote bool // $refs to http and https URLs are followed

	Part Part // of what is chosen, that is read; the zero Part is all
}

// choice is the files that a selection means, before anything is known of their content.
type choice struct {
	tree    view
	wanted  Selection
	targets map[string]bool // true: named as such
	skips   []Skip
	notes   []string
}

func choose(tree view, wanted Selection) (*choice, error) {
	c := &choice{tree: tree, wanted: wanted, targets: map[string]bool{}}
	if len(wanted.Args) == 0 {
		c.folder("")
	}
	for _, arg := range wanted.Args {
		if err := c.argument(arg); err != nil {
			return nil, err
		}
	}
	c.skips = slices.DeleteFunc(c.skips, func(s Skip) bool { return c.targets[s.Path] })
	return c, nil
}

func (c *choice) argument(arg string) error {
	folder := folderName(arg)
	switch {
	case arg == Stdin:
		c.targets[c.tree.(overlay).file.Path] = true
	case c.tree.isFolder(folder):
		c.folder(folder)
	case hasGlob(arg) && !c.exists(arg):
		return c.pattern(arg)
	case c.wanted.MayLack && c.lacks(arg):
	default:
		c.targets[arg] = true
	}
	return nil
}

func (c *choice) exists(name string) bool {
	_, err := c.tree.File(name)
	return err == nil
}

func (c *choice) lacks(name string) bool {
	_, err := c.tree.File(name)
	return errors.Is(err, fs.ErrNotExist)
}

// folder chooses what a folder holds.
func (c *choice) folder(folder string) {
	found := c.tree.list(folder)
	if len(found.paths) == 0 && !c.wanted.MayLack {
		c.notes = append(c.notes, "no .proto, YAML or JSON file in "+c.tree.display(folder))
	}
	c.add(found, found.paths, folder)
}

// pattern chooses what matches a pattern. One that matches nothing is a mistake of whoever wrote
// it; one that matches only what is skipped or excluded is not.
func (c *choice) pattern(pattern string) error {
	base, _ := doublestar.SplitPattern(pattern)
	found := c.tree.list(folderName(base))
	var matching []string
	for _, name := range found.paths {
		if match, err := doublestar.Match(pattern, name); err != nil {
			return fmt.Errorf("%s: malformed pattern", c.tree.display(pattern))
		} else if match {
			matching = append(matching, name)
		}
	}
	if len(matching) == 0 && !c.wanted.MayLack {
		return fmt.Errorf("%s: matches no .proto, YAML or JSON file", c.tree.display(pattern))
	}
	c.add(found, matching, folderName(base))
	return nil
}

// add chooses those of a listing's paths that are neither skipped nor excluded. What excludes the
// folder itself does not count, because the folder was named.
func (c *choice) add(from listing, paths []string, folder string) {
	skipped := newFolders(from.skips)
	excluded := c.wanted.Excluded
	if excluded == nil || folder != "" && excluded(folder) {
		excluded = func(string) bool { return false }
	}
	for _, name := range paths {
		switch {
		case skipped.hold(name):
		case excluded(name):
			c.skips = append(c.skips, Skip{name, Excluded})
		case !c.targets[name]:
			c.targets[name] = false
		}
	}
	c.skips = append(c.skips, from.skips...)
	c.notes = append(c.notes, from.notes...)
}
