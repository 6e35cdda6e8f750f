package differential

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// ours reads our model: each part where it is declared, or at every use if references are to be
// seen through.
type ours struct {
	*reading
	through bool
}

func readOurs(api *spec.API, through bool) *reading {
	o := ours{newReading(), through}
	for _, operation := range api.Services[0].Operations {
		o.operation(operation.Method()+" "+operation.Path().Raw, operation)
	}
	for _, t := range api.Types {
		o.typ(string(t.ID()), t)
	}
	if through {
		return o.reading
	}
	c := api.Components
	for _, p := range c.Parameters {
		o.parameter(string(p.ID()), p)
	}
	for _, h := range c.Headers {
		o.parameter(string(h.ID()), h)
	}
	for _, b := range c.RequestBodies {
		o.payload(string(b.ID()), b)
	}
	for _, r := range c.Responses {
		o.response(string(r.ID()), r)
	}
	return o.reading
}

func (o ours) operation(path string, op *spec.Operation) {
	o.operations++
	o.put(path, "operationId", op.Name)
	o.put(path, "summary", op.Summary)
	o.put(path, "description", op.Doc)
	o.flag(path, "deprecated", op.Deprecated != nil)
	o.put(path, "tags", sorted(op.Tags))
	for _, p := range op.Parameters {
		o.parameters++
		at := path + " parameter " + p.In.String() + " " + p.Name
		o.refers(at, p.Target != nil, p.Target)
		o.parameter(at, p)
	}
	if op.Request != nil {
		o.payload(path+" body", op.Request)
	}
	for _, r := range op.Responses {
		o.response(path+" response "+r.Status, r)
	}
	for _, callback := range op.Callbacks {
		for _, item := range callback.PathItems {
			for _, inner := range item.Operations {
				o.operation(path+" callback "+callback.Name+" "+inner.Method()+" "+item.Name, inner)
			}
		}
	}
}

// refers writes that an element stands for a component. (One declared beside a path stands for
// itself at each of the path's operations, which no other model says.)
func (o ours) refers(path string, refers bool, to interface{ ID() spec.ID }) {
	if refers && !o.through && strings.HasPrefix(string(to.ID()), "#/components") {
		o.put(path, "reference", string(to.ID()))
	}
}

// parameter writes the facts; only where a parameter is declared also those of its schema.
func (o ours) parameter(path string, p *spec.Parameter) {
	o.reading.parameter(path, parameter{
		required: p.Required, deprecated: p.Deprecated != nil, allowReserved: p.AllowReserved,
		explode: p.Explode, style: p.Style, description: p.Doc,
	})
	if p.Target == nil || o.through || !strings.HasPrefix(string(p.Target.ID()), "#/components") {
		if p.Type.Syntax != nil { // it was declared
			o.typ(path+"/schema", p.Type)
		}
		o.content(path, p.Content)
	}
}

func (o ours) payload(path string, b *spec.Payload) {
	o.flag(path, "required", b.Required)
	o.put(path, "description", b.Doc)
	if o.refers(path, b.Target != nil, b.Target); b.Target != nil && !o.through {
		return
	}
	o.content(path, b.Content)
}

func (o ours) response(path string, r *spec.Response) {
	o.put(path, "description", r.Doc)
	if o.refers(path, r.Target != nil, r.Target); r.Target != nil && !o.through {
		return
	}
	o.content(path, r.Content)
	for _, h := range r.Headers {
		at := path + " header " + h.Name
		o.refers(at, h.Target != nil, h.Target)
		o.parameter(at, h)
	}
	for _, k := range r.Links {
		o.put(path, "link", k.Name)
	}
}

func (o ours) content(path string, content []*spec.MediaType) {
	for _, m := range content {
		at := path + " " + m.Name
		o.put(at, "media", "true")
		o.typ(at+"/schema", m.Type)
		for _, e := range m.Encodings {
			o.put(at+" encoding "+e.Name, "contentType", e.ContentType)
			o.put(at+" encoding "+e.Name, "style", e.Style)
		}
		for _, e := range m.Examples {
			if e.Name != "" {
				o.put(at+" example "+e.Name, "summary", e.Summary)
			}
		}
	}
}

func (o ours) typ(path string, t *spec.Type) {
	if t == nil {
		return
	}
	if t.Kind == spec.KindReference {
		o.reference(path, string(t.Target.ID()))
		return
	}
	s := t.Schema
	if s == nil {
		s = &spec.Schema{}
	}
	f := schema{
		types: s.Types, title: s.Title, description: t.Doc, format: declaredFormat(t), nullable: t.Nullable,
		readOnly: s.ReadOnly, writeOnly: s.WriteOnly, deprecated: t.Deprecated != nil,
	}
	constrain(&f, t.Constraints)
	for _, v := range t.Values {
		f.enum = append(f.enum, valueLiteral(v.Value))
	}
	for _, name := range s.Required {
		f.required = append(f.required, name.Name)
	}
	if s.Default != nil {
		f.byDefault = valueLiteral(s.Default)
	}
	if d := s.Discriminator; d != nil {
		f.discriminator = d.Property
		for _, m := range d.Mapping {
			f.mapping = append(f.mapping, m.Value+" = "+string(m.Target.ID()))
		}
	}
	o.children(path, t, s, &f)
	o.schema(path, f)
}

// declaredFormat leaves out the format that a type has from its only branch.
func declaredFormat(t *spec.Type) string {
	if _, ok := t.Attr("format"); ok {
		return t.Format
	}
	return ""
}

func constrain(f *schema, c *spec.Constraints) {
	if c == nil {
		return
	}
	lower := func(l *spec.Limit) uint64 {
		if l == nil {
			return 0
		}
		return l.N
	}
	upper := func(l *spec.Limit) *uint64 {
		if l == nil {
			return nil
		}
		return &l.N
	}
	f.limits = map[string]uint64{"minLength": lower(c.MinLength), "minItems": lower(c.MinItems), "minProperties": lower(c.MinProperties)}
	f.uppers = map[string]*uint64{"maxLength": upper(c.MaxLength), "maxItems": upper(c.MaxItems), "maxProperties": upper(c.MaxProperties)}
	f.minimum, f.maximum, f.multipleOf = boundText(c.Minimum), boundText(c.Maximum), boundText(c.MultipleOf)
	f.pattern, f.unique = c.Pattern, c.UniqueItems
}

func boundText(b *spec.Bound) string {
	if b == nil {
		return ""
	}
	f, err := strconv.ParseFloat(b.Text, 64)
	if err != nil {
		return err.Error()
	}
	return bound(&f, b.Exclusive)
}

func (o ours) children(path string, t *spec.Type, s *spec.Schema, f *schema) {
	f.marked = []string{}
	for _, field := range t.Fields {
		f.properties = append(f.properties, field.Name)
		if field.Required {
			f.marked = append(f.marked, field.Name)
		}
		o.typ(path+"/properties/"+field.Name, field.Type)
	}
	open := s.AdditionalProperties
	if t.Kind == spec.KindMap {
		open = t.Items
	} else if t.Items != nil {
		o.typ(path+"/items", t.Items)
	}
	if open != nil && open.Schema != nil && open.Schema.Boolean {
		f.open = strconv.FormatBool(open.Kind != spec.KindNever) + " schema"
	} else {
		o.typ(path+"/additionalProperties", open)
	}
	o.list(path+"/allOf", s.AllOf)
	o.list(path+"/anyOf", s.AnyOf)
	o.list(path+"/oneOf", s.OneOf)
	o.list(path+"/prefixItems", s.PrefixItems)
	o.fields(path+"/patternProperties/", s.PatternProperties)
	o.fields(path+"/dependentSchemas/", s.DependentSchemas)
	for _, d := range t.Types {
		o.typ(path+"/$defs/"+d.Name, d)
	}
	names := s.PropertyNames
	if t.Kind == spec.KindMap {
		names = t.Keys
	}
	for keyword, sub := range map[string]*spec.Type{
		"not": s.Not, "if": s.If, "then": s.Then, "else": s.Else, "contains": s.Contains,
		"propertyNames": names, "contentSchema": s.ContentSchema,
	} {
		o.typ(path+"/"+keyword, sub)
	}
}

func (o ours) fields(path string, fields []*spec.Field) {
	for _, f := range fields {
		o.typ(path+f.Name, f.Type)
	}
}

func (o ours) list(path string, types []*spec.Type) {
	for i, t := range types {
		o.typ(path+"/"+strconv.Itoa(i), t)
	}
}

func valueLiteral(v *spec.Value) string {
	return literal(plain(v))
}

// plain turns a value into what encoding/json would have made of it.
func plain(v *spec.Value) any {
	switch v.Kind {
	case spec.Null:
		return nil
	case spec.Bool:
		return v.Bool()
	case spec.Num:
		f, _ := v.Float()
		return f
	case spec.Str:
		return v.Text
	case spec.List:
		list := []any{}
		for _, item := range v.Items {
			list = append(list, plain(item))
		}
		return list
	}
	members := map[string]any{}
	for _, m := range v.Members {
		members[m.Key] = plain(m.Value)
	}
	return members
}
