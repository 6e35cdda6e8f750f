package methods

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type updateRequestShapeOptions struct {
	Optional []string `json:"optional"`
}

var updateRequestShape = lint.NewWith(lint.Meta{
	ID:       "update-request-shape",
	Title:    "an update asks for more or less than the resource and what of it changes",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{134, 203},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, updateRequestShapeOptions{[]string{}}, func(options updateRequestShapeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if p.API.Format == spec.OpenAPI {
			if updating.is(p, o, false) {
				checkParameters(p, o, updating, options.Optional)
			}
		} else if r := requestOf(p, o, updating); r != nil {
			r.checkCarried()
			r.checkExtras(options.Optional)
		}
	}}
})
