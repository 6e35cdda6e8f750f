package workspace

import (
	"os"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Edited returns the tree with files laid over those of the same paths: how it would be if they
// were written. It finds what the tree finds.
func Edited(tree source.Tree, files map[string]*source.File) source.Tree {
	return edited{viewOf(tree), files}
}

type edited struct {
	view
	files map[string]*source.File // by path
}

func (e edited) File(name string) (*source.File, error) {
	if file := e.files[name]; file != nil {
		return file, nil
	}
	return e.view.File(name)
}

func (e edited) read(name string) ([]byte, error) {
	if file := e.files[name]; file != nil {
		return file.Content, nil
	}
	return e.view.read(name)
}

// StdinFile returns standard input as the file of the tree that Load takes it for.
func StdinFile(wanted Selection, content []byte) *source.File {
	return source.NewFile(stdinPath(wanted.StdinPath, content), content)
}

// Place returns where a file of the tree is: a folder that is never left, and the path within it.
func (t *DirTree) Place(name string) (root *os.Root, local string, err error) { return t.locate(name) }
