package golang

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// rulePrefix begins the rules of the support report.
const rulePrefix = "generate/"

func (l *lowering) say(severity report.Severity, n *spec.Node, at source.Span, rule, message, cure string) {
	l.findings = append(l.findings, report.Finding{
		Rule: rulePrefix + rule, Severity: severity, Message: message, Cure: cure, Element: n.ID(), Span: at,
	})
}

// refuse says what keeps the package from being generated.
func (l *lowering) refuse(n *spec.Node, at source.Span, rule, message, cure string) {
	l.say(report.Error, n, at, rule, message, cure)
}

// warn says what is generated otherwise than declared.
func (l *lowering) warn(n *spec.Node, at source.Span, rule, message, cure string) {
	l.say(report.Warning, n, at, rule, message, cure)
}

// leaveOut tells of an operation that the service doesn't offer.
func (l *lowering) leaveOut(o *spec.Operation) {
	l.warn(&o.Node, o.NameSpan, "webhook", "the service calls this webhook itself, so nothing is generated for it", "call it with an HTTP client of your own")
}

// callbacks tells of the callbacks of an operation.
func (l *lowering) callbacks(o *spec.Operation) {
	for _, c := range o.Callbacks {
		l.warn(&c.Node, c.NameSpan, "callback",
			fmt.Sprintf("the service makes this callback itself, so nothing is generated for it; its URL arrives in the request of %s", label(o)),
			"call it with an HTTP client of your own")
	}
}

// label names an operation as its author does.
func label(o *spec.Operation) string {
	if o.Name != "" {
		return o.Name
	}
	return o.Method() + " " + o.Path().Raw
}
