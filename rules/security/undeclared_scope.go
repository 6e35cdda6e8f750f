package security

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var undeclaredScope = lint.New(lint.Meta{
	ID:       "undeclared-scope",
	Title:    "an operation asks for a scope that no flow has",
	Group:    "security",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	said := map[string]bool{}
	checkScopes(p, &api.Node, api.Security, said)
	calls(api, func(o *spec.Operation) { checkScopes(p, &o.Node, o.Security, said) })
}})

// checkScopes reports each unknown scope where it stands first.
func checkScopes(p *lint.Pass, n *spec.Node, alternatives []spec.SecurityRequirement, said map[string]bool) {
	for i, alternative := range alternatives {
		for _, use := range alternative.Schemes {
			if use.Scheme == nil || use.Scheme.Type != "oauth2" || len(use.Scheme.Flows) == 0 {
				continue
			}
			for k, scope := range use.Scopes {
				if key := use.Name + " " + scope; !has(use.Scheme, scope) && !said[key] {
					said[key] = true
					p.Report(n, scopeSpan(n, i, use.Name, k),
						fmt.Sprintf("no flow of %s declares the scope %q: no client can ask for it, so no one may call this", use.Name, scope),
						lint.Cure(fmt.Sprintf("declare it under the flows of %s, or correct its name", use.Name)))
				}
			}
		}
	}
}

func has(s *spec.SecurityScheme, scope string) bool {
	return slices.ContainsFunc(s.Flows, func(flow spec.OAuthFlow) bool {
		return slices.ContainsFunc(flow.Scopes, func(declared spec.Scope) bool { return declared.Name == scope })
	})
}

func scopeSpan(n *spec.Node, alternative int, scheme string, scope int) source.Span {
	a, ok := n.Attr("security")
	if !ok || a.Value == nil || alternative >= len(a.Value.Items) {
		return n.NameSpan
	}
	scopes := a.Value.Items[alternative].Get(scheme)
	if scopes == nil || scope >= len(scopes.Items) {
		return a.NameSpan
	}
	return scopes.Items[scope].Span
}
