package contract

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var api = breaking.New(breaking.Meta{
	ID: "api", Title: "packages and documents that come and go", Group: "contract",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, AIP: []int{180, 185}, Since: "2026.1",
}, breaking.Hooks{API: compareAPI})

func compareAPI(p *breaking.Pass, pair breaking.Pair[spec.API]) {
	axes := breaking.JSON | breaking.Source
	if p.Format == spec.Proto {
		axes |= breaking.Wire
	}
	gone := breaking.On(axes, breaking.Member, breaking.Withdraws)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the %s %q is new", noun(p.Format), pair.New.Name), breaking.Inverse([]breaking.Touch{gone})...)
	case pair.Removed():
		p.Removed(fmt.Sprintf("the %s %q is gone with everything in it", noun(p.Format), pair.Old.Name), gone).
			Cure = "keep it beside its successor until its announced day of removal has passed"
	}
}

func noun(format spec.Format) string {
	if format == spec.Proto {
		return "package"
	}
	return "document"
}
