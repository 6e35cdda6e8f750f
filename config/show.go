package config

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Show returns what holds for a path, relative to the workspace root, as a configuration that says
// all of it: every rule with its severity and all options. With origin, a comment tells where each
// value comes from. The empty path stands for what no override touches.
func Show(c *Config, path string, origin bool) string {
	s := shower{config: c, overrides: c.matching(path)}
	s.effective = c.effective(s.overrides)
	s.head()
	s.rules()
	s.breaking(path)
	s.lists()
	s.vocabulary()
	s.lexicon()
	s.generate()
	s.waivers()
	return s.print(origin)
}

// row is one line of the output with the comment that may follow it.
type row struct{ text, origin string }

type shower struct {
	config    *Config
	overrides []int
	effective effective
	rows      []row
}

func (s *shower) row(origin, format string, args ...any) {
	s.rows = append(s.rows, row{fmt.Sprintf(format, args...), origin})
}

func (s *shower) head() {
	c := s.config
	s.row("", "version: %d", version)
	if c.Edition.Value != "" {
		s.row(where(c.Edition.Span), "rules_edition: %s", literal(c.Edition.Value))
	}
	s.row(where(s.effective.presets.span), "presets: [%s]", s.effective.presets.presets)
	s.row(where(c.FailOnSpan), "fail_on: %s", c.FailOn)
}

func (s *shower) rules() {
	if len(s.effective.rules) == 0 {
		return
	}
	s.row("", "rules:")
	for _, rule := range s.effective.rules {
		options := s.options(rule)
		if len(options) == 0 {
			s.row(s.why(rule), "  %s: %s", rule.info.ID, rule.severity)
			continue
		}
		s.row("", "  %s:", rule.info.ID)
		s.row(s.why(rule), "    severity: %s", rule.severity)
		s.row("", "    options:")
		s.rows = append(s.rows, options...)
	}
}

// options lists the options of a rule that is on, defaults included, in the order of the rule.
func (s *shower) options(rule *effectiveRule) []row {
	if rule.severity == report.Off {
		return nil
	}
	var rows []row
	for _, o := range parseOptions(rule.info.Defaults) {
		for _, set := range rule.options {
			if set.name == o.name {
				o = set
			}
		}
		rows = append(rows, row{fmt.Sprintf("      %s: %s", o.name, o.value), where(o.span)})
	}
	return rows
}

// why says where a rule's severity comes from.
func (s *shower) why(rule *effectiveRule) string {
	from, presets := rule.from, s.effective.presets
	switch {
	case from.preset != 0:
		return fmt.Sprintf("preset %s (%s)", from.preset, where(from.span))
	case !from.span.IsZero():
		return where(from.span)
	case from.frozen:
		return fmt.Sprintf("since %s, newer than rules_edition (%s)", rule.info.Since, where(s.config.Edition.Span))
	case presets.presets == 0:
		return fmt.Sprintf("no preset (%s)", where(presets.span))
	}
	return fmt.Sprintf("not in preset %s (%s)", presets.presets, where(presets.span))
}

func (s *shower) lists() {
	c := s.config
	s.list("exclude:", "  ", texts(c.exclude))
	if len(c.folders) > 0 {
		s.row("", "proto:")
		s.list("  import_paths:", "    ", c.folders)
	}
	if len(c.roots) > 0 {
		s.row("", "openapi:")
		s.list("  roots:", "    ", texts(c.roots))
	}
}

func (s *shower) list(head, indent string, items []Text) {
	if len(items) == 0 {
		return
	}
	s.row("", "%s", head)
	for _, item := range items {
		s.row(where(item.Span), "%s- %s", indent, literal(item.Value))
	}
}

func texts(patterns []pattern) []Text {
	texts := make([]Text, len(patterns))
	for i, p := range patterns {
		texts[i] = Text{p.text, p.span}
	}
	return texts
}

func (s *shower) vocabulary() {
	v := s.config.Vocabulary
	if len(v.Options)+len(v.Extensions) == 0 {
		return
	}
	s.row("", "vocabulary:")
	s.mappings("options", v.Options, Fact.Option)
	s.mappings("extensions", v.Extensions, Fact.Extension)
}

func (s *shower) mappings(head string, mappings []Mapping, name func(Fact) string) {
	if len(mappings) == 0 {
		return
	}
	s.row("", "  %s:", head)
	for _, m := range mappings {
		s.row(where(m.Span), "    %s: %s", literal(m.Name), name(m.Fact))
	}
}

// waivers lists those that hold: one whose last day is no day does not.
func (s *shower) waivers() {
	head := "waivers:"
	for _, w := range s.config.Waivers {
		if w.Ignore.Until != "" && !IsDate(w.Ignore.Until) {
			continue
		}
		if head != "" {
			s.row("", "%s", head)
			head = ""
		}
		s.waiver(&w)
	}
}

func (s *shower) waiver(w *Waiver) {
	if w.Change != "" {
		s.row(where(w.Ignore.Span), "  - change: %s", literal(w.Change))
	} else {
		s.row(where(w.Ignore.Span), "  - element: %s", literal(string(w.Element)))
		s.row("", "    rules: [%s]", strings.Join(w.Ignore.Rules, ", "))
	}
	for _, field := range [...]struct{ name, value string }{
		{"until", w.Ignore.Until}, {"owner", w.Ignore.Owner}, {"reason", w.Ignore.Reason},
	} {
		if field.value != "" {
			s.row("", "    %s: %s", field.name, literal(field.value))
		}
	}
}

// where names the place of a value; without a place it is a default.
func where(span source.Span) string {
	if span.IsZero() {
		return "default"
	}
	return fmt.Sprintf("%s:%d", span.Path(), span.Position().Line)
}

func literal(text string) string { return string(appendString(nil, text)) }

// print joins the rows, the comments in one column as long as the lines leave room for it.
func (s *shower) print(origin bool) string {
	const widest = 48
	column := 0
	for _, r := range s.rows {
		if width := utf8.RuneCountInString(r.text); r.origin != "" && width <= widest {
			column = max(column, width)
		}
	}
	var b strings.Builder
	for _, r := range s.rows {
		b.WriteString(r.text)
		if origin && r.origin != "" {
			b.WriteString(strings.Repeat(" ", max(0, column-utf8.RuneCountInString(r.text))) + "  # " + r.origin)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
