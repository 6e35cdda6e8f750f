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
	format spec.Format
	views  map[*spec.Type]*spec.Type
	plain  map[*spec.Type]*spec.Type
	solid  map[*spec.Type]*spec.Type    // nullable types without null
	parts  map[*spec.Type][]*spec.Type  // what a view was made of, if of several
	joints map[[2]*spec.Type]*spec.Type // the types that both of two allow
	depths map[*spec.Type]int           // how many joints a joint is made of, one in another
	spent  int                          // how many parts and fields were merged
}

func newViewer(format spec.Format) *viewer {
	return &viewer{
		format: format,
		views:  map[*spec.Type]*spec.Type{},
		plain:  map[*spec.Type]*spec.Type{},
		solid:  map[*spec.Type]*spec.Type{},
		parts:  map[*spec.Type][]*spec.Type{},
		joints: map[[2]*spec.Type]*spec.Type{},
		depths: map[*spec.Type]int{},
	}
}

// of returns the view of a type: the type itself where there is nothing to merge, else a type of
// the same kind made of its parts. A type that is part of itself, as broken contracts have it, is
// part of itself once. nil stands for itself.
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
	if t.Kind == spec.KindReference && !decorated(t) {
		if t.Target == nil {
			return t
		}
		return v.of(t.Target)
	}
	if v.format == spec.Proto && t.Kind == spec.KindReference && t.Target != nil {
		view := *v.of(t.Target) // what the definition says is compared where it is declared
		view.Node, view.Constraints = t.Node, t.Constraints
		return &view
	}
	if t.Schema == nil && t.Kind != spec.KindReference {
		return t
	}
	c := collector{viewer: v, root: t, seen: map[*spec.Type]bool{}}
	c.add(t)
	if v.spent > mostMerged {
		return t
	}
	parts := spoken(c.found)
	view := v.merge(t, parts)
	if len(parts) > 1 {
		v.parts[view] = parts
	}
	if c.nullable() && !view.Nullable {
		copied := *view
		copied.Nullable = true
		v.parts[&copied] = parts
		return &copied
	}
	return view
}

// collector finds the parts of a type: what it says itself, and what stands behind its references,
// in its allOf and in the one branch of its union.
type collector struct {
	*viewer
	root   *spec.Type
	seen   map[*spec.Type]bool
	found  []*spec.Type
	absent bool // null is a branch of the root
}

func (c *collector) add(t *spec.Type) {
	if t == nil || c.seen[t] || c.spent > mostMerged {
		return
	}
	c.spent++
	c.seen[t] = true
	if t.Kind != spec.KindReference || t.Target == nil {
		c.schema(t)
		return
	}
	if decorated(t) {
		own := *t
		own.Kind, own.Target = spec.KindAny, nil
		c.schema(&own)
	}
	c.add(t.Target)
}

// schema adds what a schema says itself, then what its branches do.
func (c *collector) schema(t *spec.Type) {
	s := t.Schema
	if s == nil || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0 {
		c.found = append(c.found, c.canonical(t))
		return
	}
	own, schema := *t, *s
	own.Schema, schema.AllOf = &schema, nil
	branches := s.AllOf
	only, null := onlyBranch(s)
	switch {
	case null && t != c.root:
		c.found = append(c.found, c.of(t)) // null is for all of it together to allow
		return
	case only != nil:
		c.absent = null
		schema.OneOf, schema.AnyOf = nil, nil
		branches = append(slices.Clip(branches), only)
	case null:
		schema.OneOf, schema.AnyOf = withoutNull(s.OneOf), withoutNull(s.AnyOf)
	}
	c.found = append(c.found, &own)
	for _, branch := range branches {
		c.add(branch)
	}
}

// nullable reports whether null is allowed although not all parts say so: it is a branch of its
// own, or it is `nullable` of OpenAPI 3.0, which authors write beside allOf and mean.
func (c *collector) nullable() bool {
	t := c.root
	if t.Kind == spec.KindReference || t.Schema == nil || !t.Nullable {
		return false
	}
	return c.absent || !slices.Contains(t.Schema.Types, "null")
}

// canonical returns the one form of types that can be written in several: a map of anything is an
// object, and a list of types is a union.
func (v *viewer) canonical(t *spec.Type) *spec.Type {
	if v.plain[t] == nil {
		v.plain[t] = canonical(t)
	}
	return v.plain[t]
}

func canonical(t *spec.Type) *spec.Type {
	switch {
	case t.Schema == nil:
		return t
	case t.Kind == spec.KindMap && t.Keys == nil && anything(t.Items):
		object := *t
		object.Kind, object.Items = spec.KindObject, nil
		return &object
	case t.Schema.AdditionalProperties != nil && anything(t.Schema.AdditionalProperties):
		open, schema := *t, *t.Schema
		open.Schema, schema.AdditionalProperties = &schema, nil
		return &open
	case t.Kind == spec.KindUnion && len(t.Schema.Types) > 1:
		return unionOfTypes(t)
	}
	return t
}

// anything reports whether a schema says nothing: true, or {}.
func anything(t *spec.Type) bool {
	return t != nil && t.Kind == spec.KindAny && t.Constraints == nil && len(t.Fields) == 0 && silent(t.Schema)
}

// decorated reports whether a reference says something beside the type that it stands for.
func decorated(t *spec.Type) bool {
	return t.Constraints != nil || t.Schema != nil || t.Nullable || len(t.Fields) > 0
}

// onlyBranch returns the branch of a union whose other branches are null, or nil, and whether null
// is among them.
func onlyBranch(s *spec.Schema) (only *spec.Type, null bool) {
	branches := s.OneOf
	if len(branches) == 0 {
		branches = s.AnyOf
	} else if len(s.AnyOf) > 0 {
		return nil, false
	}
	others := withoutNull(branches)
	null = len(others) < len(branches)
	if len(others) == 1 {
		only = others[0]
	}
	return only, null
}

func isNull(t *spec.Type) bool { return t.Resolve().Kind == spec.KindNull }

// withoutNull returns the branches that are not null; all of them if there are no others.
func withoutNull(branches []*spec.Type) []*spec.Type {
	if !slices.ContainsFunc(branches, isNull) {
		return branches
	}
	others := slices.DeleteFunc(slices.Clone(branches), isNull)
	if len(others) == 0 {
		return branches
	}
	return others
}

// withoutNull returns the type of the same values but null, the same one whenever it is asked for.
func (v *viewer) withoutNull(t *spec.Type) *spec.Type {
	if !t.Nullable {
		return t
	}
	if v.solid[t] == nil {
		copied := *t
		copied.Nullable = false
		v.solid[t], v.views[&copied] = &copied, &copied
	}
	return v.solid[t]
}
