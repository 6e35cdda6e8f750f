package linttest

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

// testCase is a spec that a rule runs on.
type testCase struct {
	name    string
	files   map[string]string // by path, want comments blanked
	wants   []*want
	options json.RawMessage // nil: the defaults
}

// casesOf returns the cases that a fixture stands for: itself and, if it is YAML, the same as JSON.
func casesOf(name, text string) []*testCase {
	c := &testCase{name: name, files: map[string]string{}}
	if path.Ext(name) != ".txtar" {
		c.add(name, text)
		if path.Ext(name) == ".yaml" {
			return []*testCase{c, c.asJSON()}
		}
		return []*testCase{c}
	}
	for _, file := range txtar.Parse([]byte(text)).Files {
		c.add(file.Name, string(file.Data))
	}
	return []*testCase{c}
}

var optionsComment = regexp.MustCompile(`^(?://|#) options: (\{.*\})\s*\n`)

func (c *testCase) add(file, text string) {
	if found := optionsComment.FindStringSubmatch(text); found != nil {
		c.options = json.RawMessage(found[1])
	}
	wants, blanked := extractWants(file, text)
	c.wants = append(c.wants, wants...)
	c.files[file] = blanked
}

// format is that of the case's files, which are all of one.
func (c *testCase) format() spec.Format {
	for file := range c.files {
		if path.Ext(file) == ".proto" {
			return spec.Proto
		}
	}
	return spec.OpenAPI
}

// result is what came of a run.
type result struct {
	findings []report.Finding // the rule's own
	failures []string         // what kept the rule from running as it should
}

// run loads the case and runs the rule, and only it, with the case's options.
func (c *testCase) run(rule *lint.Rule) result {
	apis, diagnostics := c.load()
	var failures []string
	for _, d := range diagnostics {
		failures = append(failures, "the spec is broken: "+describe(d))
	}
	profile := &config.Profile{Settings: []config.Setting{{
		Rule: rule.ID, Severity: rule.Severity, Options: c.options,
	}}}
	findings, err := lint.Run(context.Background(), apis, lint.NewSet([]*lint.Rule{rule}),
		func(string) *config.Profile { return profile })
	if err != nil {
		return result{failures: append(failures, err.Error())}
	}
	own := slices.DeleteFunc(findings, func(f report.Finding) bool {
		if f.Rule == report.Internal {
			failures = append(failures, f.Message)
		}
		return f.Rule != rule.ID
	})
	return result{own, failures}
}

func (c *testCase) load() ([]*spec.API, []report.Finding) { return load(c.files) }

// Load returns the APIs of the files, by path, for tests of what rules have in common. It fails
// the test if a loader finds fault with them.
func Load(tb testing.TB, files map[string]string) []*spec.API {
	tb.Helper()
	apis, diagnostics := load(files)
	for _, d := range diagnostics {
		tb.Error(describe(d))
	}
	return apis
}

// LoadAnyway loads files that need not be well-formed, and returns what is wrong with them.
func LoadAnyway(files map[string]string) ([]*spec.API, []report.Finding) { return load(files) }

func load(files map[string]string) ([]*spec.API, []report.Finding) {
	tree := memtree.New(files)
	var protos, roots []string
	for _, file := range tree.Paths() {
		switch {
		case path.Ext(file) == ".proto":
			protos = append(protos, file)
		case isRoot(files[file]):
			roots = append(roots, file)
		}
	}
	var apis []*spec.API
	var diagnostics []report.Finding
	if len(protos) > 0 {
		apis, diagnostics = proto.Load(context.Background(), proto.Config{Tree: tree, Files: protos})
	}
	if len(roots) > 0 {
		more, found := openapi.Load(context.Background(), openapi.Config{Tree: tree, Roots: roots})
		apis, diagnostics = append(apis, more...), append(diagnostics, found...)
	}
	return apis, diagnostics
}

var rootKey = regexp.MustCompile(`(?m)^\s*(?:\{\s*)?"?openapi"?\s*:`)

func isRoot(text string) bool { return rootKey.MatchString(text) }

// problems runs the case as a fixture: what is found must be wanted, well said and mendable as
// declared.
func (c *testCase) problems(rule *lint.Rule, o *outcome) []string {
	if c.options != nil {
		o.optionsExercise = true
	}
	ran := c.run(rule)
	problems := append(ran.failures, matchWants(c.wants, ran.findings)...)
	for _, f := range ran.findings {
		o.bad[c.format()] = true
		problems = append(problems, findingProblems(f)...)
		if fix.Applicable(&f, report.Unsafe) != nil {
			o.fixed++
		} else {
			o.unfixed++
		}
	}
	problems = append(problems, c.fixProblems(rule, ran.findings)...)
	return prefixed(c.name, problems)
}

func describe(f report.Finding) string {
	at := f.Span.Position()
	return fmt.Sprintf("%s:%d:%d: %s (%s) [%s]", f.Span.Path(), at.Line, at.Column, f.Message, f.Cure, f.Rule)
}

// findingProblems returns what is wrong with a finding whatever its rule: its place or its words.
func findingProblems(f report.Finding) []string {
	var problems []string
	wrong := func(bad bool, what string) {
		if bad {
			problems = append(problems, what+": "+describe(f))
		}
	}
	start, end := f.Span.Position(), f.Span.EndPosition()
	wrong(f.Span.IsZero(), "the finding has no place")
	wrong(f.Span.Len() == 0, "the finding's span is empty")
	wrong(start.Line != end.Line, "the finding's span is not the smallest: it covers several lines")
	wrong(f.Element == "", "the finding names no element")
	wrong(f.Cure == "", "the finding has no cure")
	for _, problem := range wordingProblems(withoutName(f)) {
		wrong(true, "the message "+problem)
	}
	for _, problem := range wordingProblems(f.Cure) {
		wrong(true, "the cure "+problem)
	}
	for _, related := range f.Related {
		wrong(related.Span.Len() == 0 || related.Message == "", "a related place is empty")
	}
	return problems
}

// withoutName returns the message without the offender's name at its beginning, which stands there
// as it is written.
func withoutName(f report.Finding) string {
	first, rest, _ := strings.Cut(f.Message, " ")
	if strings.Contains(f.Span.Text(), first) {
		return rest
	}
	return f.Message
}

// optionNames returns the names of the rule's options.
func optionNames(rule *lint.Rule) []string {
	if rule.Defaults() == nil {
		return nil
	}
	var options map[string]json.RawMessage
	if err := json.Unmarshal(rule.Defaults(), &options); err != nil {
		return nil // NewWith made sure that it is an object
	}
	names := make([]string, 0, len(options))
	for name := range options {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
