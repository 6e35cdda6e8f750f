// Package tree reads YAML and JSON into positioned values: every key and value knows its exact
// bytes, whichever of the two languages it is written in. It knows the places in which a file can
// be edited, and nothing of OpenAPI.
package tree

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Document is one YAML or JSON file as a tree of values.
type Document struct {
	File *source.File
	Root *spec.Value
	YAML bool // written in YAML; block style and flow style alike
}

// Parse reads a YAML or JSON file. It returns what could be read, nil if nothing could, and what
// is wrong with the file. JSON is told by its content, because JSON files come with any ending; a
// file that begins like JSON but is YAML in flow style is read as YAML.
func Parse(file *source.File) (*Document, []report.Finding) {
	return nil, nil
}

// At returns the value at an RFC 6901 pointer ("/paths/~1users/get"; "" is the root), or nil if
// there is none. Percent-encoding of URI fragments is for the caller to undo.
func (d *Document) At(pointer string) *spec.Value {
	return nil
}

// Syntax returns the lossless view of one object value of the document.
func (d *Document) Syntax(v *spec.Value) spec.Syntax {
	return nil
}
