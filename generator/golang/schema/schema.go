// Package schema lowers the schemas of one API to Go types and to the statements that read, check
// and write their values with the support package wire. It decides what every type is called and
// how it looks; it knows nothing of operations, and prints nothing itself.
package schema

import (
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Options say how schemas are read.
type Options struct {
	// Strict reads schemas as JSON Schema does: without `type`, keywords about objects say nothing
	// of other values. Otherwise a schema with properties is an object, as authors of OpenAPI mean it.
	Strict bool
	// Annotate has `format` choose the Go type, but not be checked where it chooses none. With
	// Strict, it chooses none.
	Annotate bool
	Types    []generator.TypeMapping
}

// Types are the Go types of one API.
type Types struct {
	api      *spec.API
	names    *naming.Scope
	options  Options
	findings []report.Finding
	decls    []Decl
}

// New prepares the types of the API. The names of its component schemas are claimed at once, so
// that they keep theirs whatever is used.
func New(api *spec.API, names *naming.Scope, o Options) *Types {
	return &Types{api: api, names: names, options: o}
}

// Use returns how a value of that schema looks in Go, and registers the declarations that it needs.
// name is what a type is called that has no name of its own.
func (t *Types) Use(s *spec.Type, name string) *Shape {
	return &Shape{Go: "wire.Raw", Form: Raw, types: t, schema: s}
}

// Decls returns the declarations of all types used, in a stable order, and what of them can't be
// expressed. It is called after all uses.
func (t *Types) Decls() ([]Decl, []report.Finding) { return t.decls, t.findings }
