package sample

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// The bounds of one search. A schema that needs more is refused with its position.
const (
	mostSteps = 200_000 // values tried, those thrown away included
	mostDepth = 60      // values within values
	mostSame  = 3       // times that one definition stands within itself
	mostItems = 10_000  // items and members of one value
	mostTries = 64      // values tried for one place
)

// maker makes one value.
type maker struct {
	*Sampler
	direction spec.Direction
	random    *rand.Rand
	steps     int
	depth     int
	size      int    // items and members so far
	stack     layers // definitions that are being made, outermost first
	contrary  bool   // optional parts are asked for, though Full isn't set
	tries     int    // at the value at hand, without success
	turn      int    // which of several equally good values: items of a set take different ones
	blame     *Error // the first thing that stood in the way
}

func (s *Sampler) maker(t *spec.Type, d spec.Direction) *maker {
	sum := fnv.New64a()
	sum.Write([]byte(t.ID()))
	return &maker{Sampler: s, direction: d, random: rand.New(rand.NewPCG(s.seed, sum.Sum64()))}
}

// Value is JSON as a value of the model.
func (s *Sampler) Value(t *spec.Type, d spec.Direction) (*spec.Value, error) {
	return s.valueOr(t, d, nil)
}

// valueOr returns the first of the examples that is valid, or makes a value.
func (s *Sampler) valueOr(t *spec.Type, d spec.Direction, examples []*spec.Value) (*spec.Value, error) {
	m := s.maker(t, d)
	if !s.Plain {
		for _, v := range examples {
			if v := m.prune(t, v, 0); m.valid([]*spec.Type{t}, v) {
				return v, nil
			}
		}
	}
	if v := m.make(t); v != nil {
		return v, nil
	}
	return nil, m.failure(t)
}

func (m *maker) failure(t *spec.Type) *Error {
	if m.blame == nil {
		return &Error{Span: t.NameSpan, Reason: "no value was found that this schema allows"}
	}
	return m.blame
}

// fail notes why no value can be made; the first reason is kept. It returns nil.
func (m *maker) fail(t *spec.Type, keyword, reason string) *spec.Value {
	if m.blame == nil {
		m.blame = &Error{Span: t.AttrSpan(keyword), Reason: reason}
	}
	return nil
}

// make returns a value that meets all the schemas, or nil.
func (m *maker) make(schemas ...*spec.Type) *spec.Value {
	var p problem
	for _, t := range schemas {
		p.add(t)
	}
	if m.steps++; m.steps > mostSteps || m.depth > mostDepth {
		return m.fail(schemas[0], "", "this schema demands values within values without end, or too many of them")
	}
	if m.tooOften(p.layers) {
		return m.fail(schemas[0], "", "this schema demands another value of its own kind, without end")
	}
	m.depth++
	m.stack = append(m.stack, p.layers...)
	defer func(n int) { m.depth--; m.stack = m.stack[:n] }(len(m.stack) - len(p.layers))
	tries := 0
	return m.solve(&p, schemas, &tries)
}

// tooOften reports whether one of the layers is being made several times already.
func (m *maker) tooOften(all layers) bool {
	return slices.ContainsFunc(all, func(t *spec.Type) bool { return m.standing(t) >= mostSame })
}

func (m *maker) standing(t *spec.Type) int {
	n := 0
	for _, other := range m.stack {
		if other == t {
			n++
		}
	}
	return n
}

// inside reports whether a value of the schema is being made, around the one at hand.
func (m *maker) inside(schemas []*spec.Type) bool {
	return slices.ContainsFunc(schemas, func(t *spec.Type) bool {
		return m.standing(t.Resolve()) > 0 || t.Kind == spec.KindArray && t.Items != nil && m.standing(t.Items.Resolve()) > 0
	})
}

// solve takes the choices one after the other, and makes the value when none is open.
func (m *maker) solve(p *problem, schemas []*spec.Type, tries *int) *spec.Value {
	if len(p.choices) == 0 {
		return m.attempt(p, schemas, tries)
	}
	for _, arm := range m.order(p.choices[0].arms) {
		if v := m.solve(p.with(arm), schemas, tries); v != nil || *tries > mostTries {
			return v
		}
	}
	return nil
}

// order puts arms that would make the value hold one of its own kind last, and null after others.
func (m *maker) order(arms [][]*spec.Type) [][]*spec.Type {
	var good, late [][]*spec.Type
	for _, arm := range arms {
		if m.inside(arm) || len(arm) > 0 && arm[0].Resolve().Kind == spec.KindNull {
			late = append(late, arm)
		} else {
			good = append(good, arm)
		}
	}
	return append(good, late...)
}

// attempt makes values of the layers until one is valid by the schemas: those keywords that are not
// followed when a value is made, such as `not`, are met by trying. Every other time, optional parts are
// there that were not, or the other way round: they may tell the branches of a union apart.
func (m *maker) attempt(p *problem, schemas []*spec.Type, tries *int) *spec.Value {
	turn, contrary := m.turn, m.contrary
	defer func() { m.turn, m.contrary = turn, contrary }()
	hard := p.layers.hard()
	for i := range 6 {
		if *tries++; *tries > mostTries {
			return nil
		}
		m.turn, m.tries, m.contrary = turn+i/2, i, contrary != (i%2 == 1)
		v := m.candidate(p.layers)
		if v == nil || !hard || m.valid(schemas, v) {
			return v
		}
		if v = m.contrast(v, p.unions, schemas); v != nil {
			return v
		}
	}
	return m.fail(p.layers[0], "", "no value was found that this schema allows")
}

// hard reports whether a value of the layers needs a look: it may break what was not followed when it
// was made.
func (all layers) hard() bool {
	return slices.ContainsFunc(all, func(t *spec.Type) bool {
		s := t.Schema
		return s != nil && (len(s.AnyOf)+len(s.OneOf)+len(s.DependentSchemas)+len(s.PatternProperties) > 0 || s.Not != nil ||
			s.If != nil || s.Contains != nil || s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil || s.PropertyNames != nil)
	}) || len(all) > 1
}

// candidate makes a value of the layers: an example, a literal that they name, or one made up.
func (m *maker) candidate(all layers) *spec.Value {
	if v := m.example(all); v != nil {
		return v
	}
	if literals, from := all.literals(); from != nil {
		return m.literal(all, literals, from)
	}
	set := all.allowed()
	if set == 0 {
		return m.fail(first(all, blamed), "", "no value is allowed here")
	}
	if set == anyKind {
		return m.untyped(all)
	}
	return m.first(set, all)
}

// first makes a value of the first type in the set that there is one of.
func (m *maker) first(set kinds, all layers) *spec.Value {
	for _, kind := range preferred {
		if set&kind != 0 {
			if v := m.ofKind(kind, set, all); v != nil {
				return v
			}
		}
	}
	return nil
}

// untyped makes a value where any type is allowed: of the one that the keywords speak of, and when
// another turn comes, of the others too.
func (m *maker) untyped(all layers) *spec.Value {
	meant := all.meant()
	if m.tries%4 == 0 {
		return m.first(meant, all)
	}
	rest := []kinds{text, integer, object}
	return m.first(rest[m.tries%len(rest)], all)
}

// blamed finds the schema that allows no value or names a type.
func blamed(t *spec.Type) *spec.Type {
	if t.Kind == spec.KindNever || t.Schema != nil && len(t.Schema.Types) > 0 {
		return t
	}
	return nil
}

func (m *maker) ofKind(kind, set kinds, all layers) *spec.Value {
	switch kind {
	case object:
		return m.object(all)
	case array:
		return m.array(all)
	case text:
		return m.text(all)
	case integer:
		return m.number(all, set&fraction == 0)
	case fraction:
		return m.number(all, false)
	case truth:
		return boolean((m.turn+m.offset(2))%2 == 0)
	}
	return null()
}

// offset returns a number below n by the seed: 0 for the seed 0, so that the first of several values
// is taken where nobody asks for others.
func (m *maker) offset(n int) int {
	if m.seed == 0 || n < 2 {
		return 0
	}
	return m.random.IntN(n)
}

// full reports whether optional parts are made.
func (m *maker) full() bool { return m.Full != m.contrary }
