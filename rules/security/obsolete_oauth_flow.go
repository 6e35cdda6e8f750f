package security

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var obsoleteOAuthFlow = lint.New(lint.Meta{
	ID:       "obsolete-oauth-flow",
	Title:    "clients get their tokens in a way that has been given up",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	for _, s := range api.SecuritySchemes {
		for _, flow := range s.Flows {
			harm := flowHarm(flow.Kind)
			if harm == "" {
				continue
			}
			p.Report(&s.Node, memberSpan(&s.Node, "flows", flow.Kind),
				fmt.Sprintf("the flow %s of %s %s (RFC 9700)", flow.Kind, s.Name, harm),
				lint.Cure("declare authorizationCode with PKCE, or clientCredentials where no person takes part"))
		}
	}
}})

func flowHarm(kind string) string {
	switch kind {
	case "implicit":
		return "hands the token over in a URL, where browsers keep it and other pages read it"
	case "password":
		return "has people type their passwords into every client, which can do with them what it likes"
	}
	return ""
}
