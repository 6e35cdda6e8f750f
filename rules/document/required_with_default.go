package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var requiredWithDefault = lint.New(lint.Meta{
	ID:       "required-with-default",
	Title:    "a parameter is required and has a default",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
		if !parameter.Required || parameter.In == spec.InPath || parameter.Type == nil || parameter.Type.Kind == spec.KindReference {
			return
		}
		declared, ok := parameter.Type.Attr("default")
		if !ok || declared.Value.Kind == spec.Null {
			return
		}
		p.Report(&parameter.Node, declared.NameSpan,
			fmt.Sprintf("%s is required, so its default never counts: callers can't tell whether they have to send it", parameter.Name),
			lint.Cure("take required: true away if it may be left out, and otherwise the default"))
	},
})
