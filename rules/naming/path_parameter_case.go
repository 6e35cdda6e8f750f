package naming

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/spec"
)

var pathParameterCase = lint.NewWith(lint.Meta{
	ID:       "path-parameter-case",
	Title:    "a path parameter is written in another case than the others",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, convention.Options{Case: convention.Majority}, func(options convention.Options) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		var named []*spec.Parameter
		var tally convention.Tally
		spec.Walk(api, &spec.Visitor{Parameter: func(parameter *spec.Parameter) {
			name := identifier(parameter.Name)
			if parameter.In == spec.InPath && parameter.Target == nil && name != "" && !convention.IsWord(name) {
				named = append(named, parameter)
				tally.Add(name)
			}
		}})
		want := options.Decide(tally)
		for _, parameter := range named {
			if name := identifier(parameter.Name); !want.Has(name) {
				p.Report(&parameter.Node, parameter.NameSpan,
					fmt.Sprintf("path parameter %s is %s, %s", parameter.Name, convention.Describe(name), want.Reason("path parameters")),
					lint.Cure(fmt.Sprintf("name it %s, here and in the path: nothing changes on the wire, and generated clients have arguments of one kind",
						want.Write(parameter.Name))))
			}
		}
	}}
})
