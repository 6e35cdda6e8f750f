package sample

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// array makes an array with as many items as there have to be; one if it may be empty, unless that
// would not end.
func (m *maker) array(all layers) *spec.Value {
	least, _ := all.atLeast(func(c *spec.Constraints) *spec.Limit { return c.MinItems })
	most := all.atMost(func(c *spec.Constraints) *spec.Limit { return c.MaxItems })
	contained := all.contained()
	least = max(least, uint64(len(contained)))
	if least > most {
		return m.fail(all[0], "minItems", "more items are demanded than are allowed")
	}
	if m.size += int(min(least, mostItems+1)); m.size > mostItems {
		return m.fail(all[0], "minItems", "more items are demanded than a sample should have")
	}
	n := max(least, min(most, m.usual(all)))
	unique := all.unique()
	made := list()
	for i := 0; uint64(i) < n; i++ {
		v := m.item(all, contained, i, made, unique)
		if v == nil {
			if uint64(i) >= least {
				m.blame = nil
				break
			}
			return nil
		}
		made.Items = append(made.Items, v)
	}
	return made
}

// usual is how many items an array gets that need not have any.
func (m *maker) usual(all layers) uint64 {
	n := uint64(1)
	for _, t := range all {
		if s := t.Schema; s != nil {
			n = max(n, uint64(len(s.PrefixItems)))
		}
	}
	if !m.full() && m.depth > 2 || m.depth > m.reach()+1 || m.inside(all.item(0)) || slices.ContainsFunc(all.item(0), isNever) {
		return 0
	}
	return n
}

func (all layers) unique() bool {
	unique := false
	all.constraints(func(c *spec.Constraints) { unique = unique || c.UniqueItems })
	return unique
}

// contained returns a schema for each item that `contains` demands.
func (all layers) contained() []*spec.Type {
	var demanded []*spec.Type
	for _, t := range all {
		s := t.Schema
		if s == nil || s.Contains == nil {
			continue
		}
		n := uint64(1)
		if s.MinContains != nil {
			n = min(s.MinContains.N, mostItems)
		}
		for range n {
			demanded = append(demanded, s.Contains)
		}
	}
	return demanded
}

// item returns the schemas that the item at an index has to meet.
func (all layers) item(i int) []*spec.Type {
	var schemas []*spec.Type
	for _, t := range all {
		rest := t.Items
		if t.Kind == spec.KindMap {
			rest = nil
		}
		if s := t.Schema; s != nil && len(s.PrefixItems) > 0 {
			if rest = s.AdditionalItems; i < len(s.PrefixItems) {
				rest = s.PrefixItems[i]
			}
		}
		if rest != nil {
			schemas = append(schemas, rest)
		}
	}
	return schemas
}

// item makes the next item of an array, different from those before if it has to be.
func (m *maker) item(all layers, contained []*spec.Type, i int, made *spec.Value, unique bool) *spec.Value {
	schemas := all.item(i)
	if i < len(contained) {
		schemas = append(schemas, contained[i])
	}
	if len(schemas) == 0 {
		schemas = []*spec.Type{textType}
	}
	if !unique {
		return m.make(schemas...)
	}
	turn := m.turn
	defer func() { m.turn = turn }()
	for range i + 8 {
		v := m.make(schemas...)
		if v == nil || !slices.ContainsFunc(made.Items, func(other *spec.Value) bool { return same(v, other) }) {
			return v
		}
		m.turn++
	}
	return m.fail(all[0], "uniqueItems", "there are not enough different values for so many unique items")
}
