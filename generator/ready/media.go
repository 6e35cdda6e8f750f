package ready

import (
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Media is one media type of a body, ready to be read.
type Media struct {
	*spec.MediaType
	Name   string // without parameters: "application/json"
	Kind   httpapi.Kind
	Schema *spec.Type // never nil
	Shape  *param.Shape
	Check  wire.Check

	encodings []param.Encoding
}

// NewMedia prepares a media type with its own schema.
func NewMedia(m *spec.MediaType, checker *validate.Checker) *Media {
	return NewMediaOf(m, m.Type, checker)
}

// NewMediaOf prepares a media type whose values are of a schema: that of the items of a stream, for one.
// nil is that of any value, or of any text.
func NewMediaOf(m *spec.MediaType, schema *spec.Type, checker *validate.Checker) *Media {
	made := &Media{MediaType: m, Name: httpapi.MediaName(m), Kind: httpapi.KindOf(m), Schema: schema, encodings: validate.Encodings(m)}
	switch {
	case schema == nil && made.Kind == httpapi.Text:
		made.Schema = &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}}
	case schema == nil:
		made.Schema = &spec.Type{}
	}
	made.Check = checker.Read(made.Schema)
	if made.Kind == httpapi.Form || made.Kind == httpapi.Multipart {
		made.Shape = validate.FormShape(made.Schema)
	} else {
		made.Shape = validate.Shape(made.Schema)
	}
	return made
}

// Read reads the body of a request, and has what is wrong with it noted. Bytes and streams are taken as
// they are.
func (m *Media) Read(c *boundary.Call) {
	var n wire.Node
	var ok bool
	switch m.Kind {
	case httpapi.JSON:
		n, ok = c.JSON()
	case httpapi.Form:
		n, ok = c.Form(m.Shape, m.encodings)
	case httpapi.Multipart:
		n, ok = c.Multipart(m.Shape, m.encodings)
	case httpapi.Text:
		n, ok = c.Text(m.Shape)
	}
	if ok {
		m.Check(c.Reader(), n)
	}
}
