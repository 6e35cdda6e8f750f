package golang

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/spec"
)

// kind is how the text of a media type becomes values.
type kind uint8

const (
	asBytes kind = iota // handed over as it is
	asJSON
	asForm
	asMultipart
	asText
	asLines  // JSON values one after the other
	asEvents // server-sent events
)

// media is one media type of a body.
type media struct {
	*spec.MediaType
	name  string // the type to be sent and accepted, without parameters: "application/json"
	kind  kind
	slot  *schema.Slot  // nil: bytes and streams
	item  *schema.Shape // of streams
	event bool          // the item has the fields of an event: data, event, id, retry
	field string        // the Go field that holds it
}

// typed reports whether the body is read into values at once.
func (m *media) typed() bool { return m.slot != nil }

// goType is the type of the Go field; bytes is what bytes are.
func (m *media) goType(bytes string) string {
	switch {
	case m.slot != nil:
		return m.slot.Go
	case m.item != nil:
		return "iter.Seq2[" + m.item.Go + ", error]"
	}
	return bytes
}

// newMedia decides how a media type is read and written.
func (l *lowering) newMedia(m *spec.MediaType) *media {
	name, _, _ := strings.Cut(m.Name, ";")
	result := &media{MediaType: m, name: strings.ToLower(strings.TrimSpace(name))}
	result.kind = l.kindOf(result.name, m)
	return result
}

func (l *lowering) kindOf(name string, m *spec.MediaType) kind {
	item := itemOf(m)
	switch {
	case spec.IsJSON(name) && m.ItemType == nil:
		return asJSON
	case name == "application/x-www-form-urlencoded":
		return asForm
	case name == "multipart/form-data":
		return asMultipart
	case name == "text/event-stream" && item != nil:
		return asEvents
	case isLines(name) && item != nil:
		return asLines
	case isXML(name) && m.Type != nil:
		l.warn(&m.Node, m.NameSpan, "unsupported-media-type", "the schema of "+name+" is not enforced: the body is handed over as it is", "declare application/json beside it, or check the body yourself")
	case m.Type != nil && isStructured(m.Type) && strings.Contains(name, "*"):
		return asJSON
	case strings.HasPrefix(name, "text/") && name != "text/event-stream" && (m.Type == nil || !isStructured(m.Type)):
		return asText
	case m.Type != nil && isStructured(m.Type):
		l.warn(&m.Node, m.NameSpan, "unsupported-media-type", "the schema of "+name+" is not enforced: the body is handed over as it is", "declare a media type that ends in +json, or check the body yourself")
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

// isEvent reports whether the schema is that of an event itself (OpenAPI 3.2 §4.14.4), rather than
// of the JSON in its data.
func isEvent(t *spec.Type) bool {
	fields := t.AllFields()
	for _, f := range fields {
		switch f.Name {
		case "data", "event", "id", "retry":
		default:
			return false
		}
	}
	return len(fields) > 0
}

// mediaField names the field of a body that several media types may be in.
func mediaField(fields *naming.Scope, m *media) string {
	name := map[kind]string{
		asBytes: "Binary", asJSON: "JSON", asForm: "Form", asMultipart: "Multipart", asText: "Text", asLines: "Items", asEvents: "Events",
	}[m.kind]
	if _, subtype, ok := strings.Cut(m.name, "/"); ok && fields.Taken(name) {
		name = naming.Exported(subtype)
	}
	return fields.Claim(name, nil)
}

// sameSchema reports whether all media types hold the same values, so that one field does for all.
func sameSchema(all []*media) bool {
	for _, m := range all {
		if m.kind == asBytes && all[0].kind == asBytes {
			continue
		}
		if m.Type == nil || all[0].Type == nil || m.Type.Resolve() != all[0].Type.Resolve() || m.stream() || m.kind == asBytes {
			return false
		}
	}
	return true
}

func (m *media) stream() bool { return m.kind == asLines || m.kind == asEvents }

// fill gives each media type its place in Go: the field Body for all if they hold the same, or one
// field for each.
func (l *lowering) fillMedia(all []*media, name string, required bool, fields *naming.Scope) {
	one := len(all) == 1 || sameSchema(all)
	if one {
		fields.Claim("Body", nil)
	}
	for _, m := range all {
		m.field = "Body"
		if m.stream() && len(all) == 1 {
			m.field = "Items"
		}
		if !one {
			m.field = mediaField(fields, m)
		}
		l.fillOne(m, name, required && one)
	}
}

func (l *lowering) fillOne(m *media, name string, required bool) {
	switch {
	case m.stream():
		item := itemOf(m.MediaType)
		m.item, m.event = l.types.Use(item, name+"Item"), m.kind == asEvents && isEvent(item)
	case m.kind != asBytes:
		if m.kind == asMultipart {
			l.markFiles(m)
		}
		if m.field != "Body" {
			name += m.field
		}
		m.slot = l.types.Slot(typeOr(m.Type, m), name, required, nil)
	}
}

// typeOr returns the schema of a body, any value or any text if it has none.
func typeOr(t *spec.Type, m *media) *spec.Type {
	if t != nil {
		return t
	}
	free := &spec.Type{Node: spec.Node{Span: m.Span, NameSpan: m.NameSpan, Parent: &m.Node, Local: "/schema"}}
	if m.kind == asText {
		free.Kind, free.Schema = spec.KindString, &spec.Schema{Types: []string{"string"}}
	}
	return free
}

// encodings is the expression of how the fields of a form travel where that is declared.
func (m *media) encodings() string {
	var all []string
	for _, e := range m.Encodings {
		fields := []string{fmt.Sprintf("Name: %q", e.Name)}
		if style := encodingStyle(e); style != "" {
			fields = append(fields, "Style: "+style)
		}
		if e.ContentType != "" {
			fields = append(fields, fmt.Sprintf("ContentType: %q", e.ContentType))
		}
		all = append(all, "{"+strings.Join(fields, ", ")+"}")
	}
	if all == nil {
		return "nil"
	}
	return "[]param.Encoding{" + strings.Join(all, ", ") + "}"
}

// encodingStyle is the declared style of a form's field; "" if the media type decides.
func encodingStyle(e *spec.Encoding) string {
	_, styled := e.Attr("style")
	_, exploded := e.Attr("explode")
	if !styled && !exploded && !e.AllowReserved {
		return ""
	}
	style := map[string]string{"spaceDelimited": "param.SpaceDelimited", "pipeDelimited": "param.PipeDelimited", "deepObject": "param.DeepObject"}[e.Style]
	if style == "" {
		style = "param.Form"
	}
	if e.Explode {
		style += "|param.Explode"
	}
	if e.AllowReserved {
		style += "|param.AllowReserved"
	}
	return style
}
