package breaking

import "github.com/bylaw-dev/bylaw/report"

// Policies chooses the policy of a change by the path of the file that it is shown in. It returns
// no nil.
type Policies func(path string) *Policy

// everywhere is the choice of one policy for all files.
func (p *Policy) everywhere() Policies { return func(string) *Policy { return p } }

func (choose Policies) of(c *Change) *Policy { return choose(c.Place().Path()) }

// Findings returns the changes that their policies object to as findings, in report's order.
func (choose Policies) Findings(changes []Change) []report.Finding {
	var findings []report.Finding
	for i := range changes {
		c := &changes[i]
		policy := choose.of(c)
		if severity := policy.Severity(c); severity > report.Off {
			findings = append(findings, policy.finding(c, severity))
		}
	}
	return report.Sort(findings)
}

// Finding returns a change as a finding, however bad its policy finds it.
func (choose Policies) Finding(c *Change, severity report.Severity) report.Finding {
	return choose.of(c).finding(c, severity)
}

// Severity returns how bad the policy of a change finds it: Off for one that breaks nothing.
func (choose Policies) Severity(c *Change) report.Severity { return choose.of(c).Severity(c) }

// Compatibility returns what all the changes together allow, each looked at as its policy does.
func (choose Policies) Compatibility(changes []Change) Compatibility {
	var back, forth bool
	for i := range changes {
		c := &changes[i]
		policy := choose.of(c)
		if !policy.looksAt(c) {
			continue
		}
		axes := policy.Level.axes(c.Format)
		back = back || c.Backward.On(axes) == Breaking
		forth = forth || c.Forward.On(axes) == Breaking
	}
	return compatibility(back, forth)
}

// Headline says in one sentence what the changes allow and which side deploys first.
func (choose Policies) Headline(changes []Change) string {
	if len(changes) == 0 {
		return "Nothing changed in the contract."
	}
	switch choose.Compatibility(changes) {
	case Full:
		return "Fully compatible: the service and its consumers can be deployed in any order."
	case Backward:
		return "Backward compatible: deploy the service first, then the consumers that want what is new."
	case Forward:
		return "Only forward compatible: old consumers break on the new service, so deploy every consumer first, then the service."
	}
	return "Not compatible in either direction: no order of deployment works; keep the old version beside the new one until every consumer has moved."
}
