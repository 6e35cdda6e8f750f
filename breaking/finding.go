package breaking

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
)

// Findings returns the changes that the policy objects to as findings, in report's order.
func (p *Policy) Findings(changes []Change) []report.Finding { return p.everywhere().Findings(changes) }

func (p *Policy) finding(c *Change, severity report.Severity) report.Finding {
	f := report.Finding{
		Rule: c.ID(), Severity: severity, Message: c.Message, Cure: c.Cure, Element: c.Element, Span: c.Place(),
		Change: &report.Change{
			Old: c.Old, Breaks: p.Breaks(c).Names(), Compatibility: c.Compatibility(p.Level.axes(c.Format)).String(),
			Fingerprint: c.Fingerprint(),
		},
	}
	if c.Kind != Removed {
		f.Change.New = c.New
	}
	if note := p.removalNote(c); note != "" {
		f.Message += note
	}
	return f
}

// removalNote says why a removal that was announced is a break all the same, or is none.
func (p *Policy) removalNote(c *Change) string {
	switch {
	case c.Kind != Removed || c.Deprecated == nil || p.Removal == NoRemoval:
		return ""
	case p.mayGo(c) && c.Deprecated.Sunset != "":
		return fmt.Sprintf("; it was announced for %s", c.Deprecated.Sunset)
	case p.mayGo(c):
		return "; it was deprecated before"
	case c.Deprecated.Sunset == "":
		return "; it was deprecated, but no day was named"
	}
	return fmt.Sprintf("; it was announced for %s, which has not passed", c.Deprecated.Sunset)
}

// Headline says in one sentence what the changes allow and which side deploys first.
func (p *Policy) Headline(changes []Change) string { return p.everywhere().Headline(changes) }
