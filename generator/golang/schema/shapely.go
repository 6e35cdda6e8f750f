package schema

import "github.com/bylaw-dev/bylaw/spec"

// shapely reports whether the branches of a choice differ in what their values look like in Go. If
// they don't, they are checks: `anyOf: [{required: [a]}, {required: [b]}]`.
func (t *Types) shapely(c *choice) bool {
	rest := kindAny
	for _, part := range c.rest {
		rest &= t.ownKinds(part)
	}
	rest &^= kindNull
	switch {
	case rest == kindObject:
		return t.bringFields(c) || t.bringValues(c)
	case rest == kindArray:
		return t.bringItems(c)
	case rest.single():
		return false
	}
	var all kinds
	for _, arm := range c.arms {
		all |= t.kindsOf(arm)
	}
	switch all &^= kindNull; {
	case all == kindAny&^kindNull:
		return false
	case all == kindObject && len(t.arms(c)) > 1:
		return t.bringFields(c) || t.bringValues(c)
	}
	return !all.single() || all == kindArray || len(t.arms(c)) == 1
}

// arms returns the branches that allow something besides null.
func (t *Types) arms(c *choice) []*spec.Type {
	var arms []*spec.Type
	for _, arm := range c.arms {
		if t.kindsOf(arm)&^kindNull != 0 {
			arms = append(arms, arm)
		}
	}
	return arms
}

// bringFields reports whether a branch has properties that don't stand beside the choice too.
func (t *Types) bringFields(c *choice) bool {
	known := map[string]bool{}
	for _, part := range c.rest {
		for _, f := range part.Fields {
			known[f.Name] = true
		}
	}
	return t.anyPart(c, func(part *spec.Type) bool {
		for _, f := range part.Fields {
			if !known[f.Name] {
				return true
			}
		}
		return part.Schema != nil && t.anyChoice(part, func(inner *choice) bool { return t.bringFields(inner) || t.bringValues(inner) })
	})
}

// bringValues reports whether a branch says what the values of a map are, and nothing beside the
// choice does.
func (t *Types) bringValues(c *choice) bool {
	values := func(part *spec.Type) bool { return part.Kind == spec.KindMap && t.says(part.Items, 0) }
	for _, part := range c.rest {
		if len(part.Fields) > 0 || values(part) {
			return false
		}
	}
	return t.anyPart(c, values)
}

// bringItems is the same for the items of an array.
func (t *Types) bringItems(c *choice) bool {
	for _, part := range c.rest {
		if part.Items != nil {
			return false
		}
	}
	return t.anyPart(c, func(part *spec.Type) bool { return part.Items != nil && part.Kind != spec.KindMap })
}

func (t *Types) anyPart(c *choice, is func(*spec.Type) bool) bool {
	for _, arm := range c.arms {
		for _, part := range t.parts(arm) {
			if is(part) {
				return true
			}
		}
	}
	return false
}

// anyChoice asks for the choices within a branch.
func (t *Types) anyChoice(part *spec.Type, is func(*choice) bool) bool {
	return len(part.Schema.OneOf) > 0 && is(&choice{arms: part.Schema.OneOf}) ||
		len(part.Schema.AnyOf) > 0 && is(&choice{arms: part.Schema.AnyOf})
}
