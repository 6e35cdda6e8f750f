package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestJUnitGolden(t *testing.T) {
	golden(t, "shop.junit.xml", printed(t, JUnit, shopSummary(t), Options{}))
	golden(t, "change.junit.xml", printed(t, JUnit, changeSummary(t), Options{}))
}

func readJUnit(t *testing.T, s *Summary) junitReport {
	t.Helper()
	text := printed(t, JUnit, s, Options{})
	if !utf8.ValidString(text) {
		t.Error("the output is no UTF-8")
	}
	for _, r := range text {
		if r < ' ' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			t.Errorf("the output holds %U, which XML forbids or viewers obey", r)
		}
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	var report junitReport
	if err := decoder.Decode(&report); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	if rest, err := decoder.Token(); err != nil && err != io.EOF || rest != nil && strings.TrimSpace(fmt.Sprintf("%s", rest)) != "" {
		t.Errorf("something stands behind the document: %v (%v)", rest, err)
	}
	return report
}

func TestJUnitVerdicts(t *testing.T) {
	file := source.NewFile("a.proto", []byte("x"))
	finding := func(rule string, severity Severity) Finding {
		return Finding{Rule: rule, Severity: severity, Message: "m", Element: "e", Span: file.Span(0, 1)}
	}
	for _, test := range []struct {
		rule     string
		severity Severity
		failOn   Severity
		want     string
	}{
		{"a-rule", Error, Error, "failure"},
		{"a-rule", Warning, Error, "passed"},
		{"a-rule", Warning, Warning, "failure"},
		{"a-rule", Error, Off, "passed"},
		{Syntax, Error, Error, "error"},
		{UnusedSuppression, Warning, Error, "passed"},
		{Internal, Error, Off, "error"},
		{Config, Error, Off, "error"},
	} {
		s := &Summary{FailOn: test.failOn, Checked: Counts{Files: 1}, Findings: []Finding{finding(test.rule, test.severity)}}
		report := readJUnit(t, s)
		if len(report.Suites) != 2 || report.Suites[1].Name != "a.proto" || len(report.Suites[1].Cases) != 1 {
			t.Fatalf("%+v", report)
		}
		if got := junitOutcome(report.Suites[1].Cases[0]); got != test.want {
			t.Errorf("%s, %v under --fail-on %v: %s, want %s", test.rule, test.severity, test.failOn, got, test.want)
		}
	}
}

func junitOutcome(c junitCase) string {
	switch {
	case c.Failure != nil:
		return "failure"
	case c.Error != nil:
		return "error"
	case c.Skipped != nil:
		return "skipped"
	}
	return "passed"
}

// CI servers believe the counts, and count themselves where they differ.
func TestJUnitCounts(t *testing.T) {
	for name, s := range map[string]*Summary{"shop": shopSummary(t), "changes": changeSummary(t), "hostile": hostileSummary(t), "nothing": {}} {
		report := readJUnit(t, s)
		total := map[string]int{}
		cases := 0
		for _, suite := range report.Suites {
			of := map[string]int{}
			for _, c := range suite.Cases {
				of[junitOutcome(c)]++
				total[junitOutcome(c)]++
				cases++
			}
			if suite.Tests != len(suite.Cases) || suite.Failures != of["failure"] || suite.Errors != of["error"] || suite.Skipped != of["skipped"] {
				t.Errorf("%s, %s: %+v, but it has %v", name, suite.Name, suite.junitTally, of)
			}
		}
		if report.Tests != cases || report.Failures != total["failure"] || report.Errors != total["error"] || report.Skipped != total["skipped"] {
			t.Errorf("%s: %+v, but it has %v", name, report.junitTally, total)
		}
		if want := len(s.Findings) + len(s.NotChecked) + 1; cases != want {
			t.Errorf("%s: %d cases, want %d", name, cases, want)
		}
	}
}

func TestJUnitIsNeverEmpty(t *testing.T) {
	for _, test := range []struct {
		summary Summary
		want    string
	}{
		{Summary{Checked: Counts{Files: 2}}, "passed"},
		{Summary{}, "skipped"},
	} {
		report := readJUnit(t, &test.summary)
		if len(report.Suites) != 1 || len(report.Suites[0].Cases) != 1 || junitOutcome(report.Suites[0].Cases[0]) != test.want {
			t.Errorf("want one case that is %s: %+v", test.want, report)
		}
	}
}

// GitLab ignores a test whose name its class has already, and both servers follow a test over time by it.
func TestJUnitNamesAreUniqueAndStable(t *testing.T) {
	names := func(lead string) []string {
		file := source.NewFile("a.proto", []byte(lead+"x y z"))
		var findings []Finding
		for i := range 3 {
			findings = append(findings, Finding{Rule: "r", Severity: Error, Message: lead, Element: "e", Span: file.Span(len(lead)+i, len(lead)+i+1)})
		}
		var got []string
		for _, c := range readJUnit(t, &Summary{Findings: findings}).Suites[1].Cases {
			got = append(got, c.Class+" "+c.Name)
		}
		return got
	}
	before, after := names("\n"), names("another\n\n")
	if want := "[a.proto r e a.proto r e (2) a.proto r e (3)]"; fmt.Sprint(before) != want || fmt.Sprint(after) != want {
		t.Errorf("got %v and %v, want %s", before, after, want)
	}
}

func TestJUnitOfHostileSpec(t *testing.T) {
	hostile := "]]><failure message=\"forged\"/>&amp; \x00\x1b[31m\uFFFE\uFFFF\xff\ud7ff\u2028<!--"
	file := source.NewFile("a\" b='<"+hostile+".proto", []byte(hostile))
	s := &Summary{FailOn: Error, NotChecked: []NotChecked{{hostile, hostile}}, Findings: []Finding{
		{Rule: "r", Severity: Error, Message: hostile, Cure: hostile, Element: "e", Span: file.Span(0, 9)},
	}}
	report := readJUnit(t, s)
	c := report.Suites[1].Cases[0]
	if report.Tests != 3 || c.Failure == nil || !strings.Contains(c.Failure.Text, "]]><failure message=\"forged\"/>&amp; ␀␛[31m") {
		t.Errorf("%+v", report)
	}
}

// What passed is a test too, in the suite of its file and under a name of its own.
func TestJUnitPassed(t *testing.T) {
	file := source.NewFile("billing.json", []byte("a\nb\n"))
	passed := []Passed{{"an \x1border", file.Span(2, 3)}, {"an \x1border", file.Span(2, 3)}, {What: "nowhere"}}
	s := &Summary{FailOn: Error, Checked: Counts{Files: 1}, Passed: passed, Findings: []Finding{{Rule: "r", Severity: Error, Message: "m", Span: file.Span(0, 1)}}}
	report := readJUnit(t, s)
	if report.Tests != 5 || report.Failures != 1 || report.Skipped != 0 || len(report.Suites) != 2 {
		t.Errorf("%+v", report)
	}
	suite := report.Suites[1]
	if suite.Name != "billing.json" || len(suite.Cases) != 3 || suite.Cases[1].Name != "an \u241border" || suite.Cases[2].Name != "an \u241border (2)" || suite.Cases[1].Line != "2" {
		t.Errorf("%+v", suite)
	}
}
