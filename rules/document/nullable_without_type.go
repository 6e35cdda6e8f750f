package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var nullableWithoutType = lint.New(lint.Meta{
	ID:       "nullable-without-type",
	Title:    "nullable stands beside no type",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if !t.Nullable || len(declaredTypes(t)) > 0 || t.Kind == spec.KindAny && !isComposed(t) || nullInside(t) {
			return // what says nothing of its type may be null anyway
		}
		nullable, ok := t.Attr("nullable")
		if !ok || !nullable.Value.Bool() || !isOld(p.API, t.Span.File) {
			return
		}
		p.Report(&t.Node, nullable.NameSpan,
			fmt.Sprintf("nullable adds null to the type beside it, and %s has none: by OpenAPI 3.0.3 it changes nothing, and tools disagree", label(t)),
			lint.Cure("write the type beside it, or raise the document to 3.1 and write oneOf with type: null"))
	},
})

// nullInside reports whether a branch allows null itself, so that it is allowed however nullable is read.
func nullInside(t *spec.Type) bool {
	if t.Schema == nil {
		return false
	}
	return slices.ContainsFunc(slices.Concat(t.Schema.OneOf, t.Schema.AnyOf), func(b *spec.Type) bool { return b.Resolve().Nullable })
}
