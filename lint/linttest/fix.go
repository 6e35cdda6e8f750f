package linttest

import (
	"context"
	"fmt"
	"maps"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxRounds is how often fixes are applied before they count as never ending.
const maxRounds = 10

// fixProblems applies every fix alone, and then all that can be applied until none is left.
func (c *testCase) fixProblems(rule *lint.Rule, findings []report.Finding) []string {
	var problems []string
	for _, f := range findings {
		for _, offered := range f.Fixes {
			if problem := c.fixProblem(rule, f, offered, len(findings)); problem != "" {
				problems = append(problems, fmt.Sprintf("fix %q of %s: %s", offered.Title, describe(f), problem))
			}
		}
	}
	if problems == nil {
		return c.mendingProblems(rule)
	}
	return problems
}

// fixProblem returns what is wrong with one fix: it must apply, leave a spec that can be read, and
// cure its finding without bringing another.
func (c *testCase) fixProblem(rule *lint.Rule, f report.Finding, offered report.Fix, before int) string {
	if problems := wordingProblems(offered.Title); len(problems) > 0 {
		return "the title " + problems[0]
	}
	fixed, err := c.apply(offered.Edits)
	if err != nil {
		return err.Error()
	}
	after := fixed.run(rule)
	switch {
	case len(after.failures) > 0:
		return "it breaks the spec: " + after.failures[0]
	case len(after.findings) >= before:
		return fmt.Sprintf("it doesn't cure: %d findings before, %d after", before, len(after.findings))
	}
	return ""
}

// mendingProblems has the engine of the command apply everything that it may, as the case is written
// and in other layouts.
func (c *testCase) mendingProblems(rule *lint.Rule) []string {
	mended, problems := c.mended(rule)
	if len(problems) > 0 || maps.Equal(mended, c.files) {
		return problems
	}
	for _, l := range layouts() {
		problems = append(problems, c.layoutProblems(rule, l, mended)...)
	}
	return problems
}

// mended returns the files of the case with everything applied that may be.
func (c *testCase) mended(rule *lint.Rule) (map[string]string, []string) {
	result, err := c.mend(rule, report.Unsafe)
	if err != nil {
		return nil, []string{err.Error()}
	}
	var problems []string
	for _, mistake := range result.Mistakes {
		problems = append(problems, "applied together: "+mistake.Message)
	}
	mended := maps.Clone(c.files)
	for _, file := range result.Files {
		mended[file.Path] = string(file.New)
	}
	return mended, problems
}

// mend has the engine apply every fix that is at least so safe.
func (c *testCase) mend(rule *lint.Rule, least report.Safety) (*fix.Result, error) {
	check := func(_ context.Context, edited map[string]*source.File) (*report.Summary, error) {
		return c.edited(edited).summary(rule), nil
	}
	return fix.Run(context.Background(), memtree.New(c.files), check, fix.Options{Least: least, Rounds: maxRounds})
}

// edited returns the case with the content of some files replaced.
func (c *testCase) edited(files map[string]*source.File) *testCase {
	next := &testCase{name: c.name, files: maps.Clone(c.files), options: c.options}
	for path, file := range files {
		next.files[path] = string(file.Content)
	}
	return next
}

// summary runs the case, and calls what keeps the rule from running an error of the tool.
func (c *testCase) summary(rule *lint.Rule) *report.Summary {
	ran := c.run(rule)
	for _, failure := range ran.failures {
		ran.findings = append(ran.findings, report.Finding{Rule: report.Internal, Severity: report.Error, Message: failure})
	}
	return &report.Summary{Findings: report.Sort(ran.findings)}
}

func (c *testCase) apply(edits []report.Edit) (*testCase, error) {
	byFile := map[*source.File][]report.Edit{}
	for _, edit := range edits {
		byFile[edit.Span.File] = append(byFile[edit.Span.File], edit)
	}
	fixed := map[string]*source.File{}
	for file, edits := range byFile {
		content, err := report.Apply(file, edits)
		if err != nil {
			return nil, err
		}
		fixed[file.Path] = source.NewFile(file.Path, content)
	}
	return c.edited(fixed), nil
}
