package security

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type rateLimitOptions struct {
	Default bool `json:"default"`
}

var rateLimitUndeclared = lint.NewWith(lint.Meta{
	ID:       "rate-limit-undeclared",
	Title:    "nothing says what a caller is told who calls too often",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, rateLimitOptions{Default: true}, func(options rateLimitOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || !declaresErrors(o) || declares(o, "429", "4XX") || options.Default && declares(o, "DEFAULT") {
			return
		}
		p.Report(&o.Node, responsesSpan(o),
			fmt.Sprintf("%s doesn't declare 429: clients take the limit, once there is one, for a failure, and try again at once", standard.Label(o)),
			append(declareFailures(p.API, o, []string{"429"}), lint.Cure("declare 429 with Retry-After"))...)
	}}
})
