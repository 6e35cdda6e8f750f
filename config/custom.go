package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// CustomGroup is the group of all rules that configurations declare themselves.
const CustomGroup = "x"

// CustomRule is a rule that a configuration declares: an expression in CEL that has to be true of
// every element of a kind.
type CustomRule struct {
	ID       Text
	Title    Text
	For      Text   // the kind of element, one of CustomKinds
	When     Text   // CEL: which of them; "": all
	Assert   Text   // CEL: what has to be true of them
	Message  Text   // what is said of one for which it isn't, with CEL in braces; "": the title
	Cure     Text   // what to write instead, with CEL in braces; "": that Assert should be true
	At       Text   // the attribute that the finding points at; "": the element's name
	Formats  []Text // "proto", "openapi"; nil: both
	Severity report.Severity
}

// CustomKinds returns the kinds of element that a custom rule can be for.
func CustomKinds() []string {
	return []string{"api", "service", "operation", "parameter", "response", "type", "field", "enum_value"}
}

// Mistake is what is wrong with an expression of a custom rule.
type Mistake struct {
	Text    Text // the text that holds the expression
	Offset  int  // in bytes, within its value
	Message string
	Cure    string
}

// longestExpression is how many bytes an expression or a text with expressions may have.
const longestExpression = 4096

var customID = regexp.MustCompile(`^x-[a-z0-9]+(-[a-z0-9]+)*$`)

// customRules reads the rules that the configuration declares, and makes the catalogue know them.
func (p *parser) customRules(v *spec.Value) []*CustomRule {
	if v.Kind != spec.Map {
		p.wrongType(v, "custom_rules", "a mapping from rule IDs to rules")
		return nil
	}
	var rules []*CustomRule
	p.broken = map[string]bool{}
	for _, member := range v.Members {
		before := p.errors
		rule := p.customRule(member)
		if p.errors == before {
			p.checkCustom(rule)
		}
		if p.errors == before {
			rules = append(rules, rule)
		} else {
			p.broken[member.Key] = true
		}
	}
	p.catalog = p.catalog.With(rules)
	return rules
}

func (p *parser) customRule(member spec.Member) *CustomRule {
	rule := &CustomRule{ID: Text{member.Key, member.KeySpan}, Severity: report.Warning}
	if !customID.MatchString(member.Key) {
		p.fail(member.KeySpan, quote(member.Key)+" is no ID of a custom rule",
			"begin it with x-, which no rule of bylaw ever does, and write it in kebab-case: x-owner-missing")
	}
	v := member.Value
	if p.object(v, "a custom rule", p.customKeys(rule)) {
		p.need(v, "a custom rule", "title", "for", "assert")
	}
	return rule
}

func (p *parser) customKeys(rule *CustomRule) []key {
	said := func(name string, to *Text) key {
		return key{name, func(v *spec.Value) { *to = p.short(v, name) }}
	}
	return []key{
		said("title", &rule.Title),
		{"for", func(v *spec.Value) { rule.For = p.oneOf(v, "for", "kind of element", CustomKinds()) }},
		said("when", &rule.When),
		said("assert", &rule.Assert),
		said("message", &rule.Message),
		said("cure", &rule.Cure),
		said("at", &rule.At),
		{"formats", func(v *spec.Value) {
			p.each(v, "formats", func(item *spec.Value) {
				rule.Formats = append(rule.Formats, p.oneOf(item, "a format", "format", []string{"proto", "openapi"}))
			})
		}},
		{"severity", func(v *spec.Value) {
			grade := Grade{Severity: rule.Severity}
			if p.grade(&grade, v) {
				rule.Severity = grade.Severity
			}
		}},
	}
}

// short reads a text that is no longer than expressions may be.
func (p *parser) short(v *spec.Value, what string) Text {
	text := p.text(v, what)
	if len(text.Value) > longestExpression {
		p.fail(v.Span, fmt.Sprintf("%s is longer than %d bytes", what, longestExpression), "split the rule")
	}
	return text
}

func (p *parser) oneOf(v *spec.Value, what, kind string, known []string) Text {
	text := p.text(v, what)
	if text.Value != "" && !slices.Contains(known, text.Value) {
		p.unknown(v.Span, kind, text.Value, known, "")
	}
	return text
}

// checkCustom compiles the expressions of a rule.
func (p *parser) checkCustom(rule *CustomRule) {
	if p.catalog.CheckCustom == nil {
		return
	}
	for _, mistake := range p.catalog.CheckCustom(rule) {
		p.fail(within(mistake.Text, mistake.Offset), mistake.Message, mistake.Cure)
	}
}

// within returns the place of an offset of a text in the file, to the end of its line; or the whole
// text where YAML has written it so differently that the place can't be told.
func within(text Text, offset int) source.Span {
	begin := strings.LastIndexByte(text.Value[:offset], '\n') + 1
	line, _, _ := strings.Cut(text.Value[begin:], "\n")
	file, start := text.Span.File, int(text.Span.Start)
	// A block's span is no more than its first token: the text follows it, indented.
	lines := strings.Count(text.Value, "\n") + 2
	raw := string(file.Content[start:min(len(file.Content), start+len(text.Value)+lines*100)])
	at := strings.Index(raw, line)
	if at < 0 || offset-begin >= len(line) {
		return text.Span
	}
	return file.Span(start+at+offset-begin, start+at+len(line))
}
