package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingSuccessResponse = lint.New(lint.Meta{
	ID:       "missing-success-response",
	Title:    "an operation declares no way to succeed",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if len(o.Responses) == 0 { // missing-error-response says that there are none
			return
		}
		var statuses []string
		for _, r := range o.Responses {
			if succeeds(r.Status) {
				return
			}
			statuses = append(statuses, r.Status)
		}
		at := o.NameSpan
		if responses, ok := o.Attr("responses"); ok {
			at = responses.NameSpan
		}
		p.Report(&o.Node, at,
			fmt.Sprintf("%s declares %s alone: generated clients return nothing for a success, or take each one for an error",
				standard.Label(o), phrase.And(phrase.Fit(statuses, 60))),
			lint.Cure("declare the status and the body of the success, such as 200 or 204"))
	},
})

// succeeds reports whether a status is one that answers what was asked for. A default is whatever is
// not declared, and generators take it for the error.
func succeeds(status string) bool {
	return strings.HasPrefix(status, "1") || strings.HasPrefix(status, "2") || strings.HasPrefix(status, "3")
}
