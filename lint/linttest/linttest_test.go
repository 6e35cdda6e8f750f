package linttest

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// badField is a rule that works: it finds properties and query parameters called "bad".
func badField(change func(*lint.Meta), report func(*lint.Pass, *spec.Field)) *lint.Rule {
	meta := lint.Meta{
		ID: "bad-field", Title: "a field is bad", Group: "test", Severity: 2, Formats: lint.OpenAPIOnly,
		Since: "2026.1", Presets: lint.Recommended, Fix: lint.NoFix,
	}
	change(&meta)
	return lint.New(meta, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		if f.Name == "bad" {
			report(p, f)
		}
	}})
}

func say(message, cure string) func(*lint.Pass, *spec.Field) {
	return func(p *lint.Pass, f *spec.Field) {
		p.Report(&f.Node, f.NameSpan, message, lint.Cure(cure))
	}
}

// offer reports with a fix that replaces the name's bytes.
func offer(safety report.Safety, text string) func(*lint.Pass, *spec.Field) {
	return func(p *lint.Pass, f *spec.Field) {
		fix := report.Fix{Title: "rename it", Safety: safety, Edits: []report.Edit{{Span: f.NameSpan, New: text}}}
		p.Report(&f.Node, f.NameSpan, "field bad is bad", lint.Cure("rename it to good"), lint.Fix(fix))
	}
}

func unchanged(*lint.Meta) {}

const doc = `# bad-field

## What

A field is bad.

## Why

It hurts.

## Bad

` + "```yaml" + `
Order: {type: object, properties: {bad: {type: string}}}
` + "```" + `

## Good

` + "```yaml" + `
Order: {type: object, properties: {good: {type: string}}}
` + "```" + `
`

const fixture = `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        good: {type: string}
        bad: {type: string} # want "field bad is bad\nrename it"
`

const (
	docFile     = "bad-field.md"
	fixtureFile = "testdata/bad-field.yaml"
)

// folder returns the files of the rule with some replaced; "" removes one.
func folder(changes map[string]string) fstest.MapFS {
	files := map[string]string{docFile: doc, fixtureFile: fixture}
	maps.Copy(files, changes)
	tree := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return tree
}

var plain = say("field bad is bad", "rename it to good")

func TestGoodRulePasses(t *testing.T) {
	Check(t, badField(unchanged, plain), folder(nil))
}

func TestFixesPass(t *testing.T) {
	fixable := func(m *lint.Meta) { m.Fix = lint.AlwaysFixable }
	Check(t, badField(fixable, offer(report.Safe, "better")), folder(nil))
}

func TestHarnessFindsWhatIsWrong(t *testing.T) {
	fixable := func(m *lint.Meta) { m.Fix = lint.AlwaysFixable }
	edited := func(file, old, new string) map[string]string {
		text := map[string]string{docFile: doc, fixtureFile: fixture}[file]
		if !strings.Contains(text, old) {
			t.Fatalf("%s doesn't contain %q", file, old)
		}
		return map[string]string{file: strings.Replace(text, old, new, 1)}
	}
	tests := map[string]struct {
		rule  *lint.Rule
		files map[string]string
		want  string
	}{
		"no documentation":  {badField(unchanged, plain), map[string]string{docFile: ""}, "documentation is missing"},
		"no fixture":        {badField(unchanged, plain), map[string]string{fixtureFile: ""}, "no openapi fixture has a want"},
		"other format":      {badField(func(m *lint.Meta) { m.Formats = lint.BothFormats }, plain), nil, "no proto fixture has a want"},
		"no proto example":  {badField(func(m *lint.Meta) { m.Formats = lint.BothFormats }, plain), nil, `section "Bad" has no proto block`},
		"metadata":          {badField(func(m *lint.Meta) { m.Since = "" }, plain), nil, "Since"},
		"title style":       {badField(func(m *lint.Meta) { m.Title = "A field." }, plain), nil, "Title"},
		"never on":          {badField(func(m *lint.Meta) { m.Presets = 0 }, plain), nil, "Presets"},
		"strict is no more": {badField(func(m *lint.Meta) { m.StrictSeverity = m.Severity }, plain), nil, "StrictSeverity"},
		"not in strict":     {badField(func(m *lint.Meta) { m.StrictSeverity, m.Presets = report.Error, lint.AIP }, plain), nil, "StrictSeverity"},
		"missing section":   {badField(unchanged, plain), edited(docFile, "## Why", "## Because"), `section "Why" is missing`},
		"unknown section":   {badField(unchanged, plain), edited(docFile, "## Why", "## Because"), `"Because" is unknown`},
		"wrong title":       {badField(unchanged, plain), edited(docFile, "# bad-field", "# Bad field"), "title"},
		"bad block is good": {badField(unchanged, plain), edited(docFile, "{bad:", "{fine:"), "Bad block 1 (yaml): should find something"},
		"good block is bad": {badField(unchanged, plain), edited(docFile, "{good:", "{bad:"), "Good block 1 (yaml): should find nothing"},
		"option section":    {badField(unchanged, plain), edited(docFile, "## Good", "## Options\n\nNone.\n\n## Good"), "takes none"},
		"not found":         {badField(unchanged, say("something else", "rename it")), nil, "wanted, and not found"},
		"not wanted":        {badField(unchanged, plain), edited(fixtureFile, " # want", " # wont"), "found, and not wanted"},
		"broken spec":       {badField(unchanged, plain), edited(fixtureFile, "good: {type: string}", "good: {$ref: '#/nowhere'}"), "the spec is broken"},
		"broken want":       {badField(unchanged, plain), edited(fixtureFile, `"field bad`, `"(field bad`), "can't be read"},
		"capital":           {badField(unchanged, say("Fields must not be bad", "rename it")), nil, "begins with a capital"},
		"full stop":         {badField(unchanged, say("field bad is bad.", "rename it")), nil, "ends in a full stop"},
		"no cure":           {badField(unchanged, say("field bad is bad", "")), nil, "has no cure"},
		"no place": {badField(unchanged, func(p *lint.Pass, f *spec.Field) {
			p.Report(&f.Node, f.NameSpan.Slice(0, 0), "field bad is bad", lint.Cure("rename it"))
		}), nil, "span is empty"},
		"large place": {badField(unchanged, func(p *lint.Pass, f *spec.Field) {
			p.Report(&f.Owner.Node, f.Owner.Span, "field bad is bad", lint.Cure("rename it"))
		}), nil, "covers several lines"},
		"panic":             {badField(unchanged, func(*lint.Pass, *spec.Field) { panic("broken") }), nil, "panicked"},
		"undeclared fix":    {badField(unchanged, offer(report.Safe, "better")), nil, "declares that it offers no fix"},
		"declared, no fix":  {badField(fixable, plain), nil, "declares that it always offers a fix"},
		"fix that breaks":   {badField(fixable, offer(report.Safe, "{{")), nil, "it breaks the spec"},
		"fix without cure":  {badField(fixable, offer(report.Safe, "bad")), nil, "it doesn't cure"},
		"display-only fix":  {badField(fixable, offer(report.DisplayOnly, "better")), nil, "declares that it always offers a fix"},
		"display-only, bad": {badField(unchanged, offer(report.DisplayOnly, "{{")), nil, "it breaks the spec"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			problems := strings.Join(Problems(test.rule, folder(test.files)), "\n")
			if !strings.Contains(problems, test.want) {
				t.Errorf("the harness should complain of %q, and says:\n%s", test.want, problems)
			}
		})
	}
}

func TestOptionsOfFixtures(t *testing.T) {
	type options struct {
		Name string `json:"name"`
	}
	meta := badField(unchanged, plain).Meta
	rule := lint.NewWith(meta, options{"bad"}, func(o options) lint.Hooks {
		return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
			if f.Name == o.Name {
				p.Report(&f.Node, f.NameSpan, "field "+o.Name+" is bad", lint.Cure("rename it"))
			}
		}}
	})
	withOptions := doc + "\n## Options\n\n- `name`: what is bad.\n"
	problems := strings.Join(Problems(rule, folder(map[string]string{docFile: doc})), "\n")
	for _, want := range []string{"does not explain `name`", "no fixture sets any"} {
		if !strings.Contains(problems, want) {
			t.Errorf("the harness should complain of %q, and says:\n%s", want, problems)
		}
	}
	worse := "# options: {\"name\": \"good\"}\n" + strings.NewReplacer(
		"good: {type: string}", `good: {type: string} # want "field good is bad"`, ` # want "field bad is bad\nrename it"`, "",
	).Replace(fixture)
	Check(t, rule, folder(map[string]string{docFile: withOptions, "testdata/bad-field.good.yaml": worse}))
}

func TestSeveralFiles(t *testing.T) {
	archive := `-- root.yaml --
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order: {$ref: "parts/order.yaml"}
-- parts/order.yaml --
type: object
properties:
  bad: {type: string} # want "field bad is bad"
`
	Check(t, badField(unchanged, plain), folder(map[string]string{"testdata/bad-field.parts.txtar": archive}))
}

func TestWantsInJSON(t *testing.T) {
	fixture := `{
  "openapi": "3.1.0",
  "info": {"title": "Orders", "version": "1.0.0"},
  "paths": {},
  "components": {"schemas": {"Order": {"type": "object", "properties": {
    "bad": {"type": "string"}
  }, "x-want:-1": "\"field bad is bad\""
  }}}
}
`
	Check(t, badField(unchanged, plain), folder(map[string]string{"testdata/bad-field.json": fixture}))
	wrong := strings.Replace(fixture, "x-want:-1", "x-want:-2", 1)
	if Problems(badField(unchanged, plain), folder(map[string]string{"testdata/bad-field.json": wrong})) == nil {
		t.Error("a want on another line was met")
	}
}

// TestFixesThatCollide are right one by one, and break the spec together.
func TestFixesThatCollide(t *testing.T) {
	meta := badField(func(m *lint.Meta) { m.Fix = lint.AlwaysFixable }, plain).Meta
	rule := lint.New(meta, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		if strings.HasPrefix(f.Name, "bad") {
			offer(report.Safe, "better")(p, f)
		}
	}})
	twice := strings.Replace(fixture, "        bad:", "        bad2: {type: string} # want \"is bad\"\n        bad:", 1)
	problems := strings.Join(Problems(rule, folder(map[string]string{fixtureFile: twice})), "\n")
	if !strings.Contains(problems, "applied together") {
		t.Errorf("the harness should complain of fixes that collide, and says:\n%s", problems)
	}
}
