package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingSchema = lint.New(lint.Meta{
	ID:       "missing-schema",
	Title:    "a parameter or a body has no schema",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
		if _, ok := parameter.Attr("schema"); ok || len(parameter.Content) > 0 || derivedHeader(parameter.Name, true) != "" && parameter.In == spec.InHeader {
			return
		}
		p.Report(&parameter.Node, parameter.NameSpan,
			fmt.Sprintf("%s has neither schema nor content, so nothing is known of its value and nothing is checked", parameter.Name),
			lint.Cure("add a schema with its type and bounds"))
	},
	MediaType: func(p *lint.Pass, m *spec.MediaType) {
		if m.Type == nil && m.ItemType == nil && spec.IsJSON(m.Name) {
			p.Report(&m.Node, m.NameSpan, fmt.Sprintf("%s has no schema, so clients get a body of anything and servers check nothing", m.Name),
				lint.Cure("add the schema of the body"))
		}
	},
})
