package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var service = breaking.New(breaking.Meta{
	ID: "service", Title: "services that come and go", Group: "operations",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed},
	AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Service: compareService})

func compareService(p *breaking.Pass, pair breaking.Pair[spec.Service]) {
	gone := breaking.On(everywhere(p.Format), breaking.Member, breaking.Withdraws)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the service %q is new", pair.New.Name), breaking.Inverse([]breaking.Touch{gone})...)
	case pair.Removed():
		p.Removed(fmt.Sprintf("the service %q is gone with all its %d rpcs", pair.Old.Name, len(pair.Old.Operations)), gone).
			Cure = "keep it, mark it deprecated with a day of removal, and remove it after that day or in the next major version"
	}
}
