package httpapi

import (
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

var (
	text   = &spec.Type{Kind: spec.KindString}
	object = &spec.Type{Kind: spec.KindObject, Fields: fields("code", "message")}
	array  = &spec.Type{Kind: spec.KindArray, Items: object}
)

func fields(names ...string) []*spec.Field {
	var all []*spec.Field
	for _, name := range names {
		all = append(all, &spec.Field{Node: spec.Node{Name: name}, Type: text})
	}
	return all
}

func TestKindOf(t *testing.T) {
	for _, test := range []struct {
		name       string
		kind, item *spec.Type // of the schema, and of itemSchema
		want       Kind
	}{
		{"application/json", nil, nil, JSON},
		{"Application/Problem+JSON; charset=utf-8", object, nil, JSON},
		{"application/json", nil, object, Lines},
		{"application/x-www-form-urlencoded", object, nil, Form},
		{"multipart/form-data", object, nil, Multipart},
		{"text/event-stream", nil, object, Events},
		{"text/event-stream", array, nil, Events},
		{"text/event-stream", text, nil, Bytes},
		{"application/x-ndjson", object, nil, Lines},
		{"application/vnd.orders+jsonl", array, nil, Lines},
		{"application/jsonl", nil, nil, Bytes},
		{"application/xml", object, nil, Bytes},
		{"text/xml", text, nil, Bytes},
		{"text/xml", nil, nil, Text},
		{"*/*", object, nil, JSON},
		{"text/*", object, nil, JSON},
		{"*/*", text, nil, Bytes},
		{"text/plain", nil, nil, Text},
		{"text/csv", text, nil, Text},
		{"text/csv", array, nil, Bytes},
		{"application/cbor", object, nil, Bytes},
		{"image/png", nil, nil, Bytes},
	} {
		m := &spec.MediaType{Node: spec.Node{Name: test.name}, Type: test.kind, ItemType: test.item}
		if got := KindOf(m); got != test.want {
			t.Errorf("%s of %v, items %v: %d, want %d", test.name, test.kind, test.item, got, test.want)
		}
	}
}

func TestItemOf(t *testing.T) {
	for _, test := range []struct{ declared, item, want *spec.Type }{
		{nil, nil, nil}, {text, nil, nil}, {array, nil, object}, {object, nil, object}, {array, text, text},
	} {
		if got := ItemOf(&spec.MediaType{Type: test.declared, ItemType: test.item}); got != test.want {
			t.Errorf("%v, items %v: %v", test.declared, test.item, got)
		}
	}
}

func TestIsEvent(t *testing.T) {
	for _, test := range []struct {
		fields []string
		want   bool
	}{
		{nil, false}, {[]string{"data"}, true}, {[]string{"id", "event", "data", "retry"}, true}, {[]string{"data", "n"}, false},
	} {
		if got := IsEvent(&spec.Type{Kind: spec.KindObject, Fields: fields(test.fields...)}); got != test.want {
			t.Errorf("%v: %v", test.fields, got)
		}
	}
}
