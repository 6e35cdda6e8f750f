package security

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var rateLimitHeadersMissing = lint.New(lint.Meta{
	ID:       "rate-limit-headers-missing",
	Title:    "callers learn of the limit when they have run into it",
	Group:    "security",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	told := o.Policy != nil && o.Policy.Quota != "" // and generated servers send the headers
	answer := o.Success()
	if o.Kind != spec.Call || !declares(o, "429") || told || answer == nil || tellsLimit(answer) {
		return
	}
	p.Report(&o.Node, responsesSpan(o),
		fmt.Sprintf("%s has a limit, and its %s doesn't show how much of it is left: clients slow down only after they have been refused", standard.Label(o), answer.Status),
		lint.Cure("declare the headers RateLimit and RateLimit-Policy, or X-RateLimit-Limit, -Remaining and -Reset"))
}})

// tellsLimit reports whether an answer has a header such as RateLimit, RateLimit-Remaining or
// X-Rate-Limit-Limit.
func tellsLimit(r *spec.Response) bool {
	for _, h := range r.Headers {
		if name := strings.Join(words.Split(h.Name), ""); strings.Contains(name, "ratelimit") || strings.Contains(name, "quota") {
			return true
		}
	}
	return false
}
