package document

import (
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var untypedSchema = lint.New(lint.Meta{
	ID:       "untyped-schema",
	Title:    "a schema describes objects or arrays and does not say that it is one",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if len(declaredTypes(t)) > 0 || isBranch(t) || isComposed(t) || t.Syntax == nil {
			return
		}
		keyword, name := "", ""
		switch {
		case len(t.Fields) > 0:
			keyword, name = "properties", "object"
		case t.Kind == spec.KindArray && t.Items != nil:
			keyword, name = "items", "array"
		default:
			return
		}
		a, ok := t.Attr(keyword)
		if !ok {
			return
		}
		p.Report(&t.Node, a.NameSpan, fmt.Sprintf("%s has %s and no type, so a string or a number is as valid as an %s", label(t), keyword, name),
			append(addType(t, name), lint.Cure("add type: "+name))...)
	},
})

func addType(t *spec.Type, name string) []lint.Option {
	added, ok := edit.Add(&t.Node, "type", strconv.Quote(name))
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "add type: " + name, Safety: report.Unsafe, Edits: []report.Edit{added}})}
}
