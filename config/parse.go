package config

import (
	"fmt"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// version is the only version of the grammar so far.
const version = 1

// maxFindings is how many mistakes of one file are told; a file with more is no configuration.
const maxFindings = 100

// Parse reads a configuration. It is strict: an unknown key, rule, preset, severity, option or
// vocabulary, and a value of the wrong type, is a finding. What is wrong is left out of the
// result, which is never nil; the caller decides whether to go on with it. Findings of severity
// Error are mistakes, those below say what will be one.
func Parse(file *source.File, catalog Catalog) (*Config, []report.Finding) {
	c := Default(catalog)
	c.File, c.Dir = file, path.Dir(file.Path)
	p := &parser{file: file, catalog: catalog}
	value, problems := read(file)
	for _, problem := range problems {
		p.fail(problem.span, problem.message, problem.cure)
	}
	p.partial = len(problems) > 0
	p.top(c, value)
	return c, p.sorted()
}

type parser struct {
	file     *source.File
	catalog  Catalog
	findings []report.Finding
	errors   int             // mistakes so far, those that are not told included
	patterns int             // patterns so far
	broken   map[string]bool // custom rules of which something is wrong, so that nothing else need be said of them
	partial  bool            // something could not be read, so that what seems to be missing may be there
}

func (p *parser) fail(span source.Span, message, cure string, fixes ...report.Fix) {
	p.errors++
	p.add(report.Finding{
		Rule: report.Config, Severity: report.Error, Message: message, Cure: cure, Span: span, Fixes: fixes,
	})
}

func (p *parser) add(f report.Finding) {
	if len(p.findings) < maxFindings {
		p.findings = append(p.findings, f)
	}
}

func (p *parser) sorted() []report.Finding {
	if p.errors > maxFindings {
		p.findings = append(p.findings, report.Finding{
			Rule: report.Config, Severity: report.Error, Span: p.file.Span(len(p.file.Content), len(p.file.Content)),
			Message: fmt.Sprintf("of %d mistakes the first %d are listed", p.errors, maxFindings),
		})
	}
	return report.Sort(p.findings)
}

func (p *parser) top(c *Config, root *spec.Value) {
	if root == nil || root.Kind == spec.Null {
		root = &spec.Value{Kind: spec.Map, Span: p.file.Span(0, 0)}
	}
	if v := root.Get("custom_rules"); v != nil { // first, because what follows may name them
		c.Custom = p.customRules(v)
		c.catalog = p.catalog
	}
	p.object(root, "the configuration", []key{
		{"version", p.version},
		{"rules_edition", func(v *spec.Value) { c.Edition = p.edition(v) }},
		{"custom_rules", func(*spec.Value) {}},
		{"presets", func(v *spec.Value) { c.presets = p.presets(v) }},
		{"rules", func(v *spec.Value) { c.rules = p.rules(v) }},
		{"overrides", func(v *spec.Value) { c.overrides = p.overrides(v) }},
		{"breaking", func(v *spec.Value) { p.breaking(&c.Breaking, v) }},
		{"waivers", func(v *spec.Value) { c.Waivers = p.waivers(v, c.Dir) }},
		{"exclude", func(v *spec.Value) { c.exclude = p.globs(v, "exclude") }},
		{"fail_on", func(v *spec.Value) { p.failOn(c, v) }},
		{"proto", func(v *spec.Value) { p.proto(c, v) }},
		{"openapi", func(v *spec.Value) { p.openapi(c, v) }},
		{"vocabulary", func(v *spec.Value) { c.Vocabulary = p.vocabulary(v) }},
		{"words", func(v *spec.Value) { c.setWords(p.words(v)) }},
		{"generate", func(v *spec.Value) { c.Generate = p.generate(v, c.Dir) }},
	})
	if root.Kind == spec.Map && root.Get("version") == nil && !p.partial {
		p.missingVersion()
	}
}

func (p *parser) missingVersion() {
	at := p.file.Span(0, 0)
	if strings.HasPrefix(string(p.file.Content), "\uFEFF") {
		at = p.file.Span(3, 3)
	}
	line := fmt.Sprintf("version: %d\n", version)
	p.fail(at, "the configuration does not say which version of the grammar it is written in",
		"begin it with "+strings.TrimSpace(line),
		report.Fix{Title: "add version", Safety: report.Safe, Edits: []report.Edit{{Span: at, New: line}}})
}

func (p *parser) version(v *spec.Value) {
	n, ok := v.Int()
	switch {
	case !ok:
		p.wrongType(v, "version", fmt.Sprintf("the number %d", version))
	case n != version:
		p.fail(v.Span, fmt.Sprintf("version %d is not known: this bylaw reads version %d", n, version),
			fmt.Sprintf("write version: %d, or install a newer bylaw", version))
	}
}

func (p *parser) edition(v *spec.Value) Text {
	known := p.catalog.Editions()
	if v.Kind != spec.Num && v.Kind != spec.Str {
		p.wrongType(v, "rules_edition", "an edition such as "+newest(known))
		return Text{}
	}
	for _, edition := range known {
		if v.Text == edition {
			return Text{edition, v.Span}
		}
	}
	cure := "the editions are " + strings.Join(known, ", ")
	p.fail(v.Span, fmt.Sprintf("rules_edition %s is not known", quote(v.Text)), cure)
	return Text{}
}

func newest(editions []string) string {
	if len(editions) == 0 {
		return "2026.1"
	}
	return editions[len(editions)-1]
}

func (p *parser) failOn(c *Config, v *spec.Value) {
	severity, ok := report.ParseSeverity(v.String())
	if !ok || severity == report.Off {
		p.fail(v.Span, fmt.Sprintf("fail_on must be info, warning or error, not %s", shown(v)), "")
		return
	}
	c.FailOn, c.FailOnSpan = severity, v.Span
}
