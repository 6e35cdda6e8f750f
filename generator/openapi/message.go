package openapi

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// message returns the schema of a message: an object, none of whose properties is ever written as null. Where requests
// hold it, null stands for an absent field, as ProtoJSON has it.
func (s *schemas) message(t *spec.Type, v variant) *spec.Value {
	out := newShape("object")
	s.whole(out, t)
	properties, required := object(), list()
	for _, f := range t.Fields {
		if f.OneOf != nil || v.lacks(f) {
			continue
		}
		properties.put(f.JSONName, s.property(f, v))
		if v.needs(f) {
			required.Items = append(required.Items, text(f.JSONName))
		}
	}
	if len(required.Items) > 0 {
		out.put("required", required)
	}
	out.set("properties", properties.value())
	out.set("allOf", s.oneOfs(t, v))
	out.set("deprecated", yes(t.Deprecated != nil))
	policy(out.builder, t.Policy)
	doc := s.typeDescription(t)
	if v.partial {
		doc = paragraphs(doc, "In an update nothing is required: fields that are not set are left as they are.")
	}
	return out.schema(doc, false)
}

// needs reports whether there has to be a field in the body. One that the path sets a part of is there anyway.
func (v variant) needs(f *spec.Field) bool {
	return needed(f) && !v.partial && !v.lacks(f) && (v.field != f.Name || v.inner.without == "")
}

func (v variant) lacks(f *spec.Field) bool {
	for _, name := range strings.Fields(v.without) {
		if f.Name == name {
			return true
		}
	}
	return false
}

// whole adds the rules of a message as a whole, in words.
func (s *schemas) whole(out *shape, t *spec.Type) {
	if c := t.Constraints; c != nil {
		r := ruling{s, out, t, t, c}
		for _, rule := range c.Rules {
			r.tell(rule.Span, celText(rule))
		}
		for i := range c.Other {
			r.tell(c.Other[i].Span, wordsOf(&c.Other[i]))
		}
	}
	if t.Proto != nil && len(t.Proto.Extensible) > 0 {
		out.note("Extensions are members named `[package.extension]`.")
	}
}

// property returns the schema of a field.
func (s *schemas) property(f *spec.Field, v variant) *spec.Value {
	at := answered
	if s.sent[f.Owner] {
		at = sent
	}
	nullable := at == sent && (v.partial || !v.needs(f) && !required(f.OneOf))
	out := s.fieldShape(f, at)
	if !v.partial {
		notZero(out, f)
	}
	if out.ref != nil && out.ref.typ.Kind == spec.KindObject {
		out.ref = s.within(out.ref, f, v)
	}
	return out.schema(fieldDescription(f), nullable)
}

// within returns the variant of the message that a field of a variant holds.
func (s *schemas) within(c *component, f *spec.Field, v variant) *component {
	switch {
	case v.field == f.Name && v.field != "":
		return s.component(c.typ, variant{partial: v.inner.partial, without: v.inner.without})
	case v.partial && hasNeeded(c.typ, nil):
		return s.component(c.typ, variant{partial: true})
	}
	return c
}

// fieldShape returns the shape of a field with all that its declaration says, descriptions aside.
func (s *schemas) fieldShape(f *spec.Field, at place) *shape {
	out := s.value(f.Type, at)
	if pattern := s.masks[f]; pattern != "" {
		if at == asText {
			pattern = strings.ReplaceAll(pattern, mapKey, mapKeyAsText)
		}
		out.put("pattern", text(pattern))
	}
	out.set("default", defaultOf(f))
	out.set("readOnly", yes(f.Behavior.Has(spec.BehaviorOutputOnly)))
	out.set("writeOnly", yes(f.Behavior.Has(spec.BehaviorInputOnly)))
	if f.Behavior.Has(spec.BehaviorImmutable) {
		out.put("x-immutable", boolean(true))
		out.note("Can't be changed once it is set.")
	}
	out.set("deprecated", yes(f.Deprecated != nil))
	policy(out.builder, f.Policy)
	return out
}

// defaultOf is what proto2 and editions say that an absent field means.
func defaultOf(f *spec.Field) *spec.Value {
	if f.Default == nil {
		return nil
	}
	t := f.Type.Resolve()
	switch {
	case t.Kind == spec.KindInteger && is64(t.Format), t.Kind == spec.KindString, t.Kind == spec.KindEnum:
		return text(f.Default.Text)
	case (t.Kind == spec.KindInteger || t.Kind == spec.KindNumber) && f.Default.Kind == spec.Num && finite(f.Default.Text):
		return number(f.Default.Text)
	case t.Kind == spec.KindBoolean:
		return boolean(f.Default.Bool() || f.Default.Text == "true")
	}
	return nil
}

// required reports whether a oneof has to have a value.
func required(o *spec.OneOf) bool { return o != nil && (o.Required || armNeeded(o)) }

// oneOfs returns the schemas of a message's oneofs: each lets at most one of its fields be set.
func (s *schemas) oneOfs(t *spec.Type, v variant) *spec.Value {
	all := list()
	for _, o := range t.OneOfs {
		if one := s.oneOf(o, v); one != nil {
			all.Items = append(all.Items, one)
		}
	}
	return all
}

func (s *schemas) oneOf(o *spec.OneOf, v variant) *spec.Value {
	arms, names := list(), list()
	for _, f := range o.Fields {
		if v.lacks(f) {
			continue
		}
		name := text(f.JSONName)
		names.Items = append(names.Items, object().put("required", list(name)).value())
		arms.Items = append(arms.Items, object().
			put("title", name).
			put("type", text("object")).
			put("required", list(name)).
			put("properties", object().put(f.JSONName, s.property(f, v)).value()).
			value())
	}
	if len(arms.Items) == 0 {
		return nil
	}
	if !required(o) || v.partial {
		arms.Items = append(arms.Items, object().
			put("title", text("none")).
			put("type", text("object")).
			put("not", object().put("anyOf", names).value()).
			value())
	}
	return object().set("description", said(paragraphs(prose(o.Doc), oneOfText(o)))).put("oneOf", arms).value()
}

// armNeeded reports whether one of the fields is required, which for a member of a oneof means that the oneof has a value.
func armNeeded(o *spec.OneOf) bool {
	for _, f := range o.Fields {
		if f.Behavior.Has(spec.BehaviorRequired) {
			return true
		}
	}
	return false
}

func oneOfText(o *spec.OneOf) string {
	if required(o) {
		return fmt.Sprintf("`%s` is exactly one of these.", o.Name)
	}
	return fmt.Sprintf("`%s` is at most one of these.", o.Name)
}

// enum returns the schema of an enum. Numbers are read as well, which nobody should rely on.
func (s *schemas) enum(t *spec.Type) *spec.Value {
	out := object()
	var docs []string
	for _, v := range t.Values {
		if doc := description(&v.Node); doc != "" {
			docs = append(docs, "- `"+v.Name+"`: "+strings.ReplaceAll(doc, "\n", "\n  "))
		}
	}
	out.set("description", said(paragraphs(s.typeDescription(t), strings.Join(docs, "\n"))))
	out.put("type", text("string")).put("enum", texts(valueNames(t)))
	out.set("deprecated", yes(t.Deprecated != nil))
	policy(out, t.Policy)
	return out.value()
}

// lookup returns the field of a message that a path of proto names leads to; nil, and a finding, if there is none.
func (e *exporter) lookup(op *spec.Operation, t *spec.Type, path string, at spanOf) *spec.Field {
	var found *spec.Field
	for _, name := range strings.Split(path, ".") {
		found = fieldOf(t, name)
		if found == nil {
			e.say(report.Error, &op.Node, at, unknownField, fmt.Sprintf("the binding names %s, and there is no field %s", path, name), "name a field of the message")
			return nil
		}
		t = found.Type
	}
	return found
}

func fieldOf(t *spec.Type, name string) *spec.Field {
	if t = t.Resolve(); t != nil {
		for _, f := range t.Fields {
			if f.Name == name {
				return f
			}
		}
	}
	return nil
}
