package pact

import (
	"cmp"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/go-json-experiment/json/jsontext"
)

func (w *writer) request(q *contract.Request) *spec.Value {
	o := object{member("method", contract.Text(q.Method)), member("path", contract.Text(q.Path))}
	o.add("query", lists(q.Query))
	o.add("headers", w.headers(q.Headers))
	o.add("body", w.body(q.Body, q.Headers))
	o.add("matchingRules", w.rules(q.Rules))
	o.add("generators", w.generators(q.Generators))
	if q.QueryText != "" {
		w.lose(q.Span, "comparison of queries as text")
	}
	return append(o, q.Unknown...).value()
}

func (w *writer) response(s *contract.Response) *spec.Value {
	var o object
	if s.Status != 0 {
		o.add("status", contract.Whole(int64(s.Status)))
	}
	o.add("headers", w.headers(s.Headers))
	o.add("body", w.body(s.Body, s.Headers))
	o.add("matchingRules", w.rules(s.Rules))
	o.add("generators", w.generators(s.Generators))
	return append(o, s.Unknown...).value()
}

// lists writes named values as an object of arrays, nil where there are none.
func lists(values []contract.Values) *spec.Value {
	var o object
	for _, v := range values {
		list := contract.Array()
		for _, text := range v.Values {
			list.Items = append(list.Items, contract.Text(text))
		}
		o.add(v.Name, list)
	}
	if o == nil {
		return nil
	}
	return o.value()
}

// headers writes a text for each header; version 4 also has arrays for those with several values. One
// value is not written as an array, because readers would take the commas in it for its own.
func (w *writer) headers(headers []contract.Values) *spec.Value {
	if len(headers) == 0 {
		return nil
	}
	several := lists(headers)
	var o object
	for _, h := range headers {
		if w.version >= contract.V4 && len(h.Values) != 1 {
			o.add(h.Name, several.Get(h.Name))
		} else {
			o.add(h.Name, contract.Text(strings.Join(h.Values, ", ")))
		}
	}
	return o.value()
}

func (w *writer) body(b contract.Body, headers []contract.Values) *spec.Value {
	declared, _ := contract.Header(headers, "Content-Type")
	if w.version >= contract.V4 {
		return w.wrapped(b, declared)
	}
	if b.ContentType != "" && declared == "" {
		w.lose(b.Span, "content types of bodies without a header")
	}
	return w.bare(b, declared)
}

// wrapped writes content as version 4 has it; nil is a missing body.
func (w *writer) wrapped(b contract.Body, declared string) *spec.Value {
	var o object
	o.text("contentType", b.ContentType)
	o.text("contentTypeHint", b.Hint)
	switch {
	case b.Presence == contract.Missing && o == nil:
		return nil
	case b.Presence == contract.Missing:
	case b.Presence == contract.Null:
		o.add("content", &spec.Value{Kind: spec.Null})
	case len(b.Content) == 0:
		o.add("content", contract.Text(""))
	default:
		content, encoded := encode(b, cmp.Or(b.ContentType, declared))
		o.add("content", content)
		o.add("encoded", encoded)
	}
	return o.value()
}

// encode returns content and what "encoded" says of it.
func encode(b contract.Body, kind string) (content, encoded *spec.Value) {
	switch v := asJSON(b); {
	case v != nil && (v.Kind == spec.Str || v.Kind == spec.Null):
		return v, contract.Text("JSON")
	case v != nil:
		return v, contract.Flag(false)
	case utf8.Valid(b.Content) && b.Encoded != "base64" && (!IsJSON(kind) || jsontext.Value(b.Content).IsValid()):
		return contract.Text(string(b.Content)), contract.Flag(false)
	}
	return contract.Text(base64.StdEncoding.EncodeToString(b.Content)), contract.Text("base64")
}

// asJSON returns the content as a JSON value, if it is to stand in the file as such.
func asJSON(b contract.Body) *spec.Value {
	if b.JSON != nil || b.Encoded != "JSON" {
		return b.JSON
	}
	document, _ := tree.Parse(source.NewFile("", b.Content))
	if document == nil || document.YAML {
		return nil
	}
	return document.Root
}

// bare writes content as version 3 has it; nil is a missing body.
func (w *writer) bare(b contract.Body, declared string) *spec.Value {
	if b.Hint != "" {
		w.lose(b.Span, "hints about content types")
	}
	v := asJSON(b)
	switch {
	case b.Presence == contract.Missing:
		return nil
	case b.Presence == contract.Null:
		return &spec.Value{Kind: spec.Null}
	case len(b.Content) == 0:
		return contract.Text("")
	case v != nil && v.Kind != spec.Str:
		return v
	case v != nil: // a string stands for content, so that a JSON string is the text of one
		return contract.Text(string(contract.AppendJSON(nil, v)))
	case !utf8.Valid(b.Content) || IsJSON(declared) && !jsontext.Value(b.Content).IsValid():
		w.lose(b.Span, "content that is no text; the body")
		return nil
	}
	return contract.Text(string(b.Content))
}
