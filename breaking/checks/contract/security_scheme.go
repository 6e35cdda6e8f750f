package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var securityScheme = breaking.New(breaking.Meta{
	ID: "security-scheme", Title: "the ways in which callers prove who they are", Group: "contract",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{API: compareSchemes})

func compareSchemes(p *breaking.Pass, pair breaking.Pair[spec.API]) {
	if !pair.Both() {
		return
	}
	for _, old := range pair.Old.SecuritySchemes {
		if new := findScheme(pair.New, old.Name); new != nil {
			compareScheme(p, old, new)
			continue
		}
		p.Report(breaking.Change{
			Kind: breaking.Removed, Attribute: "securitySchemes", From: old.Name, Element: old.ID(), Old: old.NameSpan,
			Message: fmt.Sprintf("the security scheme %q is gone: whoever proves themselves by it is turned away", old.Name),
			Cure:    "keep it until every caller has moved",
		}, breaking.On(breaking.Behavior|breaking.Source, breaking.Member, breaking.Withdraws))
	}
	for _, new := range pair.New.SecuritySchemes {
		if findScheme(pair.Old, new.Name) == nil {
			p.Report(breaking.Change{
				Kind: breaking.Added, Attribute: "securitySchemes", To: new.Name, Element: new.ID(), New: new.NameSpan,
				Message: fmt.Sprintf("the security scheme %q is new", new.Name),
			}, breaking.On(breaking.Behavior|breaking.Source, breaking.Member, breaking.Offers))
		}
	}
}

func findScheme(api *spec.API, name string) *spec.SecurityScheme {
	for _, s := range api.SecuritySchemes {
		if s.Name == name {
			return s
		}
	}
	return nil
}

func compareScheme(p *breaking.Pass, old, new *spec.SecurityScheme) {
	before := schemeFacts(old)
	for i, now := range schemeFacts(new) {
		if was := before[i].Text; was != now.Text {
			schemeChanged(p, old, new, now.Name, was, now.Text, breaking.Incomparable)
		}
	}
	if old.BearerFormat != new.BearerFormat {
		schemeSays(p, old, new, "bearerFormat", old.BearerFormat, new.BearerFormat, breaking.On(breaking.Behavior, breaking.Metadata, breaking.Incomparable))
	}
	was, is := scopes(old), scopes(new)
	if lost, won := without(was, is), without(is, was); len(lost)+len(won) > 0 {
		schemeChanged(p, old, new, "scopes", strings.Join(was, ", "), strings.Join(is, ", "), effectOf(lost, won))
	}
}

func schemeChanged(p *breaking.Pass, old, new *spec.SecurityScheme, what, was, is string, effect breaking.Effect) {
	schemeSays(p, old, new, what, was, is, breaking.On(breaking.Behavior, breaking.Protocol, effect))
}

func schemeSays(p *breaking.Pass, old, new *spec.SecurityScheme, what, was, is string, touch breaking.Touch) {
	p.Report(breaking.Change{
		Attribute: what, From: was, To: is, Element: new.ID(), Old: old.AttrSpan(what), New: new.AttrSpan(what),
		Message: fmt.Sprintf("%s of the security scheme %q was %s and is %s", what, new.Name, orDefault(was), orDefault(is)),
	}, touch)
}

func schemeFacts(s *spec.SecurityScheme) []breaking.Facet {
	facts := []breaking.Facet{
		{Name: "type", Text: s.Type}, {Name: "in", Text: s.In.String()}, {Name: "name", Text: s.ParameterName},
		{Name: "scheme", Text: strings.ToLower(s.Scheme)}, {Name: "openIdConnectUrl", Text: s.OpenIDConnectURL},
	}
	for _, kind := range []string{"implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"} {
		var flow spec.OAuthFlow
		if i := slices.IndexFunc(s.Flows, func(f spec.OAuthFlow) bool { return f.Kind == kind }); i >= 0 {
			flow = s.Flows[i]
		}
		facts = append(facts, breaking.Facet{Name: "flows." + kind, Text: strings.TrimSpace(strings.Join([]string{
			flow.Kind, flow.AuthorizationURL, flow.TokenURL, flow.RefreshURL, flow.DeviceAuthorizationURL,
		}, " "))})
	}
	return facts
}

// scopes returns "flow: scope" of every flow, sorted.
func scopes(s *spec.SecurityScheme) (texts []string) {
	for _, flow := range s.Flows {
		for _, scope := range flow.Scopes {
			texts = append(texts, flow.Kind+": "+scope.Name)
		}
	}
	slices.Sort(texts)
	return texts
}
