package config

import (
	"slices"

	"github.com/bylaw-dev/bylaw/report"
)

// Demand is what a command line asks for over every configuration.
type Demand struct {
	Presets Presets  // instead of those of the configuration; 0: nothing demanded
	Rules   []string // the only rules that run, whatever the configuration says of them; nil: all
}

// Demand makes the resolver's configurations give way to what is demanded. It must be called
// before the first path is asked for.
func (r *Resolver) Demand(d Demand) {
	r.demand = d
	r.fallback.demand = d
}

// chosen returns the choice of presets where the overrides of those indexes hold.
func (c *Config) chosen(overrides []int) selection {
	if c.demand.Presets != 0 {
		return selection{presets: c.demand.Presets}
	}
	chosen := c.presets
	for _, i := range overrides {
		if c.overrides[i].presets != nil {
			chosen = *c.overrides[i].presets
		}
	}
	return chosen
}

// narrow leaves only the demanded rules on. One that the configuration has off runs as severely as
// it does by default, because who names a rule wants to see it.
func (d Demand) narrow(rules []*effectiveRule, presets Presets) {
	if d.Rules == nil {
		return
	}
	for _, rule := range rules {
		switch {
		case !slices.Contains(d.Rules, rule.info.ID):
			rule.severity = report.Off
		case rule.severity == report.Off:
			rule.severity = rule.info.SeverityIn(presets)
		}
	}
}
