package errors

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var missingErrorResponse = lint.New(lint.Meta{
	ID:       "missing-error-response",
	Title:    "an operation declares no way to fail",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if !answersErrors(o) || declaresError(o) {
			return
		}
		p.Report(&o.Node, responsesSpan(o),
			fmt.Sprintf("%s %s: clients have no type to decode a failure with, and learn in production what one looks like",
				standard.Label(o), declared(o)),
			append(addDefault(p.API, o), lint.Cure(errorCure(p.API)))...)
	},
})

// answersErrors leaves out what a webhook or callback answers, for that is the consumer's code, and
// the methods whose errors are those of GET.
func answersErrors(o *spec.Operation) bool {
	return o.Kind == spec.Call && o.Method() != "OPTIONS" && o.Method() != "HEAD"
}

func declaresError(o *spec.Operation) bool {
	for _, r := range o.Responses {
		if r.Status == "default" || strings.HasPrefix(r.Status, "4") || strings.HasPrefix(r.Status, "5") {
			return true
		}
	}
	return false
}

// declared says what the operation has instead of errors.
func declared(o *spec.Operation) string {
	var statuses []string
	for _, r := range o.Responses {
		statuses = append(statuses, r.Status)
	}
	if len(statuses) == 0 {
		return "declares no response"
	}
	return fmt.Sprintf("declares %s and no error", strings.Join(phrase.Fit(statuses, 30), ", "))
}

func responsesSpan(o *spec.Operation) source.Span {
	if responses, ok := o.Attr("responses"); ok {
		return responses.NameSpan
	}
	return o.NameSpan
}

// errorCure names what the document already has for the purpose.
func errorCure(api *spec.API) string {
	const add = "add a default response: "
	if r := failure.Response(api); r != nil {
		return fmt.Sprintf(`%s{$ref: "#/components/responses/%s"}, and the statuses that clients treat differently`, add, r.Name)
	}
	if t := failure.Schema(api); t != nil {
		return fmt.Sprintf("%sone whose schema is %s, and the statuses that clients treat differently", add, t.Name)
	}
	return add + "application/problem+json (RFC 9457) declared once under components/responses, and the statuses that clients treat differently"
}
