package config

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// effective is what holds for a set of files, with where each part of it comes from.
type effective struct {
	presets selection
	rules   []*effectiveRule // all of the catalogue, sorted by ID
}

type effectiveRule struct {
	info     *RuleInfo
	severity report.Severity
	from     origin
	options  []option // those that are set, sorted by name
}

// origin is where a severity comes from: a line of the file, or a preset.
type origin struct {
	span   source.Span // zero: not from a line
	preset Presets     // 0: none switches the rule on
	frozen bool        // rules_edition keeps the rule off
}

// effective works out what holds where the given overrides match. Presets choose the start; the
// lines of `rules`, and then those of each matching override in the order of the file, change it.
// Within one list of lines a rule outdoes its group, wherever it stands.
func (c *Config) effective(overrides []int) effective {
	e := effective{presets: c.chosen(overrides)}
	byInfo := make(map[*RuleInfo]*effectiveRule, len(c.catalog.Rules))
	for i := range c.catalog.Rules {
		rule := c.start(&c.catalog.Rules[i], e.presets)
		byInfo[rule.info] = rule
		e.rules = append(e.rules, rule)
	}
	c.apply(byInfo, c.rules)
	for _, i := range overrides {
		c.apply(byInfo, c.overrides[i].rules)
	}
	c.demand.narrow(e.rules, e.presets.presets)
	slices.SortFunc(e.rules, func(a, b *effectiveRule) int { return cmp.Compare(a.info.ID, b.info.ID) })
	return e
}

// start is how a rule holds before any line speaks of it.
func (c *Config) start(info *RuleInfo, presets selection) *effectiveRule {
	rule := &effectiveRule{info: info}
	if info.Custom != nil {
		rule.severity, rule.from = info.Severity, origin{span: info.Custom.ID.Span}
		return rule
	}
	rule.from.frozen = c.frozen(info)
	if !rule.from.frozen && presets.presets.Selects(info.Presets) {
		rule.severity = info.SeverityIn(presets.presets)
		rule.from = presets.origin(info)
	}
	return rule
}

// frozen reports whether the rule is newer than the rules edition that the file holds on to.
func (c *Config) frozen(info *RuleInfo) bool {
	return c.Edition.Value != "" && compareEditions(info.Since, c.Edition.Value) > 0
}

// origin names the first preset, in the order written, that switches the rule on as severely as it is.
func (s selection) origin(info *RuleInfo) origin {
	for _, name := range s.names {
		if name.preset.Selects(info.Presets) && info.SeverityIn(name.preset) == info.SeverityIn(s.presets) {
			return origin{span: name.span, preset: name.preset}
		}
	}
	return origin{preset: s.presets}
}

func (c *Config) apply(rules map[*RuleInfo]*effectiveRule, lines []line) {
	for _, l := range lines {
		if l.rule != nil {
			continue
		}
		for i := range c.catalog.Rules {
			if info := &c.catalog.Rules[i]; info.Group == l.group && !c.frozen(info) {
				rules[info].set(l)
			}
		}
	}
	for _, l := range lines {
		if l.rule != nil {
			rules[l.rule].set(l)
		}
	}
}

func (r *effectiveRule) set(l line) {
	if l.severity != nil {
		r.severity = *l.severity
		r.from = origin{span: l.span}
	}
	for _, o := range l.options {
		at, found := slices.BinarySearchFunc(r.options, o, func(a, b option) int { return cmp.Compare(a.name, b.name) })
		if found {
			r.options[at] = o
		} else {
			r.options = slices.Insert(r.options, at, o)
		}
	}
}
