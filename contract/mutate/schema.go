package mutate

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// edited returns a copy of a schema in which what the steps lead to is another one; nil if they lead
// nowhere. Of unions all arms that the steps lead into are changed.
func edited(t *spec.Type, steps []step, last func(*spec.Type) *spec.Type) *spec.Type {
	return edit(t, steps, last, 0)
}

func edit(t *spec.Type, steps []step, last func(*spec.Type) *spec.Type, depth int) *spec.Type {
	if t == nil || depth > 3*deepest {
		return nil
	}
	if len(steps) == 0 {
		return last(t)
	}
	made := *t.Resolve()
	found := false
	if steps[0].item {
		if items := edit(made.Items, steps[1:], last, depth+1); items != nil {
			made.Items, found = items, true
		}
	} else {
		made.Fields = slices.Clone(made.Fields)
		for i, f := range made.Fields {
			if f.Name != steps[0].name {
				continue
			}
			if of := edit(f.Type, steps[1:], last, depth+1); of != nil {
				field := *f
				field.Type = of
				made.Fields[i], found = &field, true
			}
		}
	}
	if made.Schema != nil {
		branches := *made.Schema
		for _, all := range []*[]*spec.Type{&branches.AllOf, &branches.OneOf, &branches.AnyOf} {
			*all = slices.Clone(*all)
			for i, branch := range *all {
				if of := edit(branch, steps, last, depth+1); of != nil {
					(*all)[i], found = of, true
				}
			}
		}
		made.Schema = &branches
	}
	if !found {
		return nil
	}
	return &made
}

// onObject changes the objects that declare the last member of the steps.
func onObject(t *spec.Type, steps []step, change func(object *spec.Type, name string) *spec.Type) *spec.Type {
	name := steps[len(steps)-1].name
	declares := func(object *spec.Type) *spec.Type { return onDeclaring(object, name, change, 0) }
	return edited(t, steps[:len(steps)-1], declares)
}

// onDeclaring changes an object, and what it is put together of, wherever the member is declared.
func onDeclaring(t *spec.Type, name string, change func(*spec.Type, string) *spec.Type, depth int) *spec.Type {
	if t = t.Resolve(); t == nil || depth > deepest {
		return nil
	}
	made := change(t, name)
	if t.Schema == nil {
		return made
	}
	base := made
	if base == nil {
		copied := *t
		base = &copied
	}
	branches := *base.Schema
	found := made != nil
	for _, all := range []*[]*spec.Type{&branches.AllOf, &branches.OneOf, &branches.AnyOf} {
		*all = slices.Clone(*all)
		for i, branch := range *all {
			if of := onDeclaring(branch, name, change, depth+1); of != nil {
				(*all)[i], found = of, true
			}
		}
	}
	if !found {
		return nil
	}
	base.Schema = &branches
	return base
}

// withoutField returns a copy of an object that doesn't declare the field; nil if it never did.
func withoutField(object *spec.Type, name string) *spec.Type {
	if !slices.ContainsFunc(object.Fields, func(f *spec.Field) bool { return f.Name == name }) {
		return withoutDemand(object, name)
	}
	made := *object
	made.Fields = slices.DeleteFunc(slices.Clone(object.Fields), func(f *spec.Field) bool { return f.Name == name })
	if demanded := withoutDemand(&made, name); demanded != nil {
		return demanded
	}
	return &made
}

// withoutDemand returns a copy of an object in which a field is optional; nil if it is.
func withoutDemand(object *spec.Type, name string) *spec.Type {
	is := func(r spec.RequiredName) bool { return r.Name == name }
	if object.Schema == nil || !slices.ContainsFunc(object.Schema.Required, is) {
		return nil
	}
	made, keywords := *object, *object.Schema
	keywords.Required = slices.DeleteFunc(slices.Clone(keywords.Required), is)
	made.Schema, made.Fields = &keywords, slices.Clone(object.Fields)
	for i, f := range made.Fields {
		if f.Name == name {
			field := *f
			field.Required = false
			made.Fields[i] = &field
		}
	}
	return &made
}

// simple returns the schema of a kind that JSON Schema has a name for.
func simple(kind spec.Kind, name string) *spec.Type {
	return &spec.Type{Kind: kind, Schema: &spec.Schema{Types: []string{name}}}
}

var (
	anyText    = simple(spec.KindString, "string")
	anyNumber  = simple(spec.KindNumber, "number")
	anyInteger = simple(spec.KindInteger, "integer")
	anyFlag    = simple(spec.KindBoolean, "boolean")
	anyObject  = simple(spec.KindObject, "object")
	anyArray   = simple(spec.KindArray, "array")
	onlyNull   = simple(spec.KindNull, "null")
)

// ofKind returns the schema of all values of a kind.
func ofKind(kind spec.ValueKind) *spec.Type {
	return [...]*spec.Type{spec.Null: onlyNull, spec.Bool: anyFlag, spec.Num: anyNumber, spec.Str: anyText, spec.List: anyArray, spec.Map: anyObject}[kind]
}

// listing returns the schema with one more value that is listed.
func listing(t *spec.Type, v *spec.Value) *spec.Type {
	one := &spec.EnumValue{Value: v}
	resolved := t.Resolve()
	if len(resolved.Values) == 0 || resolved.Nullable {
		return orElse(t, &spec.Type{Kind: spec.KindEnum, Values: []*spec.EnumValue{one}, Schema: &spec.Schema{}})
	}
	made := *resolved
	made.Syntax, made.Values = nil, append(slices.Clone(resolved.Values), one) // what is written lists the old ones
	return &made
}

// orElse returns the schema of what fits one of two.
func orElse(t, other *spec.Type) *spec.Type {
	return &spec.Type{Node: spec.Node{NameSpan: t.NameSpan}, Kind: spec.KindUnion, Schema: &spec.Schema{AnyOf: []*spec.Type{t, other}}}
}

// reshaped returns what a mutant makes of the schema of a value; nil: it changes only answers.
func (s *spot) reshaped(mutant string, t *spec.Type) *spec.Type {
	switch mutant {
	case toNull:
		if s.known.nullable() {
			return nil
		}
		return orElse(t, onlyNull)
	case retype:
		return ofKind(retyped(s.value).Kind)
	case newEnumValue:
		return listing(t, unheardOf(s.known.listed()))
	case toNumber:
		return anyNumber
	case toEpoch:
		return anyInteger
	case emptyArray:
		return &spec.Type{Kind: spec.KindArray, Items: t.Resolve().Items, Constraints: &spec.Constraints{MaxItems: &spec.Limit{}}, Schema: &spec.Schema{Types: []string{"array"}}}
	}
	return nil
}
