package config

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func (p *parser) presets(v *spec.Value) selection {
	s := selection{span: v.Span}
	p.each(v, "presets", func(item *spec.Value) {
		preset, ok := ParsePreset(item.String())
		if !ok {
			p.fail(item.Span, fmt.Sprintf("unknown preset %s", shown(item)), "the presets are "+strings.Join(presetNames[:], ", "))
			return
		}
		s.presets |= preset
		s.names = append(s.names, presetName{preset, item.Span})
	})
	return s
}

// rules reads a mapping from rule IDs and groups to severities.
func (p *parser) rules(v *spec.Value) []line {
	if v.Kind != spec.Map {
		p.wrongType(v, "rules", "a mapping from rules to severities")
		return nil
	}
	var lines []line
	for _, member := range v.Members {
		l, ok := p.selector(member)
		if ok && p.said(lines, l) {
			p.fail(l.span, fmt.Sprintf("rule %s stands here twice", l.rule.ID), "keep one of them")
		} else if ok && p.entry(&l, member.Value) {
			lines = append(lines, l)
		}
	}
	return lines
}

// said reports whether a rule is there already, which its old name can hide from the eye.
func (p *parser) said(lines []line, l line) bool {
	for i := range lines {
		if l.rule != nil && lines[i].rule == l.rule {
			return true
		}
	}
	return false
}

// selector reads "rule-id" or "group/*".
func (p *parser) selector(member spec.Member) (line, bool) {
	if group, ok := strings.CutSuffix(member.Key, "/*"); ok {
		for _, known := range p.catalog.groups() {
			if group == known {
				return line{group: group, span: member.KeySpan}, true
			}
		}
	}
	rule := p.rule(Text{member.Key, member.KeySpan})
	return line{rule: rule, span: member.KeySpan}, rule != nil
}

// rule finds a rule by the ID that someone wrote, and reports one that is unknown or renamed.
func (p *parser) rule(id Text) *RuleInfo {
	rule := p.catalog.Find(id.Value)
	if rule == nil && !p.broken[id.Value] {
		p.unknownRule(id)
	} else if rule != nil && rule.ID != id.Value {
		p.add(Renamed(id.Value, rule.ID, id.Span))
	}
	return rule
}

func (p *parser) unknownRule(id Text) {
	message := "unknown rule " + quote(id.Value)
	if p.catalog.isChange(id.Value) {
		p.fail(id.Span, message, id.Value+" is a kind of change: set it under breaking, changes")
		return
	}
	meant := p.catalog.closest(id.Value, p.catalog.IDs())
	if meant == "" {
		var groups []string
		for _, group := range p.catalog.groups() {
			groups = append(groups, group+"/*")
		}
		meant = spelling.Closest(id.Value, groups)
	}
	p.meant(id.Span, message, meant, `"bylaw rules" lists them`)
}

// Renamed is the finding about a rule that is called by a name it had before.
func Renamed(old, current string, span source.Span) report.Finding {
	return report.Finding{
		Rule: report.RenamedRule, Severity: report.Warning, Span: span,
		Message: fmt.Sprintf("rule %s is now called %s", old, current),
		Fixes:   []report.Fix{replace(span, current, report.Safe)},
	}
}

// entry reads what a rule or group is set to: a severity, or {severity, options}.
func (p *parser) entry(l *line, v *spec.Value) bool {
	if v.Kind != spec.Map {
		return p.severity(l, v)
	}
	if len(v.Members) == 0 && !p.partial {
		p.fail(l.span, "the rule is set to nothing", "give it a severity, options or both")
		return false
	}
	ok := true
	p.object(v, "a rule", []key{
		{"severity", func(v *spec.Value) { ok = p.severity(l, v) }},
		{"options", func(v *spec.Value) { p.options(l, v) }},
	})
	return ok && (l.severity != nil || len(l.options) > 0)
}

func (p *parser) severity(l *line, v *spec.Value) bool {
	var grade Grade
	if !p.grade(&grade, v) {
		return false
	}
	l.severity = &grade.Severity
	return true
}
