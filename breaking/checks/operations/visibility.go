package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var visibility = breaking.New(breaking.Meta{
	ID: "visibility", Title: "who may see an operation", Group: "operations",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"(google.api.method_visibility)", "x-internal"},
}, breaking.Hooks{Operation: compareVisibility})

func compareVisibility(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() || pair.Old.Visibility == pair.New.Visibility {
		return
	}
	was, is := pair.Old.Visibility, pair.New.Visibility
	effect := breaking.Incomparable
	switch "" {
	case was:
		effect = breaking.Withdraws
	case is:
		effect = breaking.Offers
	}
	p.Changed(attributeOf(p.Format, "(google.api.method_visibility)", "x-internal"), was, is,
		fmt.Sprintf("the operation was visible to %s and is visible to %s", audience(was), audience(is)),
		breaking.On(breaking.Behavior, breaking.Member, effect))
}

func audience(restriction string) string {
	if restriction == "" {
		return "everyone"
	}
	return restriction + " only"
}

func attributeOf(format spec.Format, proto, openapi string) string {
	if format == spec.Proto {
		return proto
	}
	return openapi
}
