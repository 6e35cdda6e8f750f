package http

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var noContentWithBody = lint.New(lint.Meta{
	ID:       "no-content-with-body",
	Title:    "a body is declared for an answer that never has one",
	Group:    "http",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Relaxed,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		for _, r := range o.Responses {
			if len(r.Content) > 0 && neverHasBody(o, r) {
				p.Report(&r.Node, r.NameSpan,
					fmt.Sprintf("%s answers %s with a body, which HTTP never transmits: clients that wait for it fail to decode nothing",
						standard.Label(o), r.Status),
					append(dropContent(r), lint.Cure(withoutBody(o)))...)
			}
		}
	},
})

// neverHasBody reports whether the answer ends with its headers (RFC 9110, sections 9.3.2, 15.3.5,
// 15.3.6 and 15.4.5).
func neverHasBody(o *spec.Operation, r *spec.Response) bool {
	switch r.Status {
	case "204", "205", "304", "1XX", "100", "101", "102", "103":
		return true
	}
	return o.Method() == "HEAD"
}

func withoutBody(o *spec.Operation) string {
	if o.Method() == "HEAD" {
		return "delete content; what it describes is the answer to a GET"
	}
	return "delete content, or declare the status that the body comes with, such as 200"
}

// dropContent offers to delete the body. It is unsafe, for it may be the status that is wrong. A
// response that others share is left alone.
func dropContent(r *spec.Response) []lint.Option {
	if r.Target != nil || r.Syntax == nil {
		return nil
	}
	removal, ok := r.Syntax.Removal("content")
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "delete the body", Safety: report.Unsafe, Edits: []report.Edit{{Span: removal}}})}
}
