package breaking

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// viewer shows types by what they allow, however that is written: references are followed, the
// branches of allOf are merged, and the one branch of a union beside null stands for the union. So
// that a schema that was moved, inlined or split up is no change. It belongs to one side of one
// comparison.
type viewer struct {
	views  map[*spec.Type]*spec.Type
	joints map[[2]*spec.Type]*spec.Type // the types that both of two allow
	depths map[*spec.Type]int           // how many joints a joint is made of, one in another
}

func newViewer() *viewer {
	return &viewer{
		views:  map[*spec.Type]*spec.Type{},
		joints: map[[2]*spec.Type]*spec.Type{},
		depths: map[*spec.Type]int{},
	}
}

// of returns the view of a type: the type itself where there is nothing to merge, else a type of
// the same kind made of its parts. A type that is part of itself, as broken contracts have it, is
// left as it is. nil stands for itself.
func (v *viewer) of(t *spec.Type) *spec.Type {
	if t == nil {
		return nil
	}
	if seen, ok := v.views[t]; ok {
		return seen
	}
	v.views[t] = t // in case that making the view asks for it
	view := v.make(t)
	v.views[t] = view
	return view
}

func (v *viewer) make(t *spec.Type) *spec.Type {
	switch {
	case t.Kind == spec.KindReference && t.Target == nil:
		return t
	case t.Kind == spec.KindReference && !decorated(t):
		return v.of(t.Target)
	case t.Kind == spec.KindReference:
		own := *t
		own.Kind, own.Target = spec.KindAny, nil
		return v.merge(t, []*spec.Type{v.of(t.Target), &own})
	}
	s := t.Schema
	if s == nil {
		return t
	}
	if only := onlyBranch(t); only != nil {
		own, schema := *t, *s
		schema.OneOf, schema.AnyOf = nil, nil
		own.Schema, own.Kind = &schema, spec.KindAny
		view := *v.merge(t, []*spec.Type{v.of(only), v.of(&own)})
		view.Nullable = true
		return &view
	}
	if len(s.AllOf) == 0 {
		return t
	}
	own, schema := *t, *s
	schema.AllOf = nil
	own.Schema = &schema
	parts := []*spec.Type{&own}
	for _, branch := range s.AllOf {
		if part := v.of(branch); part != t && part != nil {
			parts = append(parts, part)
		}
	}
	return v.merge(t, parts)
}

// decorated reports whether a reference says something beside the type that it stands for.
func decorated(t *spec.Type) bool {
	return t.Constraints != nil || t.Schema != nil || t.Nullable || len(t.Fields) > 0
}

// onlyBranch returns the branch of a union whose other branches are null, or nil.
func onlyBranch(t *spec.Type) *spec.Type {
	branches := t.Schema.OneOf
	if len(branches) == 0 {
		branches = t.Schema.AnyOf
	}
	if len(t.Schema.OneOf) > 0 && len(t.Schema.AnyOf) > 0 {
		return nil
	}
	others := slices.DeleteFunc(slices.Clone(branches), func(b *spec.Type) bool { return b.Resolve().Kind == spec.KindNull })
	if len(others) != 1 {
		return nil
	}
	if len(branches) == 1 && !t.Nullable && !others[0].Resolve().Nullable {
		return nil // a union of one: its branch is found by matching
	}
	return others[0]
}
