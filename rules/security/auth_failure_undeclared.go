package security

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type authFailureOptions struct {
	Statuses []string `json:"statuses"`
	Default  bool     `json:"default"`
}

// Validate refuses statuses that are about something else.
func (o authFailureOptions) Validate() error {
	for _, status := range o.Statuses {
		if status != "401" && status != "403" {
			return fmt.Errorf("status %q is none of 401 and 403", status)
		}
	}
	return nil
}

var authFailureUndeclared = lint.NewWith(lint.Meta{
	ID:       "auth-failure-undeclared",
	Title:    "an operation asks for credentials and doesn't say what comes without",
	Group:    "security",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, authFailureOptions{Statuses: []string{"401", "403"}, Default: true}, func(options authFailureOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || !secured(p.API, o) || !declaresErrors(o) || options.Default && declares(o, "DEFAULT") {
			return
		}
		var missing []string
		for _, status := range options.Statuses {
			if !declares(o, status, "4XX") {
				missing = append(missing, status)
			}
		}
		if len(missing) > 0 {
			p.Report(&o.Node, responsesSpan(o),
				fmt.Sprintf("%s asks for credentials and doesn't declare %s: clients can't tell a login that has expired from a request that is wrong", standard.Label(o), phrase.Or(missing)),
				append(declareFailures(p.API, o, missing), lint.Cure("declare "+phrase.And(missing)))...)
		}
	}}
})

func declareFailures(api *spec.API, o *spec.Operation, statuses []string) []lint.Option {
	descriptions := map[string]string{
		"401": "The credentials are missing or no longer valid.", "403": "The caller may not do this.", "429": "The caller has sent too many requests.",
	}
	var steps []edit.Step
	for _, status := range statuses {
		response := failure.Like(api, &o.Node, descriptions[status])
		added, ok := edit.InsertInto(&o.Node, "responses", status, response)
		steps = append(steps, edit.One(added, ok && response != ""))
	}
	edits, ok := edit.All(steps...)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "declare " + phrase.And(statuses), Safety: report.Unsafe, Edits: edits})}
}
