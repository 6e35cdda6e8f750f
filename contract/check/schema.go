package check

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// view is what the schemas of a value say of what is in it.
type view struct {
	in     *document
	parts  []*spec.Type // all of them hold
	unions [][]*view    // of each one arm holds; those are listed that the value fits
	maybe  []*view      // what holds under a condition: then, else, dependentSchemas
}

// mostParts bounds how many schemas are looked at for one value.
const mostParts = 200

// view sorts out the schemas of a node.
func (w *walker) view(n wire.Node, schemas []*spec.Type) *view {
	room := mostParts
	return w.viewWithin(n, schemas, &room)
}

func (w *walker) viewWithin(n wire.Node, schemas []*spec.Type, room *int) *view {
	v := &view{in: w.document}
	var add func(t *spec.Type)
	add = func(t *spec.Type) {
		if t == nil || *room == 0 || slices.Contains(v.parts, t) {
			return
		}
		*room--
		v.parts = append(v.parts, t)
		if t.Kind == spec.KindReference {
			add(t.Target)
		}
		if t.Schema == nil {
			return
		}
		add(t.Schema.DynamicTarget)
		for _, branch := range t.Schema.AllOf {
			add(branch)
		}
	}
	for _, t := range schemas {
		add(t)
	}
	for _, t := range slices.Clone(v.parts) {
		w.branches(n, v, t, room)
	}
	return v
}

// branches adds the arms of a schema's unions, and what it says under conditions.
func (w *walker) branches(n wire.Node, v *view, t *spec.Type, room *int) {
	if t.Schema == nil {
		return
	}
	for _, arms := range [][]*spec.Type{t.Schema.OneOf, t.Schema.AnyOf} {
		var fitting []*view
		for _, arm := range arms {
			if w.reader.Valid(n, w.part.Check(arm)) {
				fitting = append(fitting, w.viewWithin(n, []*spec.Type{arm}, room))
			}
		}
		if len(fitting) > 0 {
			v.unions = append(v.unions, fitting)
		}
	}
	conditional := []*spec.Type{t.Schema.Then, t.Schema.Else}
	for _, f := range t.Schema.DependentSchemas {
		conditional = append(conditional, f.Type)
	}
	for _, c := range conditional {
		if c != nil {
			v.maybe = append(v.maybe, w.viewWithin(n, []*spec.Type{c}, room))
		}
	}
}

// member is what is said of one member of an object.
type member struct {
	schemas  []*spec.Type
	field    *spec.Field
	required bool
	declared bool // by its name or a pattern
	extra    bool // an object may have more members than it declares, and says so
	closed   bool // it may have no others
	speaks   bool // the object declares some members by name
}

// member looks a member up.
func (v *view) member(name string) member {
	var m member
	for _, t := range v.parts {
		m.look(t, name)
	}
	for _, arms := range v.unions {
		m.either(v.in, arms, name)
	}
	for _, c := range v.maybe {
		other := c.member(name)
		other.required = false
		m.add(other)
	}
	if m.declared {
		m.closed = false
	}
	return m
}

// look adds what one schema says itself.
func (m *member) look(t *spec.Type, name string) {
	own := member{speaks: len(t.Fields) > 0}
	for _, f := range t.Fields {
		if f.Name == name {
			own.schemas, own.field, own.declared = append(own.schemas, f.Type), f, true
		}
	}
	if t.Schema != nil {
		own.patterns(t.Schema, name)
		own.required = slices.ContainsFunc(t.Schema.Required, func(r spec.RequiredName) bool { return r.Name == name })
	}
	if rest := validate.AdditionalProperties(t); rest != nil && !own.declared {
		if validate.IsNever(rest) {
			own.closed = true
		} else {
			own.extra = true
			own.schemas = append(own.schemas, rest)
		}
	}
	m.add(own)
}

func (m *member) patterns(k *spec.Schema, name string) {
	for _, f := range k.PatternProperties {
		m.speaks = true
		if p := validate.Pattern(f.Name); p != nil && p.MatchString(name) {
			m.schemas, m.declared = append(m.schemas, f.Type), true
		}
	}
}

// add takes in what holds besides.
func (m *member) add(other member) {
	if m.field == nil {
		m.field = other.field
	}
	m.schemas = append(m.schemas, other.schemas...)
	m.required = m.required || other.required
	m.declared = m.declared || other.declared
	m.extra = m.extra || other.extra
	m.closed = m.closed || other.closed
	m.speaks = m.speaks || other.speaks
}

// either takes in what one of the arms says: only what all demand is promised.
func (m *member) either(in *document, arms []*view, name string) {
	var some member
	all, open := true, false
	for _, arm := range arms {
		one := arm.member(name)
		all, open = all && one.required, open || !one.closed
		some.add(one)
	}
	if len(some.schemas) > 1 {
		some.schemas = []*spec.Type{in.union(some.schemas)}
	}
	some.required, some.closed = all, some.closed && !open
	m.add(some)
}

// union returns the schema of values that fit one of several, the same for the same.
func (d *document) union(arms []*spec.Type) *spec.Type {
	for _, known := range d.unions[arms[0]] {
		if slices.Equal(known.Schema.AnyOf, arms) {
			return known
		}
	}
	made := &spec.Type{Schema: &spec.Schema{AnyOf: arms}}
	d.unions[arms[0]] = append(d.unions[arms[0]], made)
	return made
}

// item returns the schemas of an item.
func (v *view) item(i int) []*spec.Type {
	var all []*spec.Type
	for _, t := range v.parts {
		switch {
		case t.Schema != nil && i < len(t.Schema.PrefixItems):
			all = append(all, t.Schema.PrefixItems[i])
		case validate.RestItems(t) != nil:
			all = append(all, validate.RestItems(t))
		}
	}
	for _, arms := range v.unions {
		var some []*spec.Type
		for _, arm := range arms {
			some = append(some, arm.item(i)...)
		}
		if len(some) > 1 {
			some = []*spec.Type{v.in.union(some)}
		}
		all = append(all, some...)
	}
	return all
}

// limits returns how many items all schemas of the value allow; most is -1 if there is no limit.
func (v *view) limits() (least, most int) {
	most = -1
	for _, t := range v.parts {
		if t.Constraints == nil {
			continue
		}
		if l := t.Constraints.MinItems; l != nil {
			least = max(least, int(min(l.N, 1<<31-1)))
		}
		if l := t.Constraints.MaxItems; l != nil && (most < 0 || l.N < uint64(most)) {
			most = int(min(l.N, 1<<31-1))
		}
	}
	return least, most
}

// literals returns the values that the schemas list; nil: they list none.
func (v *view) literals() []*spec.Value {
	for _, t := range v.parts {
		if c := t.Constraints; c != nil && c.Const != nil {
			return []*spec.Value{c.Const}
		}
		var values []*spec.Value
		for _, e := range t.Values {
			if e.Value != nil {
				values = append(values, e.Value)
			}
		}
		if len(values) > 0 {
			return values
		}
	}
	return nil
}
