package versioning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var requiredDeprecated = lint.New(lint.Meta{
	ID:       "required-deprecated",
	Title:    "requests can't do without something deprecated",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) { checkRequiredDeprecated(p, &parameter.Field, true) },
	Field: func(p *lint.Pass, f *spec.Field) {
		checkRequiredDeprecated(p, f, f.Owner != nil && f.Owner.Direction.Has(spec.InRequest))
	},
})

func checkRequiredDeprecated(p *lint.Pass, f *spec.Field, sent bool) {
	if f.Deprecated == nil || !f.Required || !sent || f.Behavior.Has(spec.BehaviorOutputOnly) || within(f.Parent) || goesWith(p.API, f.Owner) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s is deprecated and required, so its consumers are told to stop sending it and refused when they do", f.Name),
		lint.Cure("make it optional first, and deprecate it then"))
}
