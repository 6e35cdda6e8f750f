package errors

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type undeclaredErrorStatusOptions struct {
	Statuses []string `json:"statuses"`
	Default  bool     `json:"default"`
}

// Validate refuses statuses of which the rule can't tell when they are due.
func (o undeclaredErrorStatusOptions) Validate() error {
	for _, status := range o.Statuses {
		if !slices.ContainsFunc(expected(), func(e expectation) bool { return e.status == status }) {
			return fmt.Errorf("status %q is none of 400, 404, 409 and 500", status)
		}
	}
	return nil
}

var undeclaredErrorStatus = lint.NewWith(lint.Meta{
	ID:       "undeclared-error-status",
	Title:    "an operation doesn't declare an error that it can answer",
	Group:    "errors",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, undeclaredErrorStatusOptions{Statuses: []string{"400", "404"}, Default: true}, func(options undeclaredErrorStatusOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if !answersErrors(o) || !declaresError(o) || options.Default && declares(o, "default") {
			return // missing-error-response speaks of those that declare none
		}
		var missing, causes []string
		for _, e := range expected() {
			if slices.Contains(options.Statuses, e.status) && e.possible(o) && !declaresAny(o, e) {
				missing, causes = append(missing, e.status), append(causes, e.cause)
			}
		}
		if len(missing) > 0 {
			p.Report(&o.Node, responsesSpan(o),
				fmt.Sprintf("%s doesn't declare %s, though %s: clients learn in production how that is told",
					standard.Label(o), phrase.Or(missing), phrase.And(causes)),
				lint.Cure(fmt.Sprintf("declare %s, or a default response", phrase.And(missing))))
		}
	}}
})

// expectation is a status, those that say the same, and when an operation can answer it.
type expectation struct {
	status   string
	instead  []string
	cause    string
	possible func(*spec.Operation) bool
}

func expected() []expectation {
	return []expectation{
		{"400", []string{"422"}, "what it takes can be wrong", takesValues},
		{"404", []string{"410"}, "what its path names may not exist", func(o *spec.Operation) bool { return len(o.Path().Variables()) > 0 }},
		{"409", []string{"412", "422"}, "what it creates may be there", func(o *spec.Operation) bool { return declares(o, "201") && o.Method() != "GET" }},
		{"500", []string{"503", "502"}, "any service can break down", func(*spec.Operation) bool { return true }},
	}
}

// takesValues reports whether a caller gives the operation something that it may have to refuse: a
// body, or a parameter of which not every text is a value. A part of the path that is wrong is
// mostly one that doesn't exist, and many a service takes any page for one.
func takesValues(o *spec.Operation) bool {
	pages := paging.Of(o)
	return o.Request != nil || slices.ContainsFunc(o.Parameters, func(q *spec.Parameter) bool {
		for _, part := range []*spec.Input{pages.Size, pages.Token, pages.Place} {
			if part != nil && part.Parameter == q {
				return false
			}
		}
		t := q.Type.Resolve()
		return q.In == spec.InQuery && (q.Required || t.Kind != spec.KindString && t.Kind != spec.KindAny && t.Kind != spec.KindBoolean || t.Format != "")
	})
}

func declaresAny(o *spec.Operation, e expectation) bool {
	return slices.ContainsFunc(append([]string{e.status, e.status[:1] + "XX"}, e.instead...), func(status string) bool { return declares(o, status) })
}

func declares(o *spec.Operation, status string) bool {
	return slices.ContainsFunc(o.Responses, func(r *spec.Response) bool { return strings.EqualFold(r.Status, status) })
}
