package httpapi

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Kind is how the text of a media type becomes values.
type Kind uint8

// The kinds of media types.
const (
	Bytes Kind = iota // as it is
	JSON
	Form
	Multipart
	Text
	Lines  // JSON values one after the other
	Events // server-sent events
)

// MediaName returns the name of a media type in lower case and without parameters: "application/json".
func MediaName(m *spec.MediaType) string {
	name, _, _ := strings.Cut(m.Name, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// KindOf decides how a media type is read and written. What has a schema that nothing can enforce is
// Bytes: XML, and values in formats that aren't known.
func KindOf(m *spec.MediaType) Kind {
	name, item := MediaName(m), ItemOf(m)
	switch {
	case spec.IsJSON(name) && m.ItemType == nil:
		return JSON
	case name == "application/x-www-form-urlencoded":
		return Form
	case name == "multipart/form-data":
		return Multipart
	case name == "text/event-stream" && item != nil:
		return Events
	case isLines(name) && item != nil:
		return Lines
	case IsXML(name) && m.Type != nil:
		return Bytes
	case IsStructured(m.Type) && strings.Contains(name, "*"):
		return JSON
	case IsText(name) && !IsStructured(m.Type):
		return Text
	}
	return Bytes
}

// IsStructured reports whether a schema speaks of more than text; none (nil) doesn't.
func IsStructured(t *spec.Type) bool {
	if t == nil {
		return false
	}
	switch t.Resolve().Kind {
	case spec.KindObject, spec.KindMap, spec.KindArray, spec.KindUnion:
		return true
	}
	return false
}

// ItemOf returns the schema of the items of a stream, or nil. Before itemSchema (OpenAPI 3.2) the
// schema was that of one item, or of an array of them.
func ItemOf(m *spec.MediaType) *spec.Type {
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

// IsText reports whether the name, as MediaName has it, is that of a text for people.
func IsText(name string) bool {
	return strings.HasPrefix(name, "text/") && name != "text/event-stream"
}

// IsXML reports whether the name, as MediaName has it, is that of XML (RFC 7303).
func IsXML(name string) bool {
	return name == "application/xml" || name == "text/xml" || strings.HasSuffix(name, "+xml")
}

func isLines(name string) bool {
	switch name {
	case "application/jsonl", "application/x-ndjson", "application/ndjson", "application/jsonlines", "application/x-jsonlines",
		"application/json-lines", "application/json-seq", "application/geo+json-seq", "application/stream+json", "application/json":
		return true
	}
	return strings.HasSuffix(name, "+json-seq") || strings.HasSuffix(name, "+jsonl")
}

// IsEvent reports whether the schema is that of an event itself (OpenAPI 3.2 §4.14.4), rather than
// of the JSON in its data.
func IsEvent(t *spec.Type) bool {
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
