package security

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var basicAuth = lint.New(lint.Meta{
	ID:       "basic-auth",
	Title:    "every request carries the password itself",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	for _, s := range api.SecuritySchemes {
		scheme := strings.ToLower(s.Scheme)
		if s.Type != "http" || scheme != "basic" && scheme != "digest" && scheme != "negotiate" {
			continue
		}
		p.Report(&s.Node, s.AttrSpan("scheme"),
			fmt.Sprintf("%s is HTTP %s: every request carries what never expires and can't be narrowed, and one that is logged somewhere gives the account away", s.Name, s.Scheme),
			lint.Cure("declare oauth2 or openIdConnect, or http with bearer, whose tokens expire and have scopes"))
	}
}})
