package methods

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var parameterNameReused = lint.New(lint.Meta{
	ID:       "parameter-name-reused",
	Title:    "two parameters of one operation have the same name in different places",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	reported := map[*spec.Parameter]bool{}
	spec.Walk(api, &spec.Visitor{Operation: func(o *spec.Operation) {
		first := map[string]*spec.Parameter{}
		for _, parameter := range o.Parameters {
			other := first[parameter.Name]
			switch {
			case other == nil:
				first[parameter.Name] = parameter
			case other.In != parameter.In && parameter.Name != "":
				reportReused(p, parameter, other, reported)
			}
		}
	}})
}})

// reportReused reports the later of the two, and what is declared for a whole path once.
func reportReused(p *lint.Pass, parameter, other *spec.Parameter, reported map[*spec.Parameter]bool) {
	if parameter.FromPathItem && !other.FromPathItem {
		parameter, other = other, parameter
	}
	if reported[parameter] {
		return
	}
	reported[parameter] = true
	p.Report(&parameter.Node, parameter.NameSpan,
		fmt.Sprintf("%s travels in the %s here and in the %s as well: generated clients have one argument of that name and number the other, "+
			"and people send one for the other", parameter.Name, parameter.In, other.In),
		lint.Cure("give one of them another name, or say both with one"), lint.Related(other.NameSpan, "the other one"))
}
