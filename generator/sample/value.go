package sample

import (
	"slices"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
)

func str(text string) *spec.Value    { return &spec.Value{Kind: spec.Str, Text: text} }
func number(text string) *spec.Value { return &spec.Value{Kind: spec.Num, Text: text} }
func null() *spec.Value              { return &spec.Value{Kind: spec.Null, Text: "null"} }
func list(items ...*spec.Value) *spec.Value {
	return &spec.Value{Kind: spec.List, Items: items}
}

func boolean(b bool) *spec.Value {
	if b {
		return &spec.Value{Kind: spec.Bool, Text: "true"}
	}
	return &spec.Value{Kind: spec.Bool, Text: "false"}
}

// Encode returns a value as compact JSON. Numbers stay as they were written, where that is JSON.
func Encode(v *spec.Value) []byte { return validate.AppendJSON(nil, v) }

// with returns a copy of an object in which the member has the value.
func with(object *spec.Value, key string, v *spec.Value) *spec.Value {
	made := *object
	made.Members = slices.Clone(object.Members)
	for i := range made.Members {
		if made.Members[i].Key == key {
			made.Members[i].Value = v
			return &made
		}
	}
	made.Members = append(made.Members, spec.Member{Key: key, Value: v})
	return &made
}

// without returns a copy of an object that lacks the member.
func without(object *spec.Value, key string) *spec.Value {
	made := *object
	made.Members = slices.DeleteFunc(slices.Clone(object.Members), func(m spec.Member) bool { return m.Key == key })
	return &made
}

// same reports whether two values are equal as JSON Schema has it: 1 is 1.0, and the order of
// members says nothing.
func same(a, b *spec.Value) bool {
	switch {
	case a.Kind != b.Kind:
		return false
	case a.Kind == spec.Num:
		return sameNumber(a.Text, b.Text)
	case a.Kind == spec.List:
		return slices.EqualFunc(a.Items, b.Items, same)
	case a.Kind == spec.Map:
		return len(a.Members) == len(b.Members) && !slices.ContainsFunc(a.Members, func(m spec.Member) bool {
			other := b.Get(m.Key)
			return other == nil || !same(m.Value, other)
		})
	case a.Kind == spec.Null:
		return true
	}
	return a.Text == b.Text
}

func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := rational(a)
	y, okY := rational(b)
	return okX && okY && x.Cmp(y) == 0
}

func length(text string) uint64 { return uint64(utf8.RuneCountInString(text)) }
