package document

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var enumTypeMismatch = lint.New(lint.Meta{
	ID:       "enum-type-mismatch",
	Title:    "an enum lists a value that its own type refuses",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Relaxed,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		types := declaredTypes(t)
		if t.Kind != spec.KindEnum || len(types) == 0 {
			return
		}
		var wrong []*spec.EnumValue
		for _, v := range t.Values {
			if !isOfType(v.Value, types) {
				wrong = append(wrong, v)
			}
		}
		if len(wrong) == 0 {
			return
		}
		p.Report(&wrong[0].Node, literalSpan(t, wrong[0]),
			fmt.Sprintf("%s %s no %s, so %s: no value is allowed by both type and enum", named(wrong), be(wrong), phrase.Or(types), neverValid(t, wrong)),
			append(quoteValues(types, wrong), lint.Cure("write values of that type, or correct the type"))...)
	},
})

func neverValid(t *spec.Type, wrong []*spec.EnumValue) string {
	if len(wrong) == len(t.Values) {
		return "nothing can be sent at all"
	}
	return "it can never be sent"
}

func named(values []*spec.EnumValue) string {
	var names []string
	for _, v := range values {
		names = append(names, literalName(v))
	}
	return phrase.And(phrase.Fit(names, 60))
}

// literalSpan returns the value, or the keyword if the value is an object or a list.
func literalSpan(t *spec.Type, v *spec.EnumValue) source.Span {
	if a, ok := t.Attr("enum"); ok && isNested(v) {
		return a.NameSpan
	}
	return v.NameSpan
}

func literalName(v *spec.EnumValue) string {
	if isNested(v) {
		return "an object or array"
	}
	return v.Name
}

func isNested(v *spec.EnumValue) bool { return v.Value.Kind == spec.Map || v.Value.Kind == spec.List }

// isOfType reports whether a literal is of one of the types.
func isOfType(v *spec.Value, types []string) bool {
	switch v.Kind {
	case spec.Null:
		return slices.Contains(types, "null")
	case spec.Bool:
		return slices.Contains(types, "boolean")
	case spec.Str:
		return slices.Contains(types, "string")
	case spec.List:
		return slices.Contains(types, "array")
	case spec.Map:
		return slices.Contains(types, "object")
	}
	if slices.Contains(types, "number") {
		return true
	}
	f, ok := v.Float()
	return slices.Contains(types, "integer") && (!ok || f == float64(int64(f)) || f >= 1<<63 || f <= -1<<63)
}

// quoteValues makes strings of what YAML takes for numbers and truth values.
func quoteValues(types []string, wrong []*spec.EnumValue) []lint.Option {
	if !slices.Equal(types, []string{"string"}) {
		return nil
	}
	var edits []report.Edit
	for _, v := range wrong {
		if v.Value.Kind != spec.Num && v.Value.Kind != spec.Bool {
			return nil
		}
		edits = append(edits, report.Edit{Span: v.Value.Span, New: strconv.Quote(v.Value.Span.Text())})
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "quote the values", Safety: report.Unsafe, Edits: edits})}
}

func be(values []*spec.EnumValue) string {
	if len(values) == 1 {
		return "is"
	}
	return "are"
}
