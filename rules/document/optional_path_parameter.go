package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var optionalPathParameter = lint.New(lint.Meta{
	ID:       "optional-path-parameter",
	Title:    "a path parameter does not say that it is required",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
		if parameter.In != spec.InPath || parameter.Required {
			return
		}
		p.Report(&parameter.Node, parameter.NameSpan,
			fmt.Sprintf("path parameter %s is not required: true, which OpenAPI demands, since a path without it is another path", parameter.Name),
			append(requirePathParameter(parameter), lint.Cure("add required: true"))...)
	},
})

func requirePathParameter(parameter *spec.Parameter) []lint.Option {
	set, ok := edit.Set(&parameter.Node, "required", "true")
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "add required: true", Safety: report.Safe, Edits: []report.Edit{set}})}
}
