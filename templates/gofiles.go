package templates

import (
	"embed"
	"io/fs"
)

//go:embed go/*.tmpl
var golang embed.FS

// Go returns the templates of the Go target.
func Go() fs.FS {
	root, err := fs.Sub(golang, "go")
	if err != nil {
		panic(err) // "go" is a valid path
	}
	return root
}
