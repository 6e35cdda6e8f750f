package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
)

var link = breaking.New(breaking.Meta{
	ID: "link", Title: "links from a response to another operation", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"operationId", "operationRef", "parameters", "requestBody", "server"},
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
		for _, attribute := range []string{"operationId", "operationRef", "parameters", "requestBody", "server"} {
			leadsElsewhere(p, pair, attribute)
		}
	}
}

func leadsElsewhere(p *breaking.Pass, pair breaking.Pair[spec.Link], attribute string) {
	was, is := said(&pair.Old.Node, attribute), said(&pair.New.Node, attribute)
	if was == is {
		return
	}
	p.Changed(attribute, was, is, fmt.Sprintf("%s of the link %q was %s and is %s", attribute, pair.New.Name, wording.OrNone(was), wording.OrNone(is)),
		breaking.On(breaking.Behavior, breaking.Promise, breaking.Incomparable))
}

// said returns an attribute as it is written; "" if it is not.
func said(n *spec.Node, attribute string) string {
	a, ok := n.Attr(attribute)
	if !ok {
		return ""
	}
	return breaking.Text(a.Value)
}
