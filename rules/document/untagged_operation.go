package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type untaggedOperationOptions struct {
	Always bool `json:"always"`
}

var untaggedOperation = lint.NewWith(lint.Meta{
	ID:       "untagged-operation",
	Title:    "an operation bears no tag, unlike the others",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, untaggedOperationOptions{}, func(options untaggedOperationOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			var without []*spec.Operation
			all := calls(api)
			for _, o := range all {
				if len(o.Tags) == 0 {
					without = append(without, o)
				}
			}
			if !options.Always && 2*len(without) >= len(all) {
				return // a document that does not group its operations
			}
			for _, o := range without {
				p.Report(&o.Node, o.NameSpan,
					fmt.Sprintf("%s bears no tag, so documentation and generated clients put it apart from what it belongs to", standard.Label(o)),
					lint.Cure("give it one of the document's tags"))
			}
		},
	}
})
