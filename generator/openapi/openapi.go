// Package openapi writes the contract that REST consumers get of a proto package: an OpenAPI 3.1 document which says
// what the server of the same package answers over HTTP, by google.api.http and ProtoJSON. It reads the model and
// nothing else; it must not know loaders, Go, nor where documents are written.
package openapi

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Document is an OpenAPI document as a tree, in the order in which it is printed.
type Document struct {
	Root       *spec.Value
	Operations int // one for each HTTP binding that OpenAPI can say
}

// Bound reports whether an API has anything that REST consumers could call.
func Bound(api *spec.API) bool {
	for _, s := range api.Services {
		for _, op := range s.Operations {
			if len(op.HTTP) > 0 {
				return true
			}
		}
	}
	return false
}

// Export returns the document of a proto package. The findings tell what OpenAPI can't say of it; with an Error among
// them the document is of no use. The same API gives the same document.
func Export(api *spec.API) (*Document, []report.Finding) {
	e := newExporter(api)
	return e.document(), report.Sort(e.findings)
}

// document puts the parts together.
func (e *exporter) document() *Document {
	e.paths()
	root := object().
		set("openapi", text("3.1.0")).
		set("info", e.info()).
		set("servers", e.servers()).
		set("security", e.security()).
		set("tags", e.tags()).
		set("paths", e.pathItems())
	root.set("components", e.components())
	return &Document{Root: root.value(), Operations: e.operations}
}

// exporter is one document while it is put together.
type exporter struct {
	api         *spec.API
	schemas     *schemas
	order       []string // erased paths, as they are met first
	placed      map[string]*placed
	ids         map[string]bool // operationIds that are taken
	operations  int
	conditional bool // an operation answers an old etag
	findings    []report.Finding
}

// placed is what stands at one path. OpenAPI knows a path once, however its variables are called.
type placed struct {
	path    string
	names   []string // of its variables
	methods []method
}

// method is one operation at a path.
type method struct {
	name  string // in lower case
	of    *spec.Operation
	value *spec.Value
}

func newExporter(api *spec.API) *exporter {
	e := &exporter{api: api, placed: map[string]*placed{}, ids: map[string]bool{}}
	e.schemas = newSchemas(e)
	return e
}

func (e *exporter) pathItems() *spec.Value {
	paths := object()
	for _, key := range e.order {
		at := e.placed[key]
		item := object()
		for _, m := range at.methods {
			item.set(m.name, m.value)
		}
		paths.set(at.path, item.value())
	}
	return paths.value()
}

func (e *exporter) components() *spec.Value {
	return object().
		set("securitySchemes", e.securitySchemes()).
		set("responses", e.responses()).
		set("schemas", e.schemas.all()).
		value()
}
