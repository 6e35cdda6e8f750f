package mock

import (
	"strings"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// kind is how the text of a media type becomes values.
type kind uint8

const (
	asBytes kind = iota // as it is
	asJSON
	asForm
	asMultipart
	asText
	asLines  // JSON values one after the other
	asEvents // server-sent events
)

// media is one media type of a body, ready to be read or written.
type media struct {
	*spec.MediaType
	name      string // without parameters: "application/json"
	kind      kind
	shape     *param.Shape
	encodings []param.Encoding
	check     wire.Check
	item      *spec.Type                        // of streams
	fill      func(*wire.Writer, *errors.Error) // writes an error as its schema has it; nil: nothing can
}

func (s *Server) media(m *spec.MediaType) *media {
	name, _, _ := strings.Cut(m.Name, ";")
	made := &media{MediaType: m, name: strings.ToLower(strings.TrimSpace(name)), encodings: validate.Encodings(m), item: itemOf(m)}
	made.kind = kindOf(made)
	t := m.Type
	switch {
	case made.kind == asLines || made.kind == asEvents:
		t = made.item
	case t == nil && made.kind == asText:
		t = &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}}
	case t == nil:
		t = &spec.Type{}
	}
	made.check = s.checker.Read(t)
	if made.kind == asForm || made.kind == asMultipart {
		made.shape = validate.FormShape(t)
	} else {
		made.shape = validate.Shape(t)
	}
	return made
}

func kindOf(m *media) kind {
	switch name := m.name; {
	case spec.IsJSON(name) && m.ItemType == nil:
		return asJSON
	case name == "application/x-www-form-urlencoded":
		return asForm
	case name == "multipart/form-data":
		return asMultipart
	case name == "text/event-stream" && m.item != nil:
		return asEvents
	case isLines(name) && m.item != nil:
		return asLines
	case isXML(name) && m.Type != nil:
		return asBytes
	case m.Type != nil && isStructured(m.Type) && strings.Contains(name, "*"):
		return asJSON
	case strings.HasPrefix(name, "text/") && name != "text/event-stream":
		return asText
	}
	return asBytes
}

// isStructured reports whether a schema speaks of more than text.
func isStructured(t *spec.Type) bool {
	switch t.Resolve().Kind {
	case spec.KindObject, spec.KindMap, spec.KindArray, spec.KindUnion:
		return true
	}
	return false
}

// itemOf returns the schema of the items of a stream, or nil. Before itemSchema (OpenAPI 3.2) the
// schema was that of one item, or of an array of them.
func itemOf(m *spec.MediaType) *spec.Type {
	switch {
	case m.ItemType != nil:
		return m.ItemType
	case m.Type == nil:
		return nil
	}
	switch t := m.Type.Resolve(); t.Kind {
	case spec.KindArray:
		return t.Items
	case spec.KindObject, spec.KindMap, spec.KindUnion:
		return m.Type
	}
	return nil
}

func isLines(name string) bool {
	switch name {
	case "application/jsonl", "application/x-ndjson", "application/ndjson", "application/jsonlines", "application/x-jsonlines",
		"application/json-lines", "application/json-seq", "application/geo+json-seq", "application/stream+json", "application/json":
		return true
	}
	return strings.HasSuffix(name, "+json-seq") || strings.HasSuffix(name, "+jsonl")
}

func isXML(name string) bool {
	return name == "application/xml" || name == "text/xml" || strings.HasSuffix(name, "+xml")
}

// read reads the body of a request. Bytes and streams are taken as they are.
func (m *media) read(c *boundary.Call) {
	var n wire.Node
	var ok bool
	switch m.kind {
	case asJSON:
		n, ok = c.JSON()
	case asForm:
		n, ok = c.Form(m.shape, m.encodings)
	case asMultipart:
		n, ok = c.Multipart(m.shape, m.encodings)
	case asText:
		n, ok = c.Text(m.shape)
	}
	if ok {
		m.check(c.Reader(), n)
	}
}

// concrete is a media type that can be sent: a range can't.
func (m *media) concrete() string {
	switch {
	case !strings.Contains(m.name, "*"):
		return m.name
	case m.kind == asJSON:
		return "application/json"
	case strings.HasPrefix(m.name, "text/"):
		return "text/plain"
	}
	return "application/octet-stream"
}
