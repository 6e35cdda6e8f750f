package breaking

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
)

// Findings returns the changes that the policy objects to as findings, in report's order.
func (p *Policy) Findings(changes []Change) []report.Finding {
	var findings []report.Finding
	for i := range changes {
		if severity := p.Severity(&changes[i]); severity > report.Off {
			findings = append(findings, p.finding(&changes[i], severity))
		}
	}
	return report.Sort(findings)
}

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
func (p *Policy) Headline(changes []Change) string {
	if len(changes) == 0 {
		return "Nothing changed in the contract."
	}
	axes := Axis(0)
	for i := range changes {
		axes |= p.Level.axes(changes[i].Format)
	}
	switch CompatibilityOf(changes, axes) {
	case Full:
		return "Fully compatible: the service and its consumers can be deployed in any order."
	case Backward:
		return "Backward compatible: deploy the service first, then the consumers that want what is new."
	case Forward:
		return "Only forward compatible: old consumers break on the new service, so deploy every consumer first, then the service."
	}
	return "Not compatible in either direction: no order of deployment works; keep the old version beside the new one until every consumer has moved."
}
