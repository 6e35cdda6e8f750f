package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicateEnumValue = lint.New(lint.Meta{
	ID:       "duplicate-enum-value",
	Title:    "an enum lists a value twice",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Kind != spec.KindEnum || len(t.Values) < 2 {
			return
		}
		type literal struct {
			kind spec.ValueKind
			text string
		}
		seen := make(map[literal]bool, len(t.Values))
		for _, v := range t.Values {
			l := literal{v.Value.Kind, v.Name}
			if seen[l] {
				p.Report(&v.Node, v.NameSpan, fmt.Sprintf("%s stands in the enum twice: generated code declares one constant two times, or another value was meant", v.Name),
					lint.Cure("take it away, or write the value that was meant"))
			}
			seen[l] = true
		}
	},
})
