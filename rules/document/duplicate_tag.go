package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicateTag = lint.New(lint.Meta{
	ID:       "duplicate-tag",
	Title:    "a tag is declared twice",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		first := tagNames(api)
		for _, t := range api.Tags {
			if other := first[t.Name]; other != t && t.Name != "" {
				p.Report(&t.Node, t.NameSpan,
					fmt.Sprintf("tag %s is declared twice, which OpenAPI forbids: which description is shown is up to each tool", t.Name),
					lint.Cure("merge the two declarations"),
					lint.Related(other.NameSpan, "the first"))
			}
		}
	},
})
