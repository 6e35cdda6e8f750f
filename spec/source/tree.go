package source

import "errors"

// ErrTooLarge is the error of Tree.File for a file that is larger than what is read.
var ErrTooLarge = errors.New("larger than 64 MiB, the most that is read of one file")

// Tree is where specs are read from: a directory, a git ref, an index, an archive. Paths are
// slash-separated, relative to the workspace root, and never leave it.
type Tree interface {
	// File reads a file. Every call with one path returns the same *File. The error is
	// fs.ErrNotExist where there is no such file; a path that leaves the tree is an error too.
	File(path string) (*File, error)
	// Paths returns every file of the tree that may take part in a contract (.proto, .yaml, .yml,
	// .json and the tool's own configuration files), sorted.
	Paths() []string
}
