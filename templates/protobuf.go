package templates

import (
	"embed"
	"io/fs"
)

//go:embed protobuf/*.tmpl
var protobuf embed.FS

// Protobuf returns the templates of what is generated beside Go's protobuf messages.
func Protobuf() fs.FS {
	root, err := fs.Sub(protobuf, "protobuf")
	if err != nil {
		panic(err) // "protobuf" is a valid path
	}
	return root
}
