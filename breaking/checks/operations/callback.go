package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var callback = breaking.New(breaking.Meta{
	ID: "callback", Title: "calls that the service makes to a consumer's URL", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{Callback: compareCallback})

func compareCallback(p *breaking.Pass, pair breaking.Pair[spec.Callback]) {
	gone := breaking.On(breaking.JSON|breaking.Source, breaking.Member, breaking.Withdraws)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the callback %q is new", pair.New.Name), breaking.Inverse([]breaking.Touch{gone})...)
	case pair.Removed():
		p.Removed(fmt.Sprintf("the callback %q is gone: consumers that wait for it wait forever", pair.Old.Name), gone).
			Cure = "keep calling it, mark it deprecated, and stop with the next major version"
	}
}
