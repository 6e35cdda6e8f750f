package behavior

import (
	"cmp"
	"slices"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// walk is one pass over a request. It keeps its memory for the next one.
type walk struct {
	scope Scope
	path  []step
	add   func(field, code, description string)
}

// step is one element of the path to a field.
type step struct {
	name  protoreflect.Name
	index int                 // of a list; -1: none
	key   protoreflect.MapKey // of a map; not valid: none
}

// plain is the step to a field as a whole.
func plain(d protoreflect.Descriptor) step { return step{name: d.Name(), index: -1} }

// check reports what is wrong with a message, and all below it.
func (w *walk) check(n *node, m protoreflect.Message) {
	for i, f := range n.fields {
		switch {
		case f.output:
		case !m.Has(f.desc):
			w.unset(n.fields[:i], f, m)
		case f.desc.IsMap():
			w.entries(f, m.Get(f.desc).Map())
		case f.desc.IsList():
			w.items(f, m.Get(f.desc).List())
		case f.enum != nil || f.below != nil:
			w.value(f, plain(f.desc), m.Get(f.desc))
		}
	}
}

// unset reports a REQUIRED field. Of a member of a oneof it means that the oneof has a value, which is said once.
func (w *walk) unset(before []*field, f *field, m protoreflect.Message) {
	switch {
	case !f.required:
	case f.oneof == nil:
		w.report(plain(f.desc), codeRequired, "is required")
	case m.WhichOneof(f.oneof) == nil && !slices.ContainsFunc(before, func(b *field) bool { return b.required && b.oneof == f.oneof }):
		w.report(plain(f.oneof), codeRequired, "is required: one of its fields has to be set")
	}
}

func (w *walk) items(f *field, list protoreflect.List) {
	if !f.descends() {
		return
	}
	for i := range list.Len() {
		w.value(f, step{name: f.desc.Name(), index: i}, list.Get(i))
	}
}

// entries visits a map in the order of its keys.
func (w *walk) entries(f *field, entries protoreflect.Map) {
	if !f.descends() {
		return
	}
	for _, key := range Keys(entries) {
		w.value(f, step{name: f.desc.Name(), index: -1, key: key}, entries.Get(key))
	}
}

// Keys returns the keys of a map, sorted, for a map has no order.
func Keys(entries protoreflect.Map) []protoreflect.MapKey {
	keys := make([]protoreflect.MapKey, 0, entries.Len())
	entries.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, key)
		return true
	})
	slices.SortFunc(keys, compareKeys)
	return keys
}

func compareKeys(a, b protoreflect.MapKey) int {
	switch x := a.Interface().(type) {
	case string:
		return cmp.Compare(x, b.String())
	case bool:
		return boolean(x) - boolean(b.Bool())
	case uint32, uint64:
		return cmp.Compare(a.Uint(), b.Uint())
	}
	return cmp.Compare(a.Int(), b.Int())
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (f *field) descends() bool { return f.enum != nil || f.below != nil && f.below.checks }

func (w *walk) value(f *field, at step, v protoreflect.Value) {
	if f.enum != nil {
		if f.enum.Values().ByNumber(v.Enum()) == nil {
			w.report(at, codeEnum, "is no value of "+string(f.enum.FullName())+": "+strconv.Itoa(int(v.Enum())))
		}
		return
	}
	if f.below.checks {
		w.path = append(w.path, at)
		w.check(f.below, v.Message())
		w.path = w.path[:len(w.path)-1]
	}
}

func (w *walk) report(at step, code, description string) {
	var b []byte
	for _, s := range w.path {
		b = append(s.append(b), '.')
	}
	if field := string(at.append(b)); w.scope.Wanted(field) {
		w.add(field, code, description)
	}
}

func (s step) append(b []byte) []byte {
	b = append(b, s.name...)
	switch {
	case s.index >= 0:
		b = append(strconv.AppendInt(append(b, '['), int64(s.index), 10), ']')
	case s.key.IsValid():
		b = append(b, Subscript(s.key)...)
	}
	return b
}

// Subscript spells the key of a map in the path of a field: ["colour"], [2].
func Subscript(key protoreflect.MapKey) string {
	if text, ok := key.Interface().(string); ok {
		return "[" + strconv.Quote(text) + "]"
	}
	return "[" + key.String() + "]"
}
