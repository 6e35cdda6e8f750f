package templates

import (
	"embed"
	"io/fs"
)

//go:embed project/*/*.tmpl
var project embed.FS

// Project returns the templates of one part of a new service: "common", or what one kind of contract needs.
func Project(part string) (fs.FS, error) { return fs.Sub(project, "project/"+part) }
