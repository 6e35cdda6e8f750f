package openapi

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// schema lowers the schema that stands at p. One that a reference has reached before takes its
// place now; a value that stands at a second place (a YAML alias) becomes a reference to the first.
func (l *lowering) schema(at *scope, v *spec.Value, p place) *spec.Type {
	t := l.schemas[v]
	switch {
	case t == nil:
		return l.newSchema(at, v, p)
	case l.adrift[t]:
		delete(l.adrift, t)
		t.Name, t.Parent, t.Local = p.name, p.parent, p.local
		return t
	}
	use := l.types.new()
	l.node(&use.Node, at, v, p)
	use.Kind, use.Target, use.Doc = spec.KindReference, t, t.Doc
	return use
}

func (l *lowering) newSchema(at *scope, v *spec.Value, p place) *spec.Type {
	t := l.types.new()
	l.schemas[v] = t
	l.node(&t.Node, at, v, p)
	if named := l.scopes[v]; named != nil {
		at = named
	}
	if at.pointer != "" {
		l.schemaOf(t).Resource = at.base
	}
	switch v.Kind {
	case spec.Map:
		r := reading{l: l, at: at, v: v, t: t}
		r.read()
	case spec.Bool:
		l.schemaOf(t).Boolean = true
		if !v.Bool() {
			t.Kind = spec.KindNever
		}
	default:
		l.invalid(v, &t.Node, "a schema is an object, true or false, not %s", describe(v))
	}
	return t
}

// schemaOf returns the keywords of a type that its common part has no place for.
func (l *lowering) schemaOf(t *spec.Type) *spec.Schema {
	if t.Schema == nil {
		t.Schema = l.extras.new()
	}
	return t.Schema
}

// definitions lowers a map from names to schemas: components/schemas, $defs.
func (l *lowering) definitions(at *scope, parent *spec.Node, path string, section *spec.Member) []*spec.Type {
	members := l.object(section.Value, parent, section.Key)
	types := make([]*spec.Type, 0, len(members))
	path += section.Key + "/"
	for i := range members {
		types = append(types, l.schema(at, members[i].Value, under(parent, path, &members[i])))
	}
	return types
}

// reading is one schema while its keywords are read, with what can be decided only after the last.
type reading struct {
	l  *lowering
	at *scope
	v  *spec.Value
	t  *spec.Type

	notes                              annotations
	types                              []string
	enum, constant                     *spec.Value
	minimum, exclusiveMinimum          *spec.Value
	maximum, exclusiveMaximum          *spec.Value
	nullable, structured, listed, open bool // nullable: true; keywords of objects, of arrays; a map's
}

func (r *reading) read() {
	members := r.v.Members
	if ref := r.v.Member("$ref"); ref != nil && r.reference(ref) && r.at.version == version30 {
		return // OpenAPI 3.0: what stands beside a $ref is ignored
	}
	for i := range members {
		m := &members[i]
		if !r.annotation(m) && !r.assertion(m) && !r.applicator(m) {
			r.declaration(m)
		}
	}
	r.notes.apply(&r.t.Node)
	r.bounds()
	r.requireFields()
	r.shape()
}

// reference reads $ref and reports whether it is one.
func (r *reading) reference(m *spec.Member) bool {
	if m.Value.Kind != spec.Str {
		r.l.invalid(m.Value, &r.t.Node, "$ref is a string, not %s", describe(m.Value))
		return false
	}
	r.t.Kind, r.t.Ref = spec.KindReference, m.Value.Text
	if r.t.Name == "" {
		r.t.NameSpan = unquoted(m.Value.Span)
	}
	r.l.wait(r.at, m.Value, &r.t.Node, &r.t.Target)
	r.l.later.references = append(r.l.later.references, r.t)
	return true
}

func (r *reading) extra() *spec.Schema { return r.l.schemaOf(r.t) }

// annotation reads the keywords that describe and don't constrain.
func (r *reading) annotation(m *spec.Member) bool {
	switch m.Key {
	case "description":
		r.t.Doc = r.l.word(m, &r.t.Node)
	case "example":
		r.extra().Examples = append(r.extra().Examples, m.Value)
	case "examples":
		r.examples(m.Value)
	case "default":
		r.extra().Default = m.Value
	case "title":
		r.extra().Title = r.l.word(m, &r.t.Node)
	case "$comment":
		r.extra().Comment = text(m.Value)
	case "readOnly":
		r.extra().ReadOnly = m.Value.Bool()
	case "writeOnly":
		r.extra().WriteOnly = m.Value.Bool()
	case "deprecated":
		if m.Value.Bool() {
			r.notes.deprecated = m
		}
	case "xml":
		r.extra().XML = m.Value
	case "externalDocs":
		r.extra().ExternalDocs = m.Value
	default:
		if isExtension(m.Key) {
			r.l.annotate(&r.notes, &r.t.Node, m)
			return true
		}
		return false
	}
	return true
}

func (r *reading) examples(v *spec.Value) {
	if v.Kind == spec.List {
		r.extra().Examples = append(r.extra().Examples, v.Items...)
	} else {
		r.extra().Examples = append(r.extra().Examples, v)
	}
}

// applicator reads the keywords whose values are schemas.
func (r *reading) applicator(m *spec.Member) bool {
	switch m.Key {
	case "properties":
		r.structured = true
		r.t.Fields = r.fields("/properties/", m)
	case "items":
		r.items(m)
	case "additionalProperties":
		r.open = true
		r.extra().AdditionalProperties = r.sub(m)
	case "allOf":
		r.extra().AllOf = r.list(m)
	case "anyOf":
		r.extra().AnyOf = r.list(m)
	case "oneOf":
		r.extra().OneOf = r.list(m)
	case "not":
		r.extra().Not = r.sub(m)
	case "discriminator":
		r.discriminator(m)
	default:
		return r.rareApplicator(m)
	}
	return true
}

// rareApplicator reads those that came with OpenAPI 3.1. They are read in 3.0 documents as well:
// authors write them, and whether they may is for rules to say.
func (r *reading) rareApplicator(m *spec.Member) bool {
	switch m.Key {
	case "patternProperties":
		r.structured = true
		r.extra().PatternProperties = r.fields("/patternProperties/", m)
	case "propertyNames":
		r.extra().PropertyNames = r.sub(m)
	case "unevaluatedProperties":
		r.extra().UnevaluatedProperties = r.sub(m)
	case "dependentSchemas":
		r.extra().DependentSchemas = append(r.extra().DependentSchemas, r.fields("/dependentSchemas/", m)...) // beside dependencies
	case "prefixItems":
		r.listed = true
		r.extra().PrefixItems = r.list(m)
	case "additionalItems":
		r.extra().AdditionalItems = r.sub(m)
	case "unevaluatedItems":
		r.extra().UnevaluatedItems = r.sub(m)
	case "contains":
		r.listed = true
		r.extra().Contains = r.sub(m)
	case "if":
		r.extra().If = r.sub(m)
	case "then":
		r.extra().Then = r.sub(m)
	case "else":
		r.extra().Else = r.sub(m)
	case "contentSchema":
		r.extra().ContentSchema = r.sub(m)
	default:
		return false
	}
	return true
}

// sub lowers the one schema of a keyword.
func (r *reading) sub(m *spec.Member) *spec.Type {
	return r.l.schema(r.at, m.Value, place{parent: &r.t.Node, local: "/" + m.Key, key: m.KeySpan})
}

// list lowers the schemas of a keyword that takes several.
func (r *reading) list(m *spec.Member) []*spec.Type {
	items := r.l.list(m.Value, &r.t.Node, m.Key)
	types := make([]*spec.Type, 0, len(items))
	for i, item := range items {
		types = append(types, r.l.schema(r.at, item, place{parent: &r.t.Node, local: "/" + m.Key + "/" + strconv.Itoa(i)}))
	}
	return types
}

// items reads the element type of an array. Beside prefixItems it is the type of the rest, and a
// list of schemas is what drafts before 2020-12 called prefixItems.
func (r *reading) items(m *spec.Member) {
	r.listed = true
	switch {
	case m.Value.Kind == spec.List:
		r.extra().PrefixItems = r.list(m)
	case r.v.Get("prefixItems") != nil:
		r.extra().AdditionalItems = r.sub(m)
	default:
		r.t.Items = r.sub(m)
	}
}

func (r *reading) fields(path string, m *spec.Member) []*spec.Field {
	members := r.l.object(m.Value, &r.t.Node, m.Key)
	if len(members) == 0 {
		return nil
	}
	fields := make([]*spec.Field, len(members))
	for i := range members {
		fields[i] = r.field(path, &members[i])
	}
	return fields
}

// field lowers a property. It and its type are one declaration, so that they share one ID.
func (r *reading) field(path string, m *spec.Member) *spec.Field {
	f := r.l.fields.new()
	f.Type = r.l.schema(r.at, m.Value, place{parent: &f.Node, key: m.KeySpan})
	f.Node = f.Type.Node
	f.Name, f.Parent, f.Local = m.Key, &r.t.Node, path+escape(m.Key)
	f.Span, f.NameSpan = whole(m.KeySpan, m.Value.Span), unquoted(m.KeySpan)
	f.JSONName, f.Presence, f.Owner = m.Key, spec.PresenceExplicit, r.t
	if s := f.Type.Schema; s != nil {
		f.Default = s.Default
		f.Behavior = behavior(s)
	}
	if f.Type.Kind == spec.KindReference {
		r.l.later.fields = append(r.l.later.fields, f)
	}
	return f
}

func behavior(s *spec.Schema) spec.Behavior {
	var b spec.Behavior
	if s.ReadOnly {
		b |= spec.BehaviorOutputOnly
	}
	if s.WriteOnly {
		b |= spec.BehaviorInputOnly
	}
	return b
}
