package openapi

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

func (e *exporter) pathParameter(b *binding, v *variable) *spec.Value {
	p := object().put("name", text(v.name)).put("in", text("path"))
	shape, doc := newShape("string"), ""
	if field := walk(b.request, v.of); field != nil {
		doc = description(&field.Node)
		if v.whole() {
			shape = e.schemas.fieldShape(field, asText)
			notZero(shape, field)
		} else {
			part(shape, field, v)
			doc = partText(b, v, doc)
		}
		policy(p, field.Policy)
	}
	if shape.is("string") && shape.v.Get("enum") == nil && shape.v.Get("format") == nil {
		least(shape, "minLength")
	}
	if v.many {
		shape.note("Any number of segments, with their slashes as they are.")
		e.say(report.Info, &b.op.Node, b.http.Path.Span, manySegments,
			fmt.Sprintf("the variable {%s} spans segments, which OpenAPI can't say", v.name), "")
	}
	// The notes of the schema are the parameter's: it is what people read.
	p.set("description", said(paragraphs(doc, strings.Join(shape.notes, " "))))
	shape.notes = nil
	return p.put("required", boolean(true)).put("schema", shape.schema("", false)).value()
}

// partText says which part of a field a variable is.
func partText(b *binding, v *variable, doc string) string {
	name := v.pattern
	for _, other := range b.path.variables {
		if other.of == v.of {
			wildcard := "*"
			if other.many {
				wildcard = "**"
			}
			name = strings.Replace(name, wildcard, "{"+other.name+"}", 1)
		}
	}
	text := fmt.Sprintf("The part `%s` of `%s`, which is `%s`.", v.name, v.of, name)
	if v.index+1 == v.parts {
		return paragraphs(doc, text)
	}
	return text
}

// part bounds the length of a part: all others have a character at least.
func part(out *shape, f *spec.Field, v *variable) {
	c := f.Type.Constraints
	if c == nil {
		return
	}
	fixed := uint64(len(strings.ReplaceAll(v.pattern, "*", "")) + v.parts - 1)
	for _, limit := range [...]*spec.Limit{c.MaxLength, c.MaxBytes} {
		if limit != nil && limit.N > fixed {
			out.put("maxLength", count(limit.N-fixed))
		}
	}
}

// maxQuery is how many parameters one operation gets, and maxQueryDepth how deep they stand in messages.
const (
	maxQuery      = 300
	maxQueryDepth = 6
)

// query collects the fields that travel in the query: those that neither path nor body carries.
type query struct {
	*exporter
	*binding
	parameters []*spec.Value
	within     []*spec.Type // the messages around the field
}

// message adds the fields of a message. path is that of the message by proto names with a dot at its end, name by JSON's.
func (q *query) message(t *spec.Type, path, name string, required bool) {
	if t = t.Resolve(); t == nil || q.http.Body == "*" {
		return
	}
	q.within = append(q.within, t)
	for _, f := range t.Fields {
		if !q.bound(path+f.Name) && !f.Behavior.Has(spec.BehaviorOutputOnly) {
			q.field(f, path+f.Name, name+f.JSONName, required && needed(f))
		}
	}
	q.within = q.within[:len(q.within)-1]
}

// bound reports whether path or body carry a field.
func (q *query) bound(path string) bool {
	if path == q.http.Body {
		return true
	}
	for _, v := range q.path.variables {
		if v.of == path {
			return true
		}
	}
	return false
}

func (q *query) field(f *spec.Field, path, name string, required bool) {
	t := f.Type.Resolve()
	element := t
	if t.Kind == spec.KindArray {
		element = t.Items.Resolve()
	}
	switch {
	case len(q.parameters) >= maxQuery:
	case t.Kind == spec.KindMap || element.Kind == spec.KindObject && !isText(element) && t != element || isFree(element):
		q.leftOut(f, path)
	case element.Kind == spec.KindObject && !isText(element):
		q.nested(t, path+".", name+".", required)
	default:
		q.add(f, name, required)
	}
}

// nested adds the fields of a message within, unless it is around already: it would have no end.
func (q *query) nested(t *spec.Type, path, name string, required bool) {
	for _, around := range q.within {
		if around == t {
			return
		}
	}
	if len(q.within) < maxQueryDepth {
		q.message(t, path, name, required)
	}
}

func (q *query) leftOut(f *spec.Field, path string) {
	q.say(report.Warning, &f.Node, f.NameSpan, notInQuery,
		fmt.Sprintf("%s %s would carry %s in the query, which can't hold it, so that REST consumers can't set it", q.http.Method, q.http.Path.Raw, path),
		"bind it by body, or call it output only")
}

// isText reports whether ProtoJSON writes a message as one scalar.
func isText(t *spec.Type) bool {
	known := wellKnown(t)
	return wrapper(t) != nil || known != nil && known.is("string")
}

// isFree reports whether a message is JSON of any shape, which a query has no form for.
func isFree(t *spec.Type) bool {
	if isHTTPBody(t) {
		return true
	}
	known := wellKnown(t)
	return known != nil && !known.is("string") && !known.is("null") && t.ID() != "google.protobuf.Empty"
}

func (q *query) add(f *spec.Field, name string, required bool) {
	shape := q.schemas.fieldShape(f, asText)
	if required {
		notZero(shape, f)
	}
	p := object().put("name", text(name)).put("in", text("query"))
	for _, keyword := range [...]string{"readOnly", "writeOnly", "deprecated", "x-immutable"} {
		if v := shape.v.Get(keyword); v != nil && keyword == "deprecated" {
			p.put(keyword, v)
		}
		shape.drop(keyword)
	}
	for _, m := range shape.v.Members {
		if strings.HasPrefix(m.Key, "x-") {
			p.put(m.Key, m.Value)
			shape.drop(m.Key)
		}
	}
	doc := paragraphs(description(&f.Node), strings.Join(shape.notes, " "), armText(f))
	shape.notes = nil
	p.set("description", said(doc)).set("required", yes(required))
	q.parameters = append(q.parameters, p.put("schema", shape.schema("", false)).value())
}

// armText says of a member of a oneof what it excludes.
func armText(f *spec.Field) string {
	if f.OneOf == nil || len(f.OneOf.Fields) < 2 {
		return ""
	}
	var names []string
	for _, arm := range f.OneOf.Fields {
		names = append(names, "`"+arm.JSONName+"`")
	}
	return "At most one of " + strings.Join(names, ", ") + " can be given."
}
