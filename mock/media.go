package mock

import (
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// media is one media type of a body, ready to be read or written.
type media struct {
	*spec.MediaType
	name      string // without parameters: "application/json"
	kind      httpapi.Kind
	shape     *param.Shape
	encodings []param.Encoding
	check     wire.Check
	item      *spec.Type                        // of streams
	fill      func(*wire.Writer, *errors.Error) // writes an error as its schema has it; nil: nothing can
}

func (s *Server) media(m *spec.MediaType) *media {
	made := &media{MediaType: m, name: httpapi.MediaName(m), kind: httpapi.KindOf(m), encodings: validate.Encodings(m), item: httpapi.ItemOf(m)}
	if made.kind == httpapi.Bytes && httpapi.IsText(made.name) && !httpapi.IsXML(made.name) {
		made.kind = httpapi.Text // of structured schemas too: there is no handler to make their bytes
	}
	t := m.Type
	switch {
	case made.kind == httpapi.Lines || made.kind == httpapi.Events:
		t = made.item
	case t == nil && made.kind == httpapi.Text:
		t = &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}}
	case t == nil:
		t = &spec.Type{}
	}
	made.check = s.checker.Read(t)
	if made.kind == httpapi.Form || made.kind == httpapi.Multipart {
		made.shape = validate.FormShape(t)
	} else {
		made.shape = validate.Shape(t)
	}
	return made
}

// read reads the body of a request. Bytes and streams are taken as they are.
func (m *media) read(c *boundary.Call) {
	var n wire.Node
	var ok bool
	switch m.kind {
	case httpapi.JSON:
		n, ok = c.JSON()
	case httpapi.Form:
		n, ok = c.Form(m.shape, m.encodings)
	case httpapi.Multipart:
		n, ok = c.Multipart(m.shape, m.encodings)
	case httpapi.Text:
		n, ok = c.Text(m.shape)
	}
	if ok {
		m.check(c.Reader(), n)
	}
}

func names(all []*media) []string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.name
	}
	return names
}

// concrete is a media type that can be sent: a range can't.
func (m *media) concrete() string {
	switch {
	case !strings.Contains(m.name, "*"):
		return m.name
	case m.kind == httpapi.JSON:
		return "application/json"
	case strings.HasPrefix(m.name, "text/"):
		return "text/plain"
	}
	return "application/octet-stream"
}
