package report

import (
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestTextGolden(t *testing.T) {
	golden(t, "shop.txt", printed(t, Text, shopSummary(t), Options{Width: 100}))
	golden(t, "shop-color.txt", printed(t, Text, shopSummary(t), Options{Width: 100, Color: true}))
}

// Everything that a hostile spec can put into a report: in its path, its text, its messages.
func TestTextOfHostileSpec(t *testing.T) {
	file := source.NewFile("::add-mask::\x1b[2Jevil\n##[error]x.proto", []byte(
		"a \x1b]0;owned\x07 \u202Eesrever\u202C b\tc\u200B ##[set-output name=x]y \u009b31m \xff end ##vso[task.complete]"))
	s := &Summary{Checked: Counts{Files: 1}, Findings: []Finding{
		{Rule: "r", Severity: Error, Span: at(t, file, "b\tc"),
			Message: "the name is \"\x1b[31mred\x1b[0m\r\n::error::forged\"\u2028next",
			Cure:    "write\n::set-output name=x::y\nnot \x08that",
			Related: []Related{{Message: "see\x00 \n::warning::here", Span: at(t, file, "y \u009b31m")}},
			Fixes:   []Fix{{Title: "drop\n::it::", Safety: Safe}}},
	}, NotChecked: []NotChecked{{What: "\x1b[1mx", Why: "it\nis"}}}
	got := printed(t, Text, s, Options{Width: 120})
	golden(t, "hostile.txt", got)
	for _, r := range got {
		if r != '\n' && (r < ' ' || r == 0x7F || hidden(r)) {
			t.Errorf("the output holds %U", r)
		}
	}
	for line := range strings.Lines(got) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") {
			t.Errorf("a build server would obey the line %q", line)
		}
	}
}

func TestTextOfNothing(t *testing.T) {
	checked := Counts{Files: 1, Operations: 40, Types: 1, Fields: 120}
	for _, test := range []struct {
		name    string
		summary Summary
		want    string
	}{
		{"clean", Summary{Checked: checked}, "no findings; checked 1 file, 40 operations, 1 type, 120 fields\n"},
		{"suppressed", Summary{Checked: checked, Suppressed: 2, FailOn: Error},
			"no findings; 2 suppressed; checked 1 file, 40 operations, 1 type, 120 fields\n"},
		{"no specs at all", Summary{},
			"no findings, because nothing was checked; checked 0 files, 0 operations, 0 types, 0 fields\n"},
	} {
		if got := printed(t, Text, &test.summary, Options{}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestTextSaysWhetherTheRunFails(t *testing.T) {
	findings := []Finding{{Rule: "a", Severity: Warning}, {Rule: "b", Severity: Warning}, {Rule: "c", Severity: Info}}
	for _, test := range []struct {
		failOn Severity
		want   string
	}{
		{Error, "none of them fails the run (--fail-on error)\n"},
		{Warning, "2 of them fail the run (--fail-on warning)\n"},
		{Info, "3 of them fail the run (--fail-on info)\n"},
		{Off, "checked 0 files, 0 operations, 0 types, 0 fields\n"},
	} {
		got := printed(t, Text, &Summary{Findings: findings, FailOn: test.failOn}, Options{})
		if !strings.HasSuffix(got, test.want) {
			t.Errorf("--fail-on %v: got %q at the end, want %q", test.failOn, got[len(got)-80:], test.want)
		}
	}
}

func TestTextNamesSomeOfMany(t *testing.T) {
	file := source.NewFile("a.proto", []byte("x"))
	f := Finding{Rule: "r", Severity: Info, Span: file.Span(0, 1)}
	s := &Summary{}
	for range 13 {
		f.Related = append(f.Related, Related{Message: "here", Span: f.Span})
		s.NotChecked = append(s.NotChecked, NotChecked{What: "a part", Why: "no reason"})
	}
	s.Findings = []Finding{f}
	got := printed(t, Text, s, Options{})
	for want, times := range map[string]int{
		"= note: a.proto:1:1: here": 3, "= note: and 10 more places\n": 1,
		"not checked: a part (no reason)\n": 10, "not checked: 3 more things; --format json lists all\n": 1,
	} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q stands %d times, want %d, in:\n%s", want, n, times, got)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestReportersPassOnErrors(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(brokenWriter{}, shopSummary(t), Options{}); err == nil || err.Error() != "disk full" {
			t.Errorf("%s: got error %v, want that of the writer", f.Name, err)
		}
	}
}

func TestReportersRepeatThemselves(t *testing.T) {
	for _, f := range Formats() {
		first := printed(t, f.Write, shopSummary(t), Options{})
		for range 5 {
			if printed(t, f.Write, shopSummary(t), Options{}) != first {
				t.Errorf("%s: two runs differ", f.Name)
			}
		}
	}
}

func TestTextShowsPathsAsTheReaderOpensThem(t *testing.T) {
	file := source.NewFile("api/orders.proto", []byte("package x;\n"))
	s := &Summary{Findings: []Finding{{Rule: "r", Severity: Error, Message: "m", Span: file.Span(0, 7)}}}
	got := printed(t, Text, s, Options{Display: func(path string) string { return "../" + path }})
	if !strings.HasPrefix(got, "../api/orders.proto:1:1: error[r] m\n") {
		t.Errorf("got %s", got)
	}
}
