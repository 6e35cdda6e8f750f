package linttest

import (
	"fmt"
	"maps"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxRounds is how often fixes are applied before they count as never ending.
const maxRounds = 10

// applicable returns the finding's first fix that the command would apply, or nil.
func applicable(f report.Finding) *report.Fix {
	for i := range f.Fixes {
		if f.Fixes[i].Safety > report.DisplayOnly {
			return &f.Fixes[i]
		}
	}
	return nil
}

// fixProblems applies every fix alone, and then all that can be applied until none is left.
func (c *testCase) fixProblems(rule *lint.Rule, findings []report.Finding) []string {
	var problems []string
	for _, f := range findings {
		for _, fix := range f.Fixes {
			if problem := c.fixProblem(rule, f, fix, len(findings)); problem != "" {
				problems = append(problems, fmt.Sprintf("fix %q of %s: %s", fix.Title, describe(f), problem))
			}
		}
	}
	if problems == nil {
		problems = c.convergenceProblems(rule)
	}
	return problems
}

// fixProblem returns what is wrong with one fix: it must apply, leave a spec that can be read, and
// cure its finding without bringing another.
func (c *testCase) fixProblem(rule *lint.Rule, f report.Finding, fix report.Fix, before int) string {
	if problems := wordingProblems(fix.Title); len(problems) > 0 {
		return "the title " + problems[0]
	}
	fixed, err := c.apply(fix.Edits)
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

func (c *testCase) convergenceProblems(rule *lint.Rule) []string {
	at := c
	for range maxRounds {
		var edits []report.Edit
		for _, f := range at.run(rule).findings {
			if fix := applicable(f); fix != nil && !overlaps(edits, fix.Edits) {
				edits = append(edits, fix.Edits...)
			}
		}
		if len(edits) == 0 {
			return nil
		}
		next, err := at.apply(edits)
		if err != nil {
			return []string{"the fixes can't be applied together: " + err.Error()}
		}
		at = next
	}
	return []string{fmt.Sprintf("the fixes don't converge: after %d rounds there is still something to fix", maxRounds)}
}

// overlaps reports whether an edit touches the bytes of one that is already taken.
func overlaps(taken, edits []report.Edit) bool {
	for _, a := range taken {
		for _, b := range edits {
			if a.Span.File == b.Span.File && a.Span.Start <= b.Span.End && b.Span.Start <= a.Span.End {
				return true
			}
		}
	}
	return false
}

func (c *testCase) apply(edits []report.Edit) (*testCase, error) {
	byFile := map[*source.File][]report.Edit{}
	for _, edit := range edits {
		byFile[edit.Span.File] = append(byFile[edit.Span.File], edit)
	}
	fixed := &testCase{name: c.name, files: maps.Clone(c.files), options: c.options}
	for file, edits := range byFile {
		content, err := report.Apply(file, edits)
		if err != nil {
			return nil, err
		}
		fixed.files[file.Path] = string(content)
	}
	return fixed, nil
}
