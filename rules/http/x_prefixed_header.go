package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type xPrefixedHeaderOptions struct {
	Except []string `json:"except"`
}

var xPrefixedHeader = lint.NewWith(lint.Meta{
	ID:       "x-prefixed-header",
	Title:    "a header of one's own begins with X-",
	Group:    "http",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, xPrefixedHeaderOptions{[]string{}}, func(options xPrefixedHeaderOptions) lint.Hooks {
	customary := map[string]bool{}
	for _, name := range append(strings.Fields(customaryHeaders), options.Except...) {
		customary[strings.ToLower(name)] = true
	}
	return lint.Hooks{Parameter: func(p *lint.Pass, q *spec.Parameter) {
		name := strings.ToLower(q.Name)
		rest, prefixed := strings.CutPrefix(name, "x-")
		if q.In != spec.InHeader || !prefixed || rest == "" || customary[name] || isCustomary(rest) {
			return
		}
		p.Report(&q.Node, q.NameSpan,
			fmt.Sprintf("%s begins with X-, which says that it is an experiment (RFC 6648): when it is none any more, all clients have to send both names", q.Name),
			lint.Cure(fmt.Sprintf("call it %s, or begin it with the name of the product", q.Name[2:])))
	}}
})

// isCustomary tells families of headers by what follows the prefix.
func isCustomary(rest string) bool {
	return strings.HasPrefix(rest, "ratelimit-") || strings.HasPrefix(rest, "rate-limit-") || strings.HasPrefix(rest, "forwarded-")
}

// customaryHeaders have the prefix by a custom that is older and stronger than RFC 6648.
const customaryHeaders = "X-API-Key X-Correlation-ID X-CSRF-Token X-Content-Type-Options X-DNS-Prefetch-Control X-Download-Options " +
	"X-Forwarded X-Frame-Options X-HTTP-Method-Override X-Idempotency-Key X-OAuth-Scopes X-Powered-By X-Real-IP X-Request-ID " +
	"X-Request-Start X-Requested-With X-Response-Time X-Robots-Tag X-Total-Count X-Trace-ID X-B3-TraceId X-B3-SpanId " +
	"X-B3-ParentSpanId X-B3-Sampled X-UA-Compatible X-XSRF-Token X-XSS-Protection X-Next-Page X-Page X-Per-Page X-Prev-Page X-Total X-Total-Pages"
