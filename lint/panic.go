package lint

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/crash"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// panicking is a rule that broke on elements of one API.
type panicking struct {
	rule  *Rule
	first *spec.Node
	value any // what recover returned
	where string
	times int
}

// panicked notes the panic that is being recovered from. One that comes again is only counted, lest
// one broken rule drown the findings of all others.
func (w *walk) panicked(rule *Rule, node *spec.Node, value any) {
	for _, p := range w.panics {
		if p.rule == rule {
			p.times++
			return
		}
	}
	w.panics = append(w.panics, &panicking{rule, node, value, crash.Site(), 1})
}

func (w *walk) internalFindings() []report.Finding {
	var findings []report.Finding
	for _, p := range w.panics {
		message := fmt.Sprintf("rule %s panicked at %s (%s): %v", p.rule.ID, p.first.ID(), p.where, p.value)
		if p.times > 1 {
			message += fmt.Sprintf("; and on %d more elements of this API", p.times-1)
		}
		findings = append(findings, report.Finding{
			Rule: report.Internal, Severity: report.Error, Message: message,
			Cure:    "report it with the smallest spec that shows it, and switch the rule off until it is mended",
			Element: p.first.ID(), Span: place(p.first, p.first.NameSpan),
		})
	}
	return findings
}
