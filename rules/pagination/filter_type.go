package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type filterTypeOptions struct {
	Structured bool `json:"structured"`
}

var filterType = lint.NewWith(lint.Meta{
	ID:       "filter-type",
	Title:    "a filter or an order is neither a text nor a structure",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{132, 160},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, filterTypeOptions{true}, func(options filterTypeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if !narrows(p.Words, o) {
			return
		}
		for _, is := range []func(string) bool{namesFilter, namesExpression} {
			input := inputNamed(o, is)
			if input == nil {
				continue
			}
			if wrong := options.wrongFilter(input.Type); wrong != "" {
				declared := standard.Declared(input)
				p.Report(declared, typeWord(input.Type),
					fmt.Sprintf("%s is %s: clients can't write an expression in it, as they know it from other lists", input.Name, wrong),
					lint.Cure(options.cure(input.Name)))
			}
		}
	}}
})

// namesExpression reports whether a name is that of an order as an expression of fields, which sort and
// direction needn't be.
func namesExpression(name string) bool { return name == "order_by" || name == "orderby" }

// wrongFilter returns what a filter is instead; "" if it is right.
func (o filterTypeOptions) wrongFilter(t *spec.Type) string {
	inner := t.Resolve()
	switch inner.Kind {
	case spec.KindBytes:
		return "bytes"
	case spec.KindBoolean:
		return "a boolean"
	case spec.KindInteger, spec.KindNumber:
		return "a number"
	}
	if o.Structured || inner.Kind == spec.KindString || inner.Kind == spec.KindAny {
		return ""
	}
	switch inner.Kind {
	case spec.KindArray:
		return "a list"
	case spec.KindEnum:
		return "an enum"
	}
	return "a structure of its own"
}

func (o filterTypeOptions) cure(name string) string {
	if o.Structured {
		return fmt.Sprintf("make %s a string with an expression (AIP-160), or an object with a field for each attribute", name)
	}
	return fmt.Sprintf("make %s a string with an expression (AIP-132, AIP-160)", name)
}
