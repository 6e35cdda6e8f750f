package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// variables checks that each variable of a path leads to a field that has a text.
func (c *checker) variables(o *spec.Operation, b *spec.HTTPBinding) {
	for _, part := range b.Path.Parts {
		if part.Kind != spec.Variable {
			continue
		}
		f, trouble := resolve(o.RequestType(), part.Text)
		if trouble == "" {
			trouble = untextual(f)
		}
		if trouble == "" {
			continue
		}
		c.refuse(o, part.Span, "binding-field", fmt.Sprintf("the variable %s of the path %s", part.Text, trouble),
			"name a field of the request that has a scalar type", declared(f)...)
	}
}

// declared is the place of a field, if there is one.
func declared(f *spec.Field) []report.Related {
	if f == nil {
		return nil
	}
	return []report.Related{{Message: "the field", Span: f.NameSpan}}
}

// resolve follows a path of field names. What can't be known, because a type is missing, is no trouble.
func resolve(t *spec.Type, path string) (f *spec.Field, trouble string) {
	for name := range strings.SplitSeq(path, ".") {
		if f != nil {
			t = f.Type.Resolve()
			if kind := f.Type.Kind; kind == spec.KindArray || kind == spec.KindMap {
				return f, "leads through " + f.Name + ", which " + many(kind)
			}
		}
		if t == nil || t.Kind == spec.KindReference {
			return nil, ""
		}
		if f = field(t, name); f == nil {
			return nil, "names no field: " + described(t) + " has none called " + name
		}
	}
	return f, ""
}

func described(t *spec.Type) string {
	if t.Name == "" {
		return "the type"
	}
	return t.Name
}

func field(t *spec.Type, name string) *spec.Field {
	for _, f := range t.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func many(kind spec.Kind) string {
	if kind == spec.KindMap {
		return "is a map"
	}
	return "is repeated"
}

// untextual says why a field has no text that a path could hold, or "".
func untextual(f *spec.Field) string {
	if f == nil {
		return ""
	}
	switch t := f.Type.Resolve(); {
	case f.Type.Kind == spec.KindArray || f.Type.Kind == spec.KindMap:
		return many(f.Type.Kind)
	case t.Kind == spec.KindObject && !texts[t.ID()]:
		return "is a message"
	}
	return ""
}

// texts are the messages whose JSON is a string, a number or a boolean.
var texts = map[spec.ID]bool{
	"google.protobuf.Timestamp": true, "google.protobuf.Duration": true, "google.protobuf.FieldMask": true,
	"google.protobuf.DoubleValue": true, "google.protobuf.FloatValue": true, "google.protobuf.Int64Value": true,
	"google.protobuf.UInt64Value": true, "google.protobuf.Int32Value": true, "google.protobuf.UInt32Value": true,
	"google.protobuf.BoolValue": true, "google.protobuf.StringValue": true, "google.protobuf.BytesValue": true,
}

// request checks what the body of a request is mapped to.
func (c *checker) request(o *spec.Operation, b *spec.HTTPBinding) {
	at := memberSpan(o, b, "body")
	switch {
	case b.Body == "" && b.Method != "*" && o.Streaming&spec.ClientStreaming != 0:
		c.warn(o, b.MethodSpan, "stream-without-body", fmt.Sprintf("%s takes a stream, but %s %s has no body that could carry it: one message is read from path and query", o.Name, b.Method, b.Path.Raw),
			`bind it to post with body: "*"`)
	case b.Body == "":
	case b.Method == "GET" || b.Method == "DELETE" || b.Method == "HEAD":
		c.refuse(o, at, "binding-body", fmt.Sprintf("the body of %s has no meaning in HTTP, and proxies drop it, so %s loses %s", b.Method, o.Name, bodyName(b.Body)),
			"leave body out, so that fields are read from the query, or use post")
	case b.Body != "*":
		c.topLevel(o, at, "body", b.Body, o.RequestType())
	}
}

func bodyName(body string) string {
	if body == "*" {
		return "its fields"
	}
	return body
}

func (c *checker) response(o *spec.Operation, b *spec.HTTPBinding) {
	if b.ResponseBody != "" {
		c.topLevel(o, memberSpan(o, b, "response_body"), "response_body", b.ResponseBody, o.ResponseType())
	}
}

// topLevel refuses a name that is no field at the top of a message.
func (c *checker) topLevel(o *spec.Operation, at source.Span, member, name string, t *spec.Type) {
	if t == nil || t.Kind != spec.KindObject || field(t, name) != nil {
		return
	}
	c.refuse(o, at, "binding-body", fmt.Sprintf("%s names no field: %s has none called %s", member, described(t), name),
		"name a field at the top of the message, by the name that the .proto file gives it", report.Related{Message: "the message", Span: t.NameSpan})
}

// memberSpan is the place of a member of a binding's rule, or of the rule.
func memberSpan(o *spec.Operation, b *spec.HTTPBinding, name string) source.Span {
	attribute, _ := o.Attr("(google.api.http)")
	rules := append([]*spec.Value{attribute.Value}, list(attribute.Value.Get("additional_bindings"))...)
	for _, rule := range rules {
		if rule != nil && rule.Span == b.Span && rule.Get(name) != nil {
			return rule.Get(name).Span
		}
	}
	return b.Span
}
