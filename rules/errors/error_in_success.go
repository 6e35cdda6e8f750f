package errors

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var errorInSuccess = lint.New(lint.Meta{
	ID:       "error-in-success",
	Title:    "a success carries an error",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		bodies := bodiesOf(api)
		for _, s := range api.Services {
			for _, o := range s.Operations {
				checkSuccess(p, o, bodies)
			}
		}
	},
})

// checkSuccess looks for the error of the operation itself. What an answer says of other things (the
// items of a batch, a job that failed) is no failure of its own.
func checkSuccess(p *lint.Pass, o *spec.Operation, bodies []*body) {
	answer := o.ResponseType()
	if !answersErrors(o) || o.Streaming != 0 || answer == nil || answer.Kind != spec.KindObject || failure.Judges(p.Words, o) ||
		failure.Flag(answer.AllFields()) != nil { // which success-flag-response speaks of
		return
	}
	if usual, _ := usualOf(bodies); usual != nil && usual.Type == answer && answer.Name != "" {
		r := o.Success()
		reportInSuccess(p, o, &r.Node, fmt.Sprintf("%s answers %s with %s, the schema of its errors", standard.Label(o), r.Status, answer.Name))
		return
	}
	if p.API.Format == spec.Proto && !strings.HasSuffix(answer.Name, "Response") { // a resource, which may have failed
		return
	}
	if slices.ContainsFunc(answer.AllFields(), func(f *spec.Field) bool { return f.Name == "done" }) { // work that goes on, asked after
		return
	}
	for _, f := range answer.AllFields() {
		if isOwnError(f, bodies) {
			reportInSuccess(p, o, &f.Node, fmt.Sprintf("%s tells of its failure by %s in a success", standard.Label(o), f.Name))
			return
		}
	}
}

// isOwnError reports whether a field is one error: google.rpc.Status or a message called so, or what
// the bodies of failures are made of.
func isOwnError(f *spec.Field, bodies []*body) bool {
	switch snake(f.Name) {
	case "error", "error_info", "error_details", "err":
	default:
		return false
	}
	t := f.Type.Resolve()
	if t.Kind != spec.KindObject || f.Deprecated != nil || t.Name == "" {
		return false
	}
	if f.Number > 0 {
		return t.Name == "Status" || isErrorMessage(t)
	}
	return slices.ContainsFunc(bodies, func(b *body) bool {
		return b.Type == t || slices.ContainsFunc(b.AllFields(), func(inner *spec.Field) bool { return inner.Type.Resolve() == t })
	})
}

func reportInSuccess(p *lint.Pass, o *spec.Operation, at *spec.Node, what string) {
	cure := "answer it with a 4xx or 5xx, and leave it out of the success"
	if p.API.Format == spec.Proto {
		cure = "return it as the status of the call (google.rpc.Status with ErrorInfo), and leave it out of the response"
	}
	p.Report(at, at.NameSpan, what+": retries, alerts and caches take it for what it isn't, and every client has to look twice",
		lint.Cure(cure), lint.Related(o.NameSpan, "the operation"))
}
