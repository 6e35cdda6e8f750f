package lint

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Pass is what a hook gets: the API that is looked at, and the way to report.
type Pass struct {
	API      *spec.API
	rule     *Rule
	severity report.Severity
	findings *[]report.Finding
}

// Option adds to a finding.
type Option func(*report.Finding)

// Cure says what to write instead.
func Cure(text string) Option {
	return func(f *report.Finding) { f.Cure = text }
}

// Related points at another place that explains the finding.
func Related(span source.Span, message string) Option {
	return func(f *report.Finding) {
		f.Related = append(f.Related, report.Related{Message: message, Span: span})
	}
}

// Fix offers a mechanical cure.
func Fix(fix report.Fix) Option {
	return func(f *report.Finding) { f.Fixes = append(f.Fixes, fix) }
}

// Report records a finding about the element at the span: the smallest place that shows the
// mistake. The message is lower case without a full stop and says what it does to a consumer.
func (p *Pass) Report(element *spec.Node, span source.Span, message string, options ...Option) {
	finding := report.Finding{
		Rule: p.rule.ID, Severity: p.severity, Message: message,
		Element: element.ID(), Span: span,
	}
	for _, option := range options {
		option(&finding)
	}
	*p.findings = append(*p.findings, finding)
}
