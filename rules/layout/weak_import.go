package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var weakImport = lint.New(lint.Meta{
	ID:       "weak-import",
	Title:    "a file may be built without what it imports",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		for _, i := range d.Imports {
			if i.Weak {
				p.Report(&d.Node, i.Span,
					fmt.Sprintf("%s is imported weakly, which only Google's own build knows: everywhere else it means nothing or fails", i.Path),
					lint.Cure("leave weak out, or carry the message in a google.protobuf.Any"))
			}
		}
	},
})
