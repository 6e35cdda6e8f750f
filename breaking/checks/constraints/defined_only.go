package constraints

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var definedOnly = breaking.New(breaking.Meta{
	ID: "defined-only", Title: "whether enum numbers without a name are valid", Group: "constraints",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, AIP: []int{180}, Since: "2026.1",
	Attributes: protoRules,
}, breaking.Hooks{Type: compareDefinedOnly})

func compareDefinedOnly(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if old, new, ok := constraintsOf(pair); ok {
		flag("definedOnly", "%s takes only numbers that have a name now", "%s takes numbers that have no name", old.DefinedOnly, new.DefinedOnly).report(p)
	}
}
