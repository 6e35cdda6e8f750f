package workspace

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// configName is the file that marks a workspace outside git.
const configName = "bylaw.yaml"

// Root returns the workspace that a folder belongs to: the top of the git repository around it,
// else the nearest folder upwards that holds bylaw.yaml, else the folder itself. A home directory
// is no workspace for what lies below it.
func Root(start string) string {
	root, _ := findRoot(start)
	return root
}

// findRoot returns the root, and whether something marks it as one.
func findRoot(start string) (root string, marked bool) {
	start, err := filepath.Abs(start)
	if err != nil {
		return start, false
	}
	home, _ := os.UserHomeDir()
	if top := topLevel(start); top != "" && (top != home || top == start) {
		return top, true
	}
	for folder := start; folder != home || folder == start; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, configName)); err == nil {
			return folder, true
		}
		if folder == filepath.Dir(folder) {
			break
		}
	}
	return start, false
}

// Open returns the tree that the arguments lie in, and the selection with Args, StdinPath and
// ImportPaths turned from what the user wrote, relative to dir, into paths of that tree.
//
// The tree is that of the workspace around dir. An argument outside of it brings its own workspace,
// which becomes the tree's root if nothing is named in the workspace around dir, and a mount beside
// it otherwise. An error is one of usage: an argument that names nothing.
func Open(dir string, wanted Selection) (*DirTree, Selection, error) {
	o, err := newOpener(dir)
	if err != nil {
		return nil, wanted, err
	}
	if len(wanted.Args) == 0 {
		o.open(o.home, o.scope)
	}
	args, err := o.arguments(wanted.Args, wanted.StdinPath)
	if err != nil {
		return nil, wanted, err
	}
	imports, err := o.importPaths(wanted.ImportPaths)
	if err != nil {
		return nil, wanted, err
	}
	tree, err := o.tree()
	if err != nil {
		return nil, wanted, err
	}
	wanted.Args, wanted.StdinPath = tree.selected(args)
	wanted.ImportPaths = nil
	for _, folder := range imports {
		wanted.ImportPaths = append(wanted.ImportPaths, tree.rel(folder))
	}
	return tree, wanted, nil
}

// selected returns the arguments as paths and patterns of the tree, and the path that standard
// input stands for, "" if it is not among them.
func (t *DirTree) selected(places []place) (args []string, stdin string) {
	for _, p := range places {
		at := t.rel(p.absolute)
		switch {
		case p.stdin:
			at, stdin = Stdin, at
		case p.pattern != "":
			at = path.Join(escapeGlob(at), p.pattern)
		}
		args = append(args, at)
	}
	return args, stdin
}

// rel returns the path of the tree that an absolute path in one of its mounts has.
func (t *DirTree) rel(absolute string) string {
	for _, m := range t.mounts {
		if local, ok := within(m.folder, absolute); ok {
			return path.Join(m.name, filepath.ToSlash(local))
		}
	}
	return filepath.ToSlash(absolute)
}

// within returns the path of what lies in a folder relative to it, "." for the folder itself.
func within(folder, absolute string) (string, bool) {
	local, err := filepath.Rel(folder, absolute)
	if err != nil || !filepath.IsLocal(local) {
		return "", false
	}
	return local, true
}

func hasGlob(arg string) bool { return strings.ContainsAny(arg, `*?[{`) }

// escapeGlob returns the pattern that matches the path alone.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`).Replace(name)
}

// folderName returns a folder of the tree as it is named here: "" for the root, which arguments
// write as ".".
func folderName(arg string) string {
	if arg == "." {
		return ""
	}
	return arg
}
