package http

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var successWithoutBody = lint.New(lint.Meta{
	ID:       "success-without-body",
	Title:    "a success that should have a body declares none",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || o.Method() == "HEAD" || o.Method() == "OPTIONS" {
			return
		}
		for _, r := range o.Responses {
			if (r.Status == "200" || r.Status == "203") && len(r.Content) == 0 {
				p.Report(&r.Node, r.NameSpan,
					fmt.Sprintf("%s answers %s and declares no body: %s", standard.Label(o), r.Status, hurtsWithoutBody(o)),
					lint.Cure(cureWithoutBody(o)))
			}
		}
	},
})

func hurtsWithoutBody(o *spec.Operation) string {
	if o.Method() == "GET" {
		return "it is asked for something, and generated clients have nothing to return"
	}
	return "clients can't tell whether one comes that nobody described, or none"
}

func cureWithoutBody(o *spec.Operation) string {
	if o.Method() == "GET" {
		return "declare the content with its schema, or answer 204 if there is nothing to say"
	}
	return "answer 204 if there is no body, or declare its content with a schema"
}
