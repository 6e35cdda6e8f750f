package fix_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// toy is a linter of plain text, for which a file can't be read where it says BROKEN.
type toy struct {
	files map[string]string
	rules []toyRule
	runs  int
}

// toyRule returns what is wrong in a file.
type toyRule func(*source.File) []report.Finding

func (l *toy) lint(ctx context.Context, edited map[string]*source.File) (*report.Summary, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.runs++
	tree := memtree.New(l.files)
	s := &report.Summary{Checked: report.Counts{Files: len(l.files)}}
	for _, path := range slices.Sorted(maps.Keys(l.files)) {
		file, _ := tree.File(path)
		if e := edited[path]; e != nil {
			file = e
		}
		text := string(file.Content)
		for i := range strings.Count(text, "BROKEN") {
			s.Findings = append(s.Findings, report.Finding{
				Rule: report.Syntax, Severity: report.Error, Span: file.Span(i, i+1), Message: "this is broken",
			})
		}
		if strings.Contains(text, "GONE") {
			s.Checked.Files--
			continue
		}
		for _, rule := range l.rules {
			s.Findings = append(s.Findings, rule(file)...)
		}
	}
	s.Findings = report.Sort(s.Findings)
	return s, nil
}

// run fixes the files and returns what they hold then, and the result.
func (l *toy) run(t *testing.T, o fix.Options) (map[string]string, *fix.Result) {
	t.Helper()
	result, err := fix.Run(context.Background(), memtree.New(l.files), l.lint, o)
	if err != nil {
		t.Fatal(err)
	}
	after := maps.Clone(l.files)
	for _, file := range result.Files {
		if string(file.Old) != l.files[file.Path] || string(file.New) == string(file.Old) {
			t.Errorf("%s: from %q to %q", file.Path, file.Old, file.New)
		}
		after[file.Path] = string(file.New)
	}
	return after, result
}

// replace is a rule that finds a word and offers another.
func replace(id, word, with string, safety report.Safety) toyRule {
	return func(file *source.File) []report.Finding {
		return each(file, id, word, func(at source.Span) []report.Edit { return []report.Edit{{Span: at, New: with}} }, safety)
	}
}

// each finds a word and offers edits for each occurrence.
func each(file *source.File, id, word string, edits func(source.Span) []report.Edit, safety report.Safety) []report.Finding {
	var findings []report.Finding
	text := string(file.Content)
	for at := 0; ; at++ {
		next := strings.Index(text[at:], word)
		if next < 0 {
			return findings
		}
		at += next
		span := file.Span(at, at+len(word))
		findings = append(findings, report.Finding{
			Rule: id, Severity: report.Warning, Message: word + " is wrong", Span: span, Element: spec.ID(file.Path),
			Fixes: []report.Fix{{Title: "mend " + word, Safety: safety, Edits: edits(span)}},
		})
	}
}

func messages(findings []report.Finding) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, f.Rule+": "+f.Message)
	}
	return strings.Join(lines, "\n")
}

func (l *toy) tree() source.Tree { return memtree.New(l.files) }

// failing is the linter with an error in one file whenever the edited files are broken.
func (l *toy) failing(path string, broken func(map[string]*source.File) bool) fix.Lint {
	return func(ctx context.Context, edited map[string]*source.File) (*report.Summary, error) {
		s, err := l.lint(ctx, edited)
		if broken(edited) {
			span := source.NewFile(path, []byte("x")).Span(0, 1)
			s.Findings = report.Sort(append(s.Findings, report.Finding{Rule: report.CompileError, Severity: report.Error, Span: span, Message: "unknown type"}))
		}
		return s, err
	}
}
