package validate

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// shapely reports whether the branches of a choice differ in what their values look like. If they
// don't, they are checks: `anyOf: [{required: [a]}, {required: [b]}]`.
func (c *choice) shapely(k possible) bool {
	rest := wire.KindAny
	for _, part := range c.rest {
		rest &= ownKinds(part)
	}
	rest &^= wire.KindNull
	switch {
	case rest == wire.KindObject:
		return c.bringFields(0) || c.bringValues()
	case rest == wire.KindArray:
		return c.bringItems()
	case single(rest):
		return false
	}
	var all wire.Kind
	arms := 0
	for _, arm := range c.arms {
		all |= k.of(arm)
		if !k.onlyNull(arm) {
			arms++
		}
	}
	switch all &^= wire.KindNull; {
	case all == wire.KindAny&^wire.KindNull:
		return false
	case all == wire.KindObject && arms > 1:
		return c.bringFields(0) || c.bringValues()
	}
	return !single(all) || all == wire.KindArray || arms == 1
}

// single reports whether values of the set are all of one sort.
func single(k wire.Kind) bool { return k != 0 && (k&(k-1) == 0 || k == wire.KindNumber) }

// deepestChoice bounds choices within choices.
const deepestChoice = 8

// bringFields reports whether a branch has properties that don't stand beside the choice too.
func (c *choice) bringFields(depth int) bool {
	known := map[string]bool{}
	for _, part := range c.rest {
		for _, f := range part.Fields {
			known[f.Name] = true
		}
	}
	return c.anyPart(func(part *spec.Type) bool {
		if slices.ContainsFunc(part.Fields, func(f *spec.Field) bool { return !known[f.Name] }) {
			return true
		}
		if part.Schema == nil || depth == deepestChoice {
			return false
		}
		for _, inner := range []*choice{{arms: part.Schema.OneOf}, {arms: part.Schema.AnyOf}} {
			if inner.bringFields(depth+1) || inner.bringValues() {
				return true
			}
		}
		return false
	})
}

// bringValues reports whether a branch says what the values of a map are, and nothing beside the
// choice does.
func (c *choice) bringValues() bool {
	values := func(part *spec.Type) bool {
		return part.Kind == spec.KindMap && part.Items != nil && !silent(part.Items.Resolve())
	}
	for _, part := range c.rest {
		if len(part.Fields) > 0 || values(part) {
			return false
		}
	}
	return c.anyPart(values)
}

// bringItems is the same for the items of an array.
func (c *choice) bringItems() bool {
	for _, part := range c.rest {
		if part.Items != nil {
			return false
		}
	}
	return c.anyPart(func(part *spec.Type) bool { return part.Items != nil && part.Kind != spec.KindMap })
}

func (c *choice) anyPart(is func(*spec.Type) bool) bool {
	for _, arm := range c.arms {
		if slices.ContainsFunc(partsOf(arm), is) {
			return true
		}
	}
	return false
}
