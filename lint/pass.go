package lint

import (
	"cmp"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Pass is what a hook gets: the API that is looked at, and the way to report.
type Pass struct {
	API   *spec.API
	Words *words.Lexicon // the vocabulary that holds in the API: that of its root's configuration

	rule *Rule
	walk *walk
	only *profile // API hooks: the one profile whose files they speak for; nil: any
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
//
// What holds is decided by the file that the span lies in: the finding gets the severity that the
// rule has there, and is dropped where the rule is off.
func (p *Pass) Report(element *spec.Node, span source.Span, message string, options ...Option) {
	span = place(element, span)
	severity := p.severity(span.File)
	if severity == report.Off {
		return
	}
	finding := report.Finding{
		Rule: p.rule.ID, Severity: severity, Message: message,
		Element: element.ID(), Span: span,
	}
	for _, option := range options {
		option(&finding)
	}
	p.walk.findings = append(p.walk.findings, finding)
}

func (p *Pass) severity(file *source.File) report.Severity {
	profile := p.walk.plan.profile(file, p.API)
	if p.only != nil && p.only != profile {
		return report.Off
	}
	return profile.on[p.rule]
}

// place returns the first of the span and the element's own that is a place at all.
func place(element *spec.Node, span source.Span) source.Span {
	return cmp.Or(span, element.NameSpan, element.Span)
}
