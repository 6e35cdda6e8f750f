package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/instance"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var invalidExample = lint.New(lint.Meta{
	ID:       "invalid-example",
	Title:    "an example is no value of its schema",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	MediaType: func(p *lint.Pass, m *spec.MediaType) {
		if m.Type != nil && spec.IsJSON(m.Name) {
			checkExamples(p, m.Examples, m.Type)
		}
	},
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
		if len(parameter.Content) == 0 && !isWritten(parameter) {
			checkExamples(p, parameter.Examples, parameter.Type)
		}
	},
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Schema == nil || len(t.Schema.Examples) == 0 || len(t.Schema.Examples) > mostExamples {
			return
		}
		at := exampleKey(t)
		for _, example := range t.Schema.Examples {
			report := exampleReport{p, &t.Node, "example"}
			report.check(example, t, at)
		}
	},
})

// mostExamples bounds the work on a schema that is a list of examples and little else.
const mostExamples = 1000

func checkExamples(p *lint.Pass, examples []*spec.Example, t *spec.Type) {
	for _, e := range examples {
		if e.Value == nil {
			continue
		}
		r := exampleReport{p, &e.Node, exampleName(e)}
		r.check(e.Value, t, e.NameSpan)
	}
}

func exampleName(e *spec.Example) string {
	if strings.HasSuffix(e.Local, "/example") {
		return "example"
	}
	return "example " + e.Name
}

// isWritten reports whether the examples of a parameter show it as it is written in a URL: text of lists
// and objects.
func isWritten(p *spec.Parameter) bool {
	if !intersects(typesOf(p.Type.Resolve()), []string{"array", "object"}) {
		return false
	}
	for _, e := range p.Examples {
		if e.Value != nil && e.Value.Kind == spec.Str && !instance.IsOfType(e.Value, typesOf(p.Type.Resolve())) {
			return true
		}
	}
	return false
}

// exampleKey returns the key that a schema's examples stand under.
func exampleKey(t *spec.Type) source.Span {
	for _, name := range [...]string{"example", "examples"} {
		if a, ok := t.Attr(name); ok {
			return a.NameSpan
		}
	}
	return t.NameSpan
}

type exampleReport struct {
	*lint.Pass
	element *spec.Node
	what    string
}

func (r exampleReport) check(v *spec.Value, t *spec.Type, at source.Span) {
	var checker instance.Checker
	problem := checker.Check(v, t, at)
	if problem == nil {
		return
	}
	subject := r.what
	if problem.Path != "" {
		subject = fmt.Sprintf("%s of the %s", problem.Path, r.what)
	}
	span := problem.Span
	if !r.element.Span.Contains(span) {
		span = at // an example that is declared elsewhere is wrong for this schema alone
	}
	r.Report(r.element, bare(span),
		fmt.Sprintf("%s %s: documentation shows what is not valid, and mocks and tests that use it fail", subject, problem.Message),
		lint.Cure(exampleCure(v, problem)))
}

func exampleCure(v *spec.Value, problem *instance.Problem) string {
	if v.Kind == spec.Str && problem.Path == "" && strings.HasPrefix(strings.TrimSpace(v.Text), "{") {
		return "write the example as an object, and not as text that holds one"
	}
	return "correct the example, or the schema if the example is what is sent"
}
