package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type missingUnitOptions struct {
	InName bool `json:"in_name"`
}

var missingUnit = lint.NewWith(lint.Meta{
	ID:       "missing-unit",
	Title:    "a quantity has no unit",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{141, 142},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, missingUnitOptions{false}, func(options missingUnitOptions) lint.Hooks {
	return declared(func(p *lint.Pass, f *spec.Field) {
		t := valueType(f.Type)
		if t == nil || t.Kind != spec.KindInteger && t.Kind != spec.KindNumber {
			return
		}
		q := quantityOf(lastWordOf(f.Name))
		if q == noQuantity || t.Format == "duration" || !options.InName && (saysUnit(f) || hasUnitBeside(f)) {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a number, and %s says of what: one consumer sends seconds, the next milliseconds, and both are accepted", f.Name, options.silent()),
			lint.Cure(fmt.Sprintf("put the unit into the name (%s_%s)%s", f.Name, q.example(), typedCure(q, p.API.Format))))
	})
})

func (o missingUnitOptions) silent() string {
	if o.InName {
		return "not its name"
	}
	return "neither its name nor its documentation"
}

// typedCure says which type carries its unit with it.
func typedCure(q quantity, format spec.Format) string {
	switch {
	case q == lasting && format == spec.Proto:
		return ", or declare it google.protobuf.Duration"
	case q == lasting:
		return ", or declare it {type: string, format: duration}"
	}
	return ""
}
