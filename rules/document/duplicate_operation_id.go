package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicateOperationID = lint.New(lint.Meta{
	ID:       "duplicate-operation-id",
	Title:    "two operations have the same operationId",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		first := map[string]*spec.Operation{}
		for _, o := range operations(api) {
			other := first[o.Name]
			switch {
			case o.Name == "" || other != nil && other.NameSpan == o.NameSpan: // one path item, at two places
			case other == nil:
				first[o.Name] = o
			default:
				p.Report(&o.Node, o.NameSpan,
					fmt.Sprintf("operationId %s is that of %s as well, so generated clients lose one of the two", o.Name, standard.Label(other)),
					lint.Cure("give each operation an operationId of its own"),
					lint.Related(other.NameSpan, "the first"))
			}
		}
	},
})
