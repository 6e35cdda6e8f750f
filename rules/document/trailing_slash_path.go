package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type trailingSlashOptions struct {
	Always bool `json:"always"`
}

var trailingSlashPath = lint.NewWith(lint.Meta{
	ID:       "trailing-slash-path",
	Title:    "a path ends with a slash, unlike the others",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, trailingSlashOptions{}, func(options trailingSlashOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			var with, without []*route
			for _, r := range routes(api) {
				if raw := r.path.Raw; raw != "/" && strings.HasSuffix(raw, "/") {
					with = append(with, r)
				} else if raw != "/" {
					without = append(without, r)
				}
			}
			switch {
			case options.Always || len(with) <= len(without):
				reportSlashes(p, with, "ends with a slash", "take the slash at the end away")
			case len(without) > 0:
				reportSlashes(p, without, "does not end with a slash", "write the slash at the end, as the other paths do")
			}
		},
	}
})

func reportSlashes(p *lint.Pass, odd []*route, what, cure string) {
	for _, r := range odd {
		p.Report(r.node(), r.path.Span,
			fmt.Sprintf("path %s %s, unlike the others: with and without are two paths, and who guesses wrong gets a 404", r.path.Raw, what),
			lint.Cure(cure))
	}
}
