package mutate

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
)

// known is what schemas say of a value: all that may speak of it, those behind references and allOf, and
// all arms of unions.
type known []*spec.Type

// mostKnown bounds how many schemas are looked at for one value.
const mostKnown = 200

func about(types ...*spec.Type) known {
	var k known
	var add func(t *spec.Type)
	add = func(t *spec.Type) {
		if t = t.Resolve(); t == nil || len(k) == mostKnown || slices.Contains(k, t) {
			return
		}
		k = append(k, t)
		if t.Schema == nil {
			return
		}
		for _, branches := range [][]*spec.Type{t.Schema.AllOf, t.Schema.OneOf, t.Schema.AnyOf} {
			for _, branch := range branches {
				add(branch)
			}
		}
	}
	for _, t := range types {
		add(t)
	}
	return k
}

// member returns what is said of a member, and the field that declares it; ok is false if schemas name the
// members that there are, and this is none of them.
func (k known) member(name string) (of known, field *spec.Field, ok bool) {
	var types []*spec.Type
	names := false
	for _, t := range k {
		names = names || len(t.Fields) > 0
		for _, f := range t.Fields {
			if f.Name == name {
				types = append(types, f.Type)
				if field == nil {
					field = f
				}
			}
		}
		if rest := validate.AdditionalProperties(t); rest != nil && field == nil && !validate.IsNever(rest) {
			types = append(types, rest)
		}
	}
	return about(types...), field, field != nil || !names
}

// items returns what is said of the items of an array.
func (k known) items() known {
	var types []*spec.Type
	for _, t := range k {
		if rest := validate.RestItems(t); rest != nil {
			types = append(types, rest)
		}
	}
	return about(types...)
}

// listed returns the values that are listed, nil if any may come.
func (k known) listed() []*spec.Value {
	var all []*spec.Value
	for _, t := range k {
		for _, v := range t.Values {
			if v.Value != nil {
				all = append(all, v.Value)
			}
		}
	}
	return all
}

// is reports whether a schema says that the value is of a kind.
func (k known) is(kind spec.Kind) bool {
	return slices.ContainsFunc(k, func(t *spec.Type) bool { return t.Kind == kind })
}

// nullable reports whether the value may be null already.
func (k known) nullable() bool {
	return slices.ContainsFunc(k, func(t *spec.Type) bool { return t.Nullable || t.Kind == spec.KindNull })
}
