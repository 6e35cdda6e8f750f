package sample

import (
	"math/big"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Broken is a value that breaks the contract in one place.
type Broken struct {
	Code  string // of the violation, as the boundary tells it: "required", "max_length" …
	Field string // where: "items[0].quantity"; "" for the whole value
	JSON  []byte

	edit edit
}

// edit is one change to a value.
type edit struct {
	path []step
	to   *spec.Value // nil: the member is taken out
}

// step leads to a member, or if key is "" to an item.
type step struct {
	key   string
	index int
}

// mostBroken bounds how many broken values are returned for one schema.
const mostBroken = 500

// Broken returns values of the schema that are valid but for one violation each, in a stable order:
// what is demanded left out, null where there is none, another type, a length, a bound, a pattern
// or a literal missed, a member that nobody knows.
func (s *Sampler) Broken(t *spec.Type, d spec.Direction) ([]Broken, error) {
	m, base, err := s.base(t, d)
	if err != nil {
		return nil, err
	}
	var all []Broken
	b := breaker{maker: m}
	b.value(base, []*spec.Type{t}, nil)
	for _, e := range b.edits {
		text := Encode(e.apply(base))
		if found := m.violations(t, text); len(found) == 1 && len(all) < mostBroken {
			all = append(all, Broken{found[0].Code, found[0].Field, text, e})
		}
	}
	return all, nil
}

// BrokenIn returns, of each of the codes, the first value that is v but for one violation of that code. v is valid; few
// changes are tried, in a stable order.
func (s *Sampler) BrokenIn(t *spec.Type, d spec.Direction, v *spec.Value, codes ...[]string) []Broken {
	b := breaker{maker: s.maker(t, d)}
	b.value(v, []*spec.Type{t}, nil)
	found := make([]*Broken, len(codes))
	left := len(codes)
	for _, e := range b.edits[:min(len(b.edits), mostTried)] {
		if left == 0 {
			break
		}
		text := Encode(e.apply(v))
		faults := b.violations(t, text)
		if len(faults) != 1 {
			continue
		}
		i := slices.IndexFunc(codes, func(of []string) bool { return slices.Contains(of, faults[0].Code) })
		if i >= 0 && found[i] == nil {
			found[i] = &Broken{faults[0].Code, faults[0].Field, text, e}
			left--
		}
	}
	var all []Broken
	for _, one := range found {
		if one != nil {
			all = append(all, *one)
		}
	}
	return all
}

// Value is the broken value, given the one that it was made of.
func (b Broken) Value(of *spec.Value) *spec.Value { return b.edit.apply(of) }

// mostTried bounds the changes that BrokenIn tries.
const mostTried = 200

// base is a valid value with as much in it as there can be.
func (s *Sampler) base(t *spec.Type, d spec.Direction) (*maker, *spec.Value, error) {
	lavish := *s
	lavish.Full = true
	v, err := lavish.Value(t, d)
	return lavish.maker(t, d), v, err
}

// BrokenMany returns one value that is broken in n places, each another member and if possible each
// by another code, and what is wrong with it. It returns nil if the schema has not so many.
func (s *Sampler) BrokenMany(t *spec.Type, d spec.Direction, n int) ([]byte, []Broken, error) {
	all, err := s.Broken(t, d)
	if err != nil {
		return nil, nil, err
	}
	m, base, err := s.base(t, d)
	if err != nil {
		return nil, nil, err
	}
	var taken []Broken
	for _, fresh := range []bool{true, false} {
		for _, b := range all {
			known := slices.ContainsFunc(taken, func(other Broken) bool { return other.Field == b.Field || fresh && other.Code == b.Code })
			if len(taken) == n || known {
				continue
			}
			changed := b.edit.apply(base)
			if len(m.violations(t, Encode(changed))) == len(taken)+1 {
				base, taken = changed, append(taken, b)
			}
		}
	}
	if len(taken) < n {
		return nil, nil, nil
	}
	return Encode(base), taken, nil
}

// fault is one violation of a value.
type fault struct{ Field, Code string }

func (m *maker) violations(t *spec.Type, text []byte) []fault {
	var r wire.Reader
	r.Reset(wireDirection(m.direction))
	if n, ok := r.ParseJSON(text, wire.Limits{}); ok {
		m.checker.Read(t)(&r, n)
	}
	var faults []fault
	for _, v := range r.Violations() {
		faults = append(faults, fault{v.Field, v.Code})
	}
	return faults
}

// apply returns the value with the change. A path that leads nowhere any more changes nothing.
func (e edit) apply(v *spec.Value) *spec.Value { return applied(v, e.path, e.to) }

func applied(v *spec.Value, path []step, to *spec.Value) *spec.Value {
	if len(path) == 0 {
		return to
	}
	at := path[0]
	if at.key == "" {
		if at.index >= len(v.Items) {
			return v
		}
		made := *v
		made.Items = slices.Clone(v.Items)
		made.Items[at.index] = applied(v.Items[at.index], path[1:], to)
		return &made
	}
	inner := v.Get(at.key)
	switch {
	case len(path) == 1 && to == nil:
		return without(v, at.key)
	case len(path) == 1:
		return with(v, at.key, to)
	case inner == nil:
		return v
	}
	return with(v, at.key, applied(inner, path[1:], to))
}

// breaker collects the changes that may break a value.
type breaker struct {
	*maker
	edits []edit
}

// deepestBroken bounds how deep values are broken.
const deepestBroken = 4

func (b *breaker) add(path []step, to *spec.Value) {
	if len(b.edits) < 4*mostBroken {
		b.edits = append(b.edits, edit{slices.Clone(path), to})
	}
}

// value tries everything on the value that the path leads to.
func (b *breaker) value(v *spec.Value, schemas []*spec.Type, path []step) {
	if len(path) > deepestBroken {
		return
	}
	var p problem
	for _, t := range schemas {
		p.add(t)
	}
	for len(p.choices) > 0 {
		arm := p.choices[0].arms[0]
		for _, other := range p.choices[0].arms {
			if len(other) > 0 && b.valid(other, v) {
				arm = other
			}
		}
		p = *p.with(arm)
	}
	switch v.Kind {
	case spec.Map:
		b.members(v, p.layers, path)
	case spec.List:
		b.items(v, p.layers, path)
	case spec.Str:
		b.texts(v, p.layers, path)
	case spec.Num:
		b.numbers(p.layers, path)
	}
	b.add(path, null())
	b.kinds(v, path)
}

// kinds puts values of another kind in the place.
func (b *breaker) kinds(v *spec.Value, path []step) {
	for _, other := range []*spec.Value{number("0.5"), str("other"), boolean(true), list(), {Kind: spec.Map}} {
		if other.Kind != v.Kind {
			b.add(path, other)
			return
		}
	}
}

func (b *breaker) members(v *spec.Value, all layers, path []step) {
	o := objectMaker{maker: b.maker, all: all}
	for _, m := range v.Members {
		b.add(append(path, step{key: m.Key}), nil)
		if schemas := o.schemasOf(m.Key); len(schemas) > 0 {
			b.value(m.Value, schemas, append(path, step{key: m.Key}))
		}
	}
	all.fields(func(_ *spec.Type, f *spec.Field) bool {
		if o.barred(f.Name) {
			if made := b.make(f.Type); made != nil {
				b.add(append(path, step{key: f.Name}), made)
			}
		}
		return true
	})
	b.add(append(path, step{key: "unknownMember"}), number("1"))
}

func (b *breaker) items(v *spec.Value, all layers, path []step) {
	b.add(path, list())
	if len(v.Items) == 0 {
		return
	}
	if schemas := all.item(0); len(schemas) > 0 {
		b.value(v.Items[0], schemas, append(path, step{}))
	}
	b.add(path, list(append(slices.Clone(v.Items), v.Items[0])...))
	if most := all.atMost(func(c *spec.Constraints) *spec.Limit { return c.MaxItems }); most < mostItems {
		longer := slices.Clone(v.Items)
		for uint64(len(longer)) <= most {
			longer = append(longer, v.Items[0])
		}
		b.add(path, list(longer...))
	}
}

func (b *breaker) texts(v *spec.Value, all layers, path []step) {
	most := all.atMost(func(c *spec.Constraints) *spec.Limit { return c.MaxLength })
	if n := length(v.Text); most < longestText && n <= most {
		b.add(path, str(v.Text+strings.Repeat("x", int(most-n)+1)))
	}
	b.add(path, str(""))
	if least, _ := all.atLeast(func(c *spec.Constraints) *spec.Limit { return c.MinLength }); least > 1 && least < longestText {
		b.add(path, str(strings.Repeat("x", int(least)-1)))
	}
	b.add(path, str("~ not it ~"))
}

func (b *breaker) numbers(all layers, path []step) {
	var s span
	for _, t := range all {
		if s.narrow(t) != "" {
			return
		}
	}
	step := big.NewRat(1, 1)
	if s.step != nil {
		step = s.step
		b.add(path, number(decimal(new(big.Rat).Quo(step, big.NewRat(2, 1)))))
	}
	if s.low != nil {
		b.add(path, number(decimal(new(big.Rat).Sub(s.low, step))))
	}
	if s.high != nil {
		b.add(path, number(decimal(new(big.Rat).Add(s.high, step))))
	}
	b.add(path, number("0.5"))
}
