package http

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// carried tells of fields of the request that none of the bindings can carry: maps and repeated messages
// that are left to the query. What only servers set isn't missed.
func (c *checker) carried(o *spec.Operation, bindings []*spec.HTTPBinding) {
	if len(bindings) == 0 || slices.ContainsFunc(bindings, func(b *spec.HTTPBinding) bool { return b.Body == "*" }) {
		return
	}
	t := o.RequestType()
	if t == nil || t.ID() == httpBody {
		return
	}
	for _, f := range t.Fields {
		if !slices.ContainsFunc(bindings, func(b *spec.HTTPBinding) bool { return b.Body == f.Name }) {
			c.inQuery(o, bindings, f, "", nil)
		}
	}
}

// inQuery walks what a query would have to hold. A message within itself is looked at once.
func (c *checker) inQuery(o *spec.Operation, bindings []*spec.HTTPBinding, f *spec.Field, before string, within []*spec.Type) {
	path, t := before+f.Name, f.Type.Resolve()
	if f.Behavior.Has(spec.BehaviorOutputOnly) || t == nil {
		return
	}
	if reason := unqueried(f.Type); reason != "" {
		at := bindings[0]
		c.warn(o, at.Path.Span, "unbound-field", fmt.Sprintf("no binding of %s carries %s: it %s, which no query can hold", o.Name, path, reason),
			`give the method a binding with a body, such as post with body: "*"`, report.Related{Message: "the field", Span: f.NameSpan})
		return
	}
	if t.Kind != spec.KindObject || texts[t.ID()] || t.ID() == httpBody || slices.Contains(within, t) || len(within) == deepest {
		return
	}
	for _, inner := range t.Fields {
		c.inQuery(o, bindings, inner, path+".", append(slices.Clip(within), t))
	}
}

// httpBody is a body as it is, whose fields no query is meant for.
const httpBody spec.ID = "google.api.HttpBody"

// deepest is how many messages in each other a query is looked at for: who goes deeper writes no query.
const deepest = 8

// unqueried says why no query can hold a type, or "".
func unqueried(t *spec.Type) string {
	switch {
	case t.Kind == spec.KindMap:
		return "is a map"
	case t.Kind == spec.KindArray:
		if inner := t.Items.Resolve(); inner != nil && inner.Kind == spec.KindObject && !texts[inner.ID()] {
			return "is a list of messages"
		}
		return ""
	}
	if id := t.Resolve().ID(); structured[id] {
		return "is any JSON (" + string(id) + ")"
	}
	return ""
}

// structured are the messages whose JSON no text is.
var structured = map[spec.ID]bool{
	"google.protobuf.Any": true, "google.protobuf.Struct": true, "google.protobuf.Value": true, "google.protobuf.ListValue": true,
}
