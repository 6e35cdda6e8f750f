package concurrency

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var preconditionFailureUndeclared = lint.New(lint.Meta{
	ID:       "precondition-failure-undeclared",
	Title:    "nobody knows what an old etag is answered",
	Group:    "concurrency",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{154},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	precondition := conditionOf(o)
	if o.Kind != spec.Call || precondition == nil || len(o.Responses) == 0 {
		return
	}
	if slices.ContainsFunc(o.Responses, func(r *spec.Response) bool { return r.Status == "412" || r.Status == "409" || r.Status == "4XX" }) {
		return
	}
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s takes %s and declares neither 412 nor 409: a client can't tell an update that came too late from a broken one", standard.Label(o), precondition.Name),
		append(declare412(p.API, o, precondition.Name), lint.Cure("declare 412 for an If-Match that doesn't match (RFC 9110), or 409 for an etag in the body"),
			lint.Related(precondition.NameSpan, "the precondition"))...)
}})

// conditionOf returns the precondition of an operation that changes something; a body that only shows
// an etag among many properties promises no comparison unless it is a change of what has it.
func conditionOf(o *spec.Operation) *spec.Node {
	switch o.Method() {
	case "PUT", "PATCH", "DELETE":
		return preconditionOf(o)
	case "POST":
		for _, input := range o.Inputs() {
			if name := words.Snake.Write(input.Name); name == "if_match" || name == "if_unmodified_since" {
				return standard.Declared(&input)
			}
		}
	}
	return nil
}

func declare412(api *spec.API, o *spec.Operation, precondition string) []lint.Option {
	response := failure.Like(api, &o.Node, fmt.Sprintf("The %s is not that of the present version.", precondition))
	added, ok := edit.InsertInto(&o.Node, "responses", "412", response)
	if !ok || response == "" {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "declare 412", Safety: report.Unsafe, Edits: []report.Edit{added}})}
}
