package security

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var operationWithoutSecurity = lint.New(lint.Meta{
	ID:       "operation-without-security",
	Title:    "nothing says who may call an operation",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	if len(api.Security) > 0 {
		return
	}
	var open []*spec.Operation
	some, total := false, 0
	calls(api, func(o *spec.Operation) {
		total++
		some = some || o.HasSecurity
		if !o.HasSecurity && !isForStrangers(o) {
			open = append(open, o)
		}
	})
	if !some && len(open) > 0 {
		p.Report(&api.Node, api.NameSpan,
			fmt.Sprintf("nothing says who may call any of the %d operations, so generated clients send no credentials and generated servers ask for none", total),
			lint.Cure("declare components/securitySchemes and security, with security: [] at what anyone may call"))
		return
	}
	for _, o := range open {
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("nothing says who may call %s, while other operations say it: what was forgotten and what is meant to be open look the same", standard.Label(o)),
			lint.Cure("declare security, or security: [] if anyone may call it"))
	}
}})

// isForStrangers reports whether an operation is one that callers need before they have credentials, or that
// machines call.
func isForStrangers(o *spec.Operation) bool {
	for _, text := range [...]string{o.Name, o.Path().Raw} {
		for _, word := range words.Split(text) {
			switch word {
			case "health", "healthz", "healthcheck", "ready", "readyz", "readiness", "live", "livez", "liveness", "ping", "status", "version",
				"login", "signin", "signup", "register", "token", "oauth", "oauth2", "jwks", "openapi", "metrics":
				return true
			}
		}
	}
	return false
}
