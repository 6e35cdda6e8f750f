package constraints

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var propertyCount = breaking.New(breaking.Meta{
	ID: "property-count", Title: "how many properties objects and maps may have", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: append([]string{"minProperties", "maxProperties"}, protoRules...),
}, breaking.Hooks{Type: comparePropertyCount})

var properties = limits{"minProperties", "maxProperties", "properties", "number of properties", "properties",
	func(c *spec.Constraints) (min, max *spec.Limit) { return c.MinProperties, c.MaxProperties }}

func comparePropertyCount(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if old, new, ok := constraintsOf(pair); ok {
		properties.compare(p, old, new)
	}
}
