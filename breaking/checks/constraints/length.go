package constraints

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var length = breaking.New(breaking.Meta{
	ID: "length", Title: "how long strings and bytes may be", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{180, 210}, Since: "2026.1",
	Attributes: append([]string{"minLength", "maxLength"}, protoRules...),
}, breaking.Hooks{Type: compareLength})

// allKinds are the kinds of change of a constraint.
var allKinds = []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}

// protoRules are the options that hold constraints in proto. Each check of the group compares its
// part of them.
var protoRules = []string{
	"(buf.validate.field)", "(buf.validate.message)", "(validate.rules)", "(validate.disabled)", "(validate.ignored)",
}

var characters = limits{"minLength", "maxLength", "length", "length", "characters",
	func(c *spec.Constraints) (min, max *spec.Limit) { return c.MinLength, c.MaxLength }}

var encoded = limits{"minBytes", "maxBytes", "bytes", "size", "bytes",
	func(c *spec.Constraints) (min, max *spec.Limit) { return c.MinBytes, c.MaxBytes }}

func compareLength(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if old, new, ok := constraintsOf(pair); ok {
		characters.compare(p, old, new)
		encoded.compare(p, old, new)
	}
}
