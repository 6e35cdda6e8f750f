package lsp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// configName is the file that configures a project.
const configName = "bylaw.yaml"

// project is a workspace as the commands know it: a repository, or the folder of a configuration, or
// a folder that the editor has opened.
type project struct {
	dir       string // absolute; where a command would be started
	root      string // absolute; what paths are relative to
	stray     bool   // nothing marks it, and the editor has not opened it: it is not searched
	docs      map[string]*document
	groups    map[string]*group // by the paths of their files
	snapshot  *snapshot         // of the files on disk; nil: it is to be made
	published map[string]string // what was sent last, by URI; not of closed files without diagnostics
}

// snapshot is the files on disk as they were at some moment. Only the checker fills it.
type snapshot struct {
	tree   *workspace.DirTree
	chosen func(path string) bool

	base    *workspace.Base
	hasBase bool // base is known, if only to be nil
}

// close gives back what the base holds open, such as a process of git. The tree may still be read from,
// by what was asked beside the checker; the garbage collector closes it.
func (s *snapshot) close() {
	if s.base != nil {
		s.base.Close()
	}
}

// group is contracts that share files, and so are checked together.
type group struct {
	roots     []string                    // what is named to check it
	importers []string                    // .proto files of other folders that may need it
	findings  map[string][]report.Finding // by file
	files     map[string]bool             // of the contracts
	reads     map[string]*source.File     // those, and what they import
	searched  map[string]bool             // files all of whose contracts are here, for they were looked for
	dirty     bool
	stale     bool // which contracts it consists of is being looked for anew

	base    string   // what it was compared with, for people; "": with nothing
	checked *Checked // nil: forgotten, to be read again when it is needed
	before  *before  // nil: not compared yet, or forgotten
}

// before is contracts as they are in the base.
type before struct {
	base, roots string // what they were read for
	loaded      *workspace.Loaded
}

// place returns the project that a file belongs to, and the path that the file has there. The error is
// that of the file system.
func (s *server) place(path string) (*project, string, error) {
	dir, stray := s.dirOf(path)
	p := s.projects[dir]
	if p == nil {
		tree, _, err := workspace.Open(dir, workspace.Selection{})
		if err != nil {
			return nil, "", err
		}
		p = &project{
			dir: dir, root: tree.Root(), stray: stray, docs: map[string]*document{}, groups: map[string]*group{},
			published: map[string]string{},
		}
		s.projects[dir] = p
		tree.Close()
	}
	name, err := filepath.Rel(p.root, path)
	return p, filepath.ToSlash(name), err
}

// dirOf returns the folder from which a command would check a file: what marks a workspace counts
// before the folders of the editor, for a command in the file's folder would see it so.
func (s *server) dirOf(path string) (dir string, stray bool) {
	folder := existing(filepath.Dir(path))
	root := workspace.Root(folder)
	if root != folder || isMarked(root) {
		return root, false
	}
	best := ""
	for _, open := range s.folders {
		if within(open, path) && len(open) > len(best) {
			best = open
		}
	}
	if best != "" {
		return best, false
	}
	return folder, true
}

// existing returns the nearest folder upwards that is there: a new file may lie in a new folder.
func existing(folder string) string {
	for {
		if info, err := os.Stat(folder); err == nil && info.IsDir() || folder == filepath.Dir(folder) {
			return folder
		}
		folder = filepath.Dir(folder)
	}
}

func isMarked(folder string) bool {
	for _, name := range []string{".git", configName} {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			return true
		}
	}
	return false
}

func within(folder, path string) bool {
	local, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(local)
}

// overlay returns the open documents by their paths.
func (p *project) overlay() map[string]*source.File {
	files := map[string]*source.File{}
	for path, d := range p.docs {
		if !d.tooLarge() {
			files[path] = d.file
		}
	}
	return files
}

// uri returns the URI of a file: that of the client, if it is open.
func (p *project) uri(path string) string {
	if d := p.docs[path]; d != nil {
		return d.uri
	}
	at := filepath.FromSlash(path)
	if !filepath.IsAbs(at) { // as a configuration that lies elsewhere is
		at = filepath.Join(p.root, at)
	}
	return uriOf(at)
}

// allGroups returns every group once, in the order of their first files.
func (p *project) allGroups() (all []*group) {
	var paths []string
	for path := range p.groups {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if g := p.groups[path]; !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// drop takes a group out.
func (p *project) drop(g *group) {
	for path := range g.files {
		if p.groups[path] == g {
			delete(p.groups, path)
		}
	}
}

// pathSet is files of a project whose diagnostics may have changed.
type pathSet map[string]bool

func (s pathSet) add(g *group) {
	for path := range g.files {
		s[path] = true
	}
	for path := range g.findings {
		s[path] = true
	}
}

// touch marks the groups that read a file.
func (p *project) touch(path string) {
	for _, g := range p.groups {
		if g.reads[path] != nil {
			g.dirty = true
		}
	}
}

// touchAll has everything searched and checked again.
func (p *project) touchAll() {
	for _, d := range p.docs {
		d.dirty, d.search = true, true
	}
	for _, g := range p.groups {
		g.dirty, g.stale = true, true
	}
}

// needs reports whether a document has to be checked.
func (p *project) needs(d *document) bool {
	g := p.groups[d.path()]
	return d.dirty || g != nil && g.dirty
}

func isConfig(path string) bool { return path == configName || strings.HasSuffix(path, "/"+configName) }
