package security

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var varyByUserAgent = lint.New(lint.Meta{
	ID:       "vary-by-user-agent",
	Title:    "an answer depends on the client's name",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{Response: func(p *lint.Pass, r *spec.Response) {
	for _, h := range r.Headers {
		if !strings.EqualFold(h.Name, "Vary") {
			continue
		}
		for _, v := range valuesOf(h) {
			if strings.Contains(strings.ToLower(v.Text), "user-agent") || strings.TrimSpace(v.Text) == "*" {
				p.Report(&h.Node, v.Span,
					fmt.Sprintf("the header Vary: %s makes caches keep an answer for each of a hundred thousand client versions, so they keep none; and who names another client gets another answer", v.Text),
					lint.Cure("let answers depend on Accept, Accept-Encoding or Accept-Language alone"))
				return
			}
		}
	}
}})
