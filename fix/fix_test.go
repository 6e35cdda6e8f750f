package fix_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var unsafe = fix.Options{Least: report.Unsafe}

func TestOnlyWhatIsSafeEnoughIsMade(t *testing.T) {
	rules := []toyRule{
		replace("a-safe", "aa", "A", report.Safe),
		replace("b-unsafe", "bb", "B", report.Unsafe),
		replace("c-shown", "cc", "C", report.DisplayOnly),
	}
	for _, test := range []struct {
		least report.Safety
		want  string
		left  report.Fixable
	}{
		{report.Safe, "A bb cc A", report.Fixable{Unsafe: 1}},
		{report.Unsafe, "A B cc A", report.Fixable{}},
		{report.DisplayOnly, "A B cc A", report.Fixable{}}, // there is nothing below unsafe
	} {
		l := &toy{files: map[string]string{"x": "aa bb cc aa", "y": "nothing"}, rules: rules}
		after, result := l.run(t, fix.Options{Least: test.least})
		if after["x"] != test.want || len(result.Files) != 1 {
			t.Errorf("%s: %q, and %d files", test.least, after["x"], len(result.Files))
		}
		if got := result.Summary.Fixable(); got != test.left {
			t.Errorf("%s: %+v left to fix, want %+v", test.least, got, test.left)
		}
		if want := strings.Count(test.want, "A") + strings.Count(test.want, "B"); result.Summary.Fixed != (report.Fixed{Findings: want, Files: 1}) {
			t.Errorf("%s: fixed %+v, want %d in 1 file", test.least, result.Summary.Fixed, want)
		}
	}
}

func TestFirstApplicableFixIsMade(t *testing.T) {
	rule := func(file *source.File) []report.Finding {
		found := replace("r", "x", "shown", report.DisplayOnly)(file)
		for i := range found {
			at := found[i].Span
			found[i].Fixes = append(found[i].Fixes,
				report.Fix{Title: "unsafe", Safety: report.Unsafe, Edits: []report.Edit{{Span: at, New: "unsafe"}}},
				report.Fix{Title: "empty", Safety: report.Safe},
				report.Fix{Title: "safe", Safety: report.Safe, Edits: []report.Edit{{Span: at, New: "safe"}}})
		}
		return found
	}
	for least, want := range map[report.Safety]string{report.Safe: "safe", report.Unsafe: "unsafe"} {
		l := &toy{files: map[string]string{"f": "x"}, rules: []toyRule{rule}}
		if after, _ := l.run(t, fix.Options{Least: least}); after["f"] != want {
			t.Errorf("%s: %q", least, after["f"])
		}
	}
}

// What touches waits for the next round, so that a fix only ever meets the text that it was made for.
func TestTouchingFixesWait(t *testing.T) {
	insert := func(id, text string) toyRule {
		return func(file *source.File) []report.Finding {
			if strings.Contains(string(file.Content), text) {
				return nil
			}
			return each(file, id, "|", func(at source.Span) []report.Edit { return []report.Edit{{Span: at.Slice(0, 0), New: text}} }, report.Safe)
		}
	}
	// both inserts the text at every mark with one fix, so that two such rules share all their edits.
	both := func(id, text string) toyRule {
		return func(file *source.File) []report.Finding {
			if strings.Contains(string(file.Content), text) {
				return nil
			}
			found := each(file, id, "(|)(|)", func(at source.Span) []report.Edit {
				return []report.Edit{{Span: at.Slice(4, 4), New: text}, {Span: at.Slice(1, 1), New: text}}
			}, report.Safe)
			return found
		}
	}
	for name, test := range map[string]struct {
		text   string
		rules  []toyRule
		want   string
		rounds int
	}{
		"apart":                 {"a  b", []toyRule{replace("a", "a", "A", 2), replace("b", "b", "B", 2)}, "A  B", 1},
		"side by side":          {"ab", []toyRule{replace("a", "a", "A", 2), replace("b", "b", "B", 2)}, "AB", 2},
		"overlapping":           {"abc", []toyRule{replace("a", "ab", "1", 2), replace("b", "bc", "2", 2)}, "1c", 1},
		"one in another":        {"abc", []toyRule{replace("a", "abc", "xbx", 2), replace("b", "b", "2", 2)}, "x2x", 2},
		"insertions":            {"(|)", []toyRule{insert("a", "A"), insert("b", "B")}, "(AB|)", 2},
		"the same, shared":      {"(|)", []toyRule{insert("a", "A"), insert("b", "A")}, "(A|)", 1},
		"shared beside another": {"(|)(|)", []toyRule{both("a", "A"), both("b", "A")}, "(A|)(A|)", 1},
		"one brings others":     {"a", []toyRule{replace("a", "a", "b", 2), replace("b", "b", "c", 2)}, "c", 2},
	} {
		t.Run(name, func(t *testing.T) {
			l := &toy{files: map[string]string{"f": test.text}, rules: test.rules}
			after, result := l.run(t, unsafe)
			if after["f"] != test.want || result.Rounds != test.rounds || len(result.Mistakes) > 0 {
				t.Errorf("%q in %d rounds, want %q in %d; %s", after["f"], result.Rounds, test.want, test.rounds, messages(result.Mistakes))
			}
		})
	}
}

func TestFixOfSeveralFilesIsMadeWholly(t *testing.T) {
	rename := func(file *source.File) []report.Finding {
		if file.Path != "a" || strings.Contains(string(file.Content), "new") {
			return nil
		}
		other := source.NewFile("b", []byte("use old"))
		return []report.Finding{{
			Rule: "r", Severity: report.Error, Span: file.Span(0, 3), Message: "old is wrong",
			Fixes: []report.Fix{{Title: "rename", Safety: report.Safe, Edits: []report.Edit{
				{Span: file.Span(0, 3), New: "new"}, {Span: other.Span(4, 7), New: "new"},
			}}},
		}}
	}
	l := &toy{files: map[string]string{"a": "old", "b": "use old"}, rules: []toyRule{rename}}
	after, result := l.run(t, unsafe)
	if after["a"] != "new" || after["b"] != "use new" || result.Summary.Fixed != (report.Fixed{Findings: 1, Files: 2}) {
		t.Errorf("%q, fixed %+v", after, result.Summary.Fixed)
	}
}

func TestConfinedFixesAreNotMade(t *testing.T) {
	l := &toy{files: map[string]string{"a": "x", "b": "x"}, rules: []toyRule{replace("r", "x", "y", report.Safe)}}
	confined := func(ctx context.Context, edited map[string]*source.File) (*report.Summary, error) {
		s, err := l.lint(ctx, edited)
		fix.Confine(s.Findings, func(path string) bool { return path == "b" })
		return s, err
	}
	result, err := fix.Run(context.Background(), memtree.New(l.files), confined, unsafe)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Files) != 1 || result.Files[0].Path != "b" || result.Summary.Fixable() != (report.Fixable{}) {
		t.Errorf("%+v were changed, and %+v can be", result.Files, result.Summary.Fixable())
	}
	if left := result.Summary.Findings; len(left) != 1 || left[0].Fixes[0].Safety != report.DisplayOnly {
		t.Errorf("left: %+v", left)
	}
}

func TestWhatComesOutIsAlwaysTheSame(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("f%02d", i)] = strings.Repeat("ab BAD c ", i)
	}
	first := ""
	for range 5 {
		l := &toy{files: files, rules: []toyRule{
			replace("a", "ab", "b", 2), replace("b", "b", "c", 2), replace("c", "BAD", "BROKEN", 2), replace("d", "c ", "d", 2),
		}}
		after, result := l.run(t, unsafe)
		got := fmt.Sprint(after, messages(result.Summary.Findings), result.Rounds)
		if first == "" {
			first = got
		}
		if got != first {
			t.Fatalf("once\n%s\nthen\n%s", first, got)
		}
	}
}

func TestErrorsOfLintEndTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	l := &toy{files: map[string]string{"f": "a"}}
	l.rules = []toyRule{replace("a", "a", "b", 2), func(*source.File) []report.Finding { cancel(); return nil }}
	result, err := fix.Run(ctx, memtree.New(l.files), l.lint, unsafe)
	if !errors.Is(err, context.Canceled) || result != nil {
		t.Errorf("result %+v, error %v", result, err)
	}
}
