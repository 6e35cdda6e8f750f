package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicatePath = lint.New(lint.Meta{
	ID:       "duplicate-path",
	Title:    "two paths differ in nothing but their parameters' names",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		first := map[string]*route{}
		for _, r := range routes(api) {
			erased := r.path.Erased()
			other := first[erased]
			if other == nil {
				first[erased] = r
				continue
			}
			p.Report(r.node(), r.path.Span,
				fmt.Sprintf("%s and %s are one path, for names of parameters are not sent: which of the two is read is up to each tool", r.path.Raw, other.path.Raw),
				lint.Cure("write all their operations under one of them"),
				lint.Related(other.path.Span, "the first"))
		}
	},
})
