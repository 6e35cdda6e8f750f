package constraints

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var itemCount = breaking.New(breaking.Meta{
	ID: "item-count", Title: "how many items lists may have, and whether they differ", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{144, 180}, Since: "2026.1",
	Attributes: append([]string{"minItems", "maxItems", "uniqueItems"}, protoRules...),
}, breaking.Hooks{Type: compareItemCount})

var items = limits{"minItems", "maxItems", "items", "number of items", "items",
	func(c *spec.Constraints) (min, max *spec.Limit) { return c.MinItems, c.MaxItems }}

func compareItemCount(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok {
		return
	}
	items.compare(p, old, new)
	flag("uniqueItems", "the items of %s have to differ now", "the items of %s need not differ any more", old.UniqueItems, new.UniqueItems).report(p)
}
