package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// usualMaximum is the page size that most APIs stop at.
const usualMaximum = 1000

// boundSize offers the bound. It is unsafe, because who asked for more is refused from then on.
func boundSize(api *spec.API, size *spec.Input) []lint.Option {
	edits, ok := schemaBound(size.Type)
	if api.Format == spec.Proto {
		edits, ok = protoBound(api, size.Field)
	}
	if !ok {
		return nil
	}
	title := fmt.Sprintf("let a page have %d items at most", usualMaximum)
	return []lint.Option{lint.Fix(report.Fix{Title: title, Safety: report.Unsafe, Edits: edits})}
}

// schemaBound bounds a schema that stands where it is used: one behind a $ref may have other uses.
func schemaBound(t *spec.Type) ([]report.Edit, bool) {
	if t.Kind != spec.KindInteger || t.Schema != nil && defaultsAbove(t.Schema.Default) {
		return nil, false
	}
	maximum := edit.One(edit.Insert(t.Syntax, "maximum", fmt.Sprint(usualMaximum)))
	if t.Constraints != nil && t.Constraints.Minimum != nil {
		return edit.All(maximum)
	}
	return edit.All(edit.One(edit.Insert(t.Syntax, "minimum", "1")), maximum)
}

func defaultsAbove(v *spec.Value) bool {
	n, isInt := v.Int()
	return isInt && n > usualMaximum
}

// protoBound bounds a field by the validation that its package uses.
func protoBound(api *spec.API, f *spec.Field) ([]report.Edit, bool) {
	return edit.Constrain(api, f, f.Type.Format, fmt.Sprintf("{gte: 0, lte: %d}", usualMaximum))
}
