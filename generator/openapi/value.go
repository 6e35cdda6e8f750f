package openapi

import (
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// builder puts an object together, member by member.
type builder struct{ v *spec.Value }

func object() *builder { return &builder{&spec.Value{Kind: spec.Map}} }

// set adds a member; nil and empty lists and objects say nothing and are left out.
func (b *builder) set(key string, v *spec.Value) *builder {
	if v == nil || v.Kind == spec.List && len(v.Items) == 0 || v.Kind == spec.Map && len(v.Members) == 0 {
		return b
	}
	return b.put(key, v)
}

// put adds a member, an empty one too. What is there already is replaced where it stands.
func (b *builder) put(key string, v *spec.Value) *builder {
	if m := b.v.Member(key); m != nil {
		m.Value = v
		return b
	}
	b.v.Members = append(b.v.Members, spec.Member{Key: key, Value: v})
	return b
}

func (b *builder) value() *spec.Value { return b.v }

func text(s string) *spec.Value { return &spec.Value{Kind: spec.Str, Text: s} }

// said is a text that may say nothing.
func said(s string) *spec.Value {
	if s == "" {
		return nil
	}
	return text(s)
}

func boolean(b bool) *spec.Value { return &spec.Value{Kind: spec.Bool, Text: strconv.FormatBool(b)} }

// yes is true, or nothing.
func yes(b bool) *spec.Value {
	if !b {
		return nil
	}
	return boolean(true)
}

func null() *spec.Value { return &spec.Value{Kind: spec.Null} }

// number is a literal as written; it has to be one of JSON.
func number(literal string) *spec.Value { return &spec.Value{Kind: spec.Num, Text: literal} }

func count(n uint64) *spec.Value { return number(strconv.FormatUint(n, 10)) }

func list(items ...*spec.Value) *spec.Value { return &spec.Value{Kind: spec.List, Items: items} }

func texts(all []string) *spec.Value {
	l := list()
	for _, s := range all {
		l.Items = append(l.Items, text(s))
	}
	return l
}

func ref(pointer string) *spec.Value { return object().put("$ref", text(pointer)).value() }

// drop takes a member out.
func (b *builder) drop(key string) {
	b.v.Members = slices.DeleteFunc(slices.Clone(b.v.Members), func(m spec.Member) bool { return m.Key == key })
}
