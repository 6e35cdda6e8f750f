// Package linttest is the test harness for rules. It runs a rule's documentation and fixtures as
// tests and is stricter than the rule's author: positions, wording and fixes are checked too, and
// every OpenAPI fixture is run a second time as JSON. It knows the loaders, and no rule.
//
// A rule's folder holds <id>.md and testdata/<id>.proto, <id>.yaml, and any more of them named
// <id>.<case>.proto, .yaml, .json or .txtar (several files of one API). The rule's ID has dashes
// everywhere but in the name of its Go file, where they are underscores. In a fixture
//
//	string customerId = 1; // want "regexp" "another"
//	# want:-2 "regexp"
//
// say what must be found on that line, or so many lines above or below it; a regexp is matched
// against the message and the cure, and what is found and not wanted fails. JSON has no comments:
// there the member "x-want:+1": "\"regexp\"" does the same. A comment `options: {…}` on the first
// line sets the rule's options.
package linttest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
)

// Check fails the test for everything that is wrong with the rule, its documentation or its
// fixtures in the folder.
func Check(t *testing.T, rule *lint.Rule, folder fs.FS) {
	t.Helper()
	for _, problem := range Problems(rule, folder) {
		t.Error(problem)
	}
}

// Problems returns what Check reports.
func Problems(rule *lint.Rule, folder fs.FS) []string {
	problems := metaProblems(rule)
	text, err := fs.ReadFile(folder, rule.ID+".md")
	if err != nil {
		return append(problems, fmt.Sprintf("the documentation is missing: %v", err))
	}
	problems = append(problems, docProblems(rule, parseDoc(string(text)))...)
	return append(problems, fixtureProblems(rule, folder)...)
}

// Fixtures returns the paths of the rule's fixtures in its folder, sorted.
func Fixtures(folder fs.FS, id string) []string {
	var paths []string
	entries, _ := fs.ReadDir(folder, "testdata")
	for _, entry := range entries {
		if owner, _, _ := strings.Cut(entry.Name(), "."); owner == id {
			paths = append(paths, path.Join("testdata", entry.Name()))
		}
	}
	return paths
}

func fixtureProblems(rule *lint.Rule, folder fs.FS) []string {
	var problems []string
	outcome := &outcome{bad: map[spec.Format]bool{}}
	for _, name := range Fixtures(folder, rule.ID) {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return append(problems, err.Error())
		}
		for _, c := range casesOf(path.Base(name), string(text)) {
			problems = append(problems, c.problems(rule, outcome)...)
		}
	}
	for _, format := range formats(rule) {
		if !outcome.bad[format] {
			problems = append(problems, fmt.Sprintf("no %s fixture has a want comment: testdata/%s%s", format, rule.ID, extension(format)))
		}
	}
	return append(problems, outcome.problems(rule)...)
}

// outcome is what the fixtures of one rule have shown together.
type outcome struct {
	bad             map[spec.Format]bool // formats in which something was wanted and found
	fixed, unfixed  int                  // findings with and without a fix that can be applied
	optionsExercise bool                 // some case sets options
}

func (o *outcome) problems(rule *lint.Rule) []string {
	switch {
	case rule.Fix == lint.AlwaysFixable && o.unfixed > 0:
		return []string{fmt.Sprintf("declares that it always offers a fix, but %d findings have none", o.unfixed)}
	case rule.Fix == lint.SometimesFixable && o.fixed == 0:
		return []string{"declares that it sometimes offers a fix, but no fixture shows one"}
	case rule.Fix == lint.NoFix && o.fixed > 0:
		return []string{fmt.Sprintf("declares that it offers no fix, but %d findings have one", o.fixed)}
	case rule.Defaults() != nil && !o.optionsExercise:
		return []string{"takes options, but no fixture sets any (a comment `options: {…}` on its first line)"}
	}
	return nil
}

func formats(rule *lint.Rule) []spec.Format {
	return slices.DeleteFunc([]spec.Format{spec.Proto, spec.OpenAPI}, func(f spec.Format) bool {
		return !rule.Formats.Has(f)
	})
}

func extension(format spec.Format) string {
	if format == spec.Proto {
		return ".proto"
	}
	return ".yaml"
}

// ByID orders rules by their IDs.
func ByID(a, b *lint.Rule) int { return strings.Compare(a.ID, b.ID) }
