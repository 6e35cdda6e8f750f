package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/instance"
	"github.com/bylaw-dev/bylaw/spec"
)

var invalidDefault = lint.New(lint.Meta{
	ID:       "invalid-default",
	Title:    "a default is no value of its schema",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Schema == nil || t.Schema.Default == nil {
			return
		}
		declared, ok := t.Attr("default")
		if !ok {
			return
		}
		var checker instance.Checker
		problem := checker.Check(t.Schema.Default, t, declared.NameSpan)
		if problem == nil {
			return
		}
		subject := "the default"
		if problem.Path != "" {
			subject = problem.Path + " of the default"
		}
		p.Report(&t.Node, bare(problem.Span),
			fmt.Sprintf("%s %s: who leaves the value out gets one that the schema refuses", subject, problem.Message),
			lint.Cure("correct the default, or the schema"))
	},
})
