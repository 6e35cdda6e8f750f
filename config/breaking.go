package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Breaking is what a configuration says of changes of a contract. Its words are those of the
// configuration: what they mean is not known here.
type Breaking struct {
	Level      Text     // "file", "package", "wire_json" or "wire"; "": that of the format
	Require    Text     // "backward", "forward" or "full"
	Severities [4]Grade // of what breaks: wire, json, source, behavior
	Risky      Grade    // of what breaks only consumers that relied on more than was promised
	Unstable   Grade    // the most that a change of an alpha, beta, preview or 0.x version can be
	Removal    Text     // what has to come before a removal: "sunset", "deprecated" or "never"
	Changes    []ChangeGrade
}

// Grade is a severity with the place that it was written at. The zero Span means that no one wrote it.
type Grade struct {
	Severity report.Severity
	Span     source.Span
}

// ChangeGrade says how severe one kind of change is, whatever it would be otherwise; Off: it is none.
type ChangeGrade struct {
	ID    string // "field-removed"
	Grade Grade
}

// The words of the section `breaking`, the default of require and removal first.
var (
	breakingLevels   = [...]string{"file", "package", "wire_json", "wire"}
	breakingRequired = [...]string{"backward", "forward", "full"}
	breakingRemovals = [...]string{"sunset", "deprecated", "never"}
	breakingAxes     = [...]string{"wire", "json", "source", "behavior"}
)

// defaultBreaking is what holds where nothing is said.
func defaultBreaking() Breaking {
	b := Breaking{
		Require: Text{Value: breakingRequired[0]}, Removal: Text{Value: breakingRemovals[0]},
		Risky: Grade{Severity: report.Warning}, Unstable: Grade{Severity: report.Error},
	}
	for i := range b.Severities {
		b.Severities[i].Severity = report.Error
	}
	return b
}

// breaking reads the section over the defaults that b holds.
func (p *parser) breaking(b *Breaking, v *spec.Value) {
	p.object(v, "breaking", []key{
		{"level", func(v *spec.Value) { p.word(&b.Level, v, "level", breakingLevels[:]) }},
		{"require", func(v *spec.Value) { p.word(&b.Require, v, "compatibility", breakingRequired[:]) }},
		{"severities", func(v *spec.Value) { p.axes(b, v) }},
		{"unstable", func(v *spec.Value) { p.grade(&b.Unstable, v) }},
		{"removal", func(v *spec.Value) { p.word(&b.Removal, v, "rule of removal", breakingRemovals[:]) }},
		{"changes", func(v *spec.Value) { b.Changes = p.changes(v) }},
	})
}

// word reads one of a few words.
func (p *parser) word(to *Text, v *spec.Value, what string, known []string) {
	switch {
	case v.Kind != spec.Str:
		p.wrongType(v, "the "+what, "one of "+strings.Join(known, ", "))
	case slices.Contains(known, v.Text):
		*to = Text{v.Text, v.Span}
	default:
		p.unknown(v.Span, what, v.Text, known, "")
	}
}

// axes reads how severe what breaks on each axis is.
func (p *parser) axes(b *Breaking, v *spec.Value) {
	keys := []key{{"risky", func(v *spec.Value) { p.grade(&b.Risky, v) }}}
	for i, axis := range breakingAxes {
		keys = append(keys, key{axis, func(v *spec.Value) { p.grade(&b.Severities[i], v) }})
	}
	p.object(v, "severities", keys)
}

// grade reads a severity; it returns whether it was one.
func (p *parser) grade(to *Grade, v *spec.Value) bool {
	severity, ok := report.ParseSeverity(v.String())
	if !ok {
		p.fail(v.Span, fmt.Sprintf("a severity is off, info, warning or error, not %s", shown(v)), "")
		return false
	}
	*to = Grade{severity, v.Span}
	return true
}

// changes reads a mapping from kinds of change to severities.
func (p *parser) changes(v *spec.Value) []ChangeGrade {
	if v.Kind != spec.Map {
		p.wrongType(v, "changes", "a mapping from kinds of change to severities")
		return nil
	}
	var changes []ChangeGrade
	for _, member := range v.Members {
		change := ChangeGrade{ID: member.Key}
		if !p.catalog.isChange(member.Key) {
			p.unknownChange(Text{member.Key, member.KeySpan})
		} else if p.grade(&change.Grade, member.Value) {
			changes = append(changes, change)
		}
	}
	slices.SortFunc(changes, func(a, b ChangeGrade) int { return cmp.Compare(a.ID, b.ID) })
	return changes
}

func (p *parser) unknownChange(id Text) {
	message := "unknown kind of change " + quote(id.Value)
	if rule := p.catalog.Find(id.Value); rule != nil {
		p.fail(id.Span, message, rule.ID+" is a rule of the linter: set it under rules")
		return
	}
	of := p.catalog.changesOf(id.Value)
	if len(of) > 0 {
		p.fail(id.Span, message, "name what happened: "+strings.Join(of, ", "))
		return
	}
	p.meant(id.Span, message, spelling.Closest(id.Value, p.catalog.ChangeIDs()), `"bylaw config schema" lists them`)
}
