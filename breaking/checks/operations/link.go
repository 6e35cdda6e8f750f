package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var link = breaking.New(breaking.Meta{
	ID: "link", Title: "links from a response to another operation", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"operationId", "operationRef"},
}, breaking.Hooks{Link: compareLink})

func compareLink(p *breaking.Pass, pair breaking.Pair[spec.Link]) {
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the link %q is new", pair.New.Name), breaking.On(breaking.Behavior, breaking.Promise, breaking.Offers))
	case pair.Removed():
		p.Removed(fmt.Sprintf("the link %q is gone: consumers that follow it stop there", pair.Old.Name),
			breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws)).
			Cure = "keep the link"
	default:
		was, is := leadsTo(pair.Old), leadsTo(pair.New)
		if was != is {
			p.Changed("operationId", was, is, fmt.Sprintf("the link %q led to %s and leads to %s", pair.New.Name, was, is),
				breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable))
		}
	}
}

func leadsTo(l *spec.Link) string {
	if l.OperationID != "" {
		return l.OperationID
	}
	return l.OperationRef
}
