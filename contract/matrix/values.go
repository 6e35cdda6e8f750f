package matrix

import (
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// shape is what values are made of.
type shape struct {
	schema    *spec.Type
	direction spec.Direction
}

// The bounds on what is made of one schema.
const (
	samples  = 4
	variants = 100
	deepest  = 12
)

// values returns values that the schema allows: with all that is optional and without, of each enum each
// value, null where that may be.
func (o *operation) values(t *spec.Type, d spec.Direction) []*spec.Value {
	t = meant(t)
	if made, known := o.of.made[shape{t, d}]; known {
		return made
	}
	var all []*spec.Value
	for seed := range uint64(samples) {
		s := sample.New(seed)
		s.Full = seed > 0
		v, err := s.Value(t, d)
		if err != nil {
			break
		}
		all = append(all, v)
	}
	if len(all) > 1 {
		w := &varying{from: all[1], allowed: func(v *spec.Value) bool { return len(violations(o.checker, t, d, v)) == 0 }}
		w.value(all[1], []*spec.Type{t}, nil)
		all = append(all, w.found...)
	}
	o.of.made[shape{t, d}] = all
	return all
}

// meant returns the schema that another one only refers to.
func meant(t *spec.Type) *spec.Type {
	for t.Kind == spec.KindReference && t.Target != nil && t.Schema == nil && t.Constraints == nil && !t.Nullable {
		t = t.Target
	}
	return t
}

// violations returns what keeps a value from being one of the schema.
func violations(checker *validate.Checker, t *spec.Type, d spec.Direction, v *spec.Value) []errors.Violation {
	var r wire.Reader
	r.Reset(wire.Request)
	if d == spec.InResponse {
		r.Reset(wire.Response)
	}
	n, ok := r.ParseJSON(contract.AppendJSON(nil, v), wire.Limits{})
	if ok {
		checker.Read(t)(&r, n)
	}
	return r.Violations()
}

// varying makes values that differ from one in one place.
type varying struct {
	from    *spec.Value
	allowed func(*spec.Value) bool
	found   []*spec.Value
}

// place is the way from the root to a value: a key, or else an index.
type place struct {
	key   string
	index int
}

// value tries what else may stand at the place, and goes on to what is below it.
func (w *varying) value(v *spec.Value, of []*spec.Type, at []place) {
	if len(at) > deepest || len(w.found) >= variants {
		return
	}
	used := of // a reference may allow null that what it leads to doesn't
	of = layers(of)
	if v.Kind != spec.Null && (slices.ContainsFunc(used, nullable) || slices.ContainsFunc(of, nullable)) {
		w.try(at, &spec.Value{Kind: spec.Null})
	}
	for _, literal := range literals(of) {
		w.try(at, literal)
	}
	for _, m := range v.Members {
		below := append(at[:len(at):len(at)], place{key: m.Key})
		if !required(of, m.Key) {
			w.try(below, nil)
		}
		w.value(m.Value, fields(of, m.Key), below)
	}
	if len(v.Items) > 0 {
		w.value(v.Items[0], items(of), append(at[:len(at):len(at)], place{index: 0}))
	}
}

// try keeps the value that has another one at the place, or nothing, if the schema allows it.
func (w *varying) try(at []place, to *spec.Value) {
	if len(w.found) >= variants {
		return
	}
	if v := replaced(w.from, at, to); v != nil && w.allowed(v) {
		w.found = append(w.found, v)
	}
}

// replaced returns a copy in which the value at the place is another one, or left out.
func replaced(v *spec.Value, at []place, to *spec.Value) *spec.Value {
	if len(at) == 0 {
		return to
	}
	made := *v
	if v.Kind == spec.List {
		made.Items = slices.Clone(v.Items)
		if made.Items[at[0].index] = replaced(v.Items[at[0].index], at[1:], to); made.Items[at[0].index] == nil {
			return nil
		}
		return &made
	}
	made.Members = nil
	for _, m := range v.Members {
		if m.Key == at[0].key {
			if m.Value = replaced(m.Value, at[1:], to); m.Value == nil && len(at) > 1 {
				return nil
			}
		}
		if m.Value != nil {
			made.Members = append(made.Members, m)
		}
	}
	return &made
}

// mostLayers bounds the schemas that one value is looked up in.
const mostLayers = 100

// layers returns the schemas with all that they refer to or are combined of.
func layers(of []*spec.Type) []*spec.Type {
	var all []*spec.Type
	for waiting := of; len(waiting) > 0 && len(all) < mostLayers; waiting = waiting[1:] {
		t := waiting[0].Resolve()
		if t == nil || slices.Contains(all, t) {
			continue
		}
		if all = append(all, t); t.Schema != nil {
			waiting = slices.Concat(waiting, t.Schema.AllOf, t.Schema.AnyOf, t.Schema.OneOf)
		}
	}
	return all
}

// nullable reports whether null may be a value, as far as the schema itself says.
func nullable(t *spec.Type) bool {
	return t.Nullable || t.Kind == spec.KindNull || t.Kind == spec.KindAny || t.Schema != nil && slices.Contains(t.Schema.Types, "null")
}

// required reports whether a member can't be left out.
func required(of []*spec.Type, name string) bool {
	return slices.ContainsFunc(of, func(t *spec.Type) bool {
		return slices.ContainsFunc(t.Fields, func(f *spec.Field) bool { return f.Required && (f.Name == name || f.JSONName == name) })
	})
}

func literals(of []*spec.Type) []*spec.Value {
	var all []*spec.Value
	for _, t := range of {
		for _, e := range t.Values {
			if e.Value != nil {
				all = append(all, e.Value)
			}
		}
	}
	return all
}

func fields(of []*spec.Type, name string) []*spec.Type {
	var all []*spec.Type
	for _, t := range of {
		for _, f := range t.Fields {
			if f.Name == name || f.JSONName == name {
				all = append(all, f.Type)
			}
		}
		if t.Kind == spec.KindMap && t.Items != nil {
			all = append(all, t.Items)
		}
	}
	return all
}

func items(of []*spec.Type) []*spec.Type {
	var all []*spec.Type
	for _, t := range of {
		if t.Items != nil && t.Kind != spec.KindMap {
			all = append(all, t.Items)
		}
	}
	return all
}
