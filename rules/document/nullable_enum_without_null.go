package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var nullableEnumWithoutNull = lint.New(lint.Meta{
	ID:       "nullable-enum-without-null",
	Title:    "an enum may be null and does not list it",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Kind != spec.KindEnum || !t.Nullable {
			return
		}
		enum, ok := t.Attr("enum")
		if !ok || slices.ContainsFunc(enum.Value.Items, func(v *spec.Value) bool { return v.Kind == spec.Null }) {
			return
		}
		p.Report(&t.Node, enum.NameSpan,
			fmt.Sprintf("%s may be null by its type and may not by its enum: validators refuse the null that servers send", label(t)),
			append(listNull(t), lint.Cure("add null to the enum"))...)
	},
})

func listNull(t *spec.Type) []lint.Option {
	edits, ok := edit.Append(&t.Node, "enum", "null")
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "add null to the enum", Safety: report.Unsafe, Edits: edits})}
}
