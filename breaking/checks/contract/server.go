package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var server = breaking.New(breaking.Meta{
	ID: "server", Title: "where the service can be reached", Group: "contract",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"servers"},
}, breaking.Hooks{API: compareServers, Operation: compareOwnServers})

func compareServers(p *breaking.Pass, pair breaking.Pair[spec.API]) {
	if pair.Both() {
		compareLists(p, pair.Old.Servers, pair.New.Servers)
	}
}

func compareOwnServers(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if pair.Both() {
		compareLists(p, pair.Old.Servers, pair.New.Servers)
	}
}

// compareLists compares the places by their URLs. Their names and order are nobody's business.
func compareLists(p *breaking.Pass, old, new []*spec.Server) {
	for _, s := range old {
		if now := find(new, s.URL); now != nil {
			compareVariables(p, s, now)
			continue
		}
		p.Report(breaking.Change{
			Kind: breaking.Removed, Attribute: "servers", From: s.URL, Old: s.NameSpan,
			Message: fmt.Sprintf("the server %s is gone: whoever calls it there finds nobody", s.URL),
			Cure:    "keep it listed as long as it answers",
		}, breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws))
	}
	for _, s := range new {
		if find(old, s.URL) == nil {
			p.Report(breaking.Change{
				Kind: breaking.Added, Attribute: "servers", To: s.URL, New: s.NameSpan,
				Message: fmt.Sprintf("the server %s is new", s.URL),
			}, breaking.On(breaking.JSON, breaking.Member, breaking.Offers))
		}
	}
}

func find(servers []*spec.Server, url string) *spec.Server {
	for _, s := range servers {
		if s.URL == url {
			return s
		}
	}
	return nil
}

// compareVariables compares what may stand in the URL's placeholders.
func compareVariables(p *breaking.Pass, old, new *spec.Server) {
	for _, v := range old.Variables {
		i := slices.IndexFunc(new.Variables, func(other *spec.ServerVariable) bool { return other.Name == v.Name })
		if i < 0 {
			changedVariable(p, v, "default", v.Default, "", breaking.On(breaking.JSON, breaking.Promise, breaking.Withdraws))
			continue
		}
		is := new.Variables[i]
		if v.Default != is.Default {
			changedVariable(p, is, "default", v.Default, is.Default, breaking.On(breaking.JSON, breaking.Promise, breaking.Incomparable))
		}
		if lost, won := without(v.Enum, is.Enum), without(is.Enum, v.Enum); len(lost)+len(won) > 0 {
			changedVariable(p, is, "enum", strings.Join(v.Enum, ", "), strings.Join(is.Enum, ", "),
				breaking.On(breaking.JSON, breaking.Member, effectOf(lost, won)))
		}
	}
	for _, v := range new.Variables {
		if !slices.ContainsFunc(old.Variables, func(other *spec.ServerVariable) bool { return other.Name == v.Name }) {
			changedVariable(p, v, "default", "", v.Default, breaking.On(breaking.JSON, breaking.Promise, breaking.Offers))
		}
	}
}

func changedVariable(p *breaking.Pass, v *spec.ServerVariable, what, was, is string, touch breaking.Touch) {
	p.Report(breaking.Change{
		Attribute: "servers." + v.Name + "." + what, From: was, To: is, New: v.NameSpan,
		Message: fmt.Sprintf("the %s of the server variable %q was %s and is %s", what, v.Name, orDefault(was), orDefault(is)),
	}, touch)
}

// without returns what the first list has and the second has not.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// effectOf is what losing some and winning others of what can be relied on does.
func effectOf(lost, won []string) breaking.Effect {
	switch {
	case len(lost) > 0 && len(won) > 0:
		return breaking.Incomparable
	case len(lost) > 0:
		return breaking.Withdraws
	}
	return breaking.Offers
}
