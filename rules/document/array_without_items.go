package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var arrayWithoutItems = lint.New(lint.Meta{
	ID:       "array-without-items",
	Title:    "an array does not say what it holds",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Kind != spec.KindArray || t.Items != nil || !slices.Contains(declaredTypes(t), "array") || isBranch(t) || isComposed(t) {
			return
		}
		if s := t.Schema; len(s.PrefixItems) > 0 || s.AdditionalItems != nil || s.UnevaluatedItems != nil {
			return
		}
		declared, _ := t.Attr("type")
		p.Report(&t.Node, declared.NameSpan, fmt.Sprintf("%s is an array of anything: no client has a type for what is in it, and OpenAPI 3.0 refuses the document", label(t)),
			lint.Cure("add items with the schema of one element"))
	},
})
