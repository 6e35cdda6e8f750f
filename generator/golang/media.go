package golang

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// media is one media type of a body.
type media struct {
	*spec.MediaType
	name  string // the type to be sent and accepted, without parameters: "application/json"
	kind  httpapi.Kind
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
	result := &media{MediaType: m, name: httpapi.MediaName(m), kind: httpapi.KindOf(m)}
	if result.kind == httpapi.Bytes {
		l.warnUnenforced(result)
	}
	return result
}

// warnUnenforced tells of a schema that no code is generated for.
func (l *lowering) warnUnenforced(m *media) {
	cure := "declare a media type that ends in +json, or check the body yourself"
	switch {
	case httpapi.IsXML(m.name) && m.Type != nil:
		cure = "declare application/json beside it, or check the body yourself"
	case !httpapi.IsStructured(m.Type):
		return
	}
	l.warn(&m.Node, m.NameSpan, "unsupported-media-type", "the schema of "+m.name+" is not enforced: the body is handed over as it is", cure)
}

// mediaField names the field of a body that several media types may be in.
func mediaField(fields *naming.Scope, m *media) string {
	name := map[httpapi.Kind]string{
		httpapi.Bytes: "Binary", httpapi.JSON: "JSON", httpapi.Form: "Form", httpapi.Multipart: "Multipart", httpapi.Text: "Text", httpapi.Lines: "Items", httpapi.Events: "Events",
	}[m.kind]
	if _, subtype, ok := strings.Cut(m.name, "/"); ok && fields.Taken(name) {
		name = naming.Exported(subtype)
	}
	return fields.Claim(name, nil)
}

// sameSchema reports whether all media types hold the same values, so that one field does for all.
func sameSchema(all []*media) bool {
	for _, m := range all {
		if m.kind == httpapi.Bytes && all[0].kind == httpapi.Bytes {
			continue
		}
		if m.Type == nil || all[0].Type == nil || m.Type.Resolve() != all[0].Type.Resolve() || m.stream() || m.kind == httpapi.Bytes {
			return false
		}
	}
	return true
}

func (m *media) stream() bool { return m.kind == httpapi.Lines || m.kind == httpapi.Events }

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
		item := httpapi.ItemOf(m.MediaType)
		m.item, m.event = l.types.Use(item, name+"Item"), m.kind == httpapi.Events && httpapi.IsEvent(item)
	case m.kind != httpapi.Bytes:
		if m.kind == httpapi.Multipart {
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
	if m.kind == httpapi.Text {
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
