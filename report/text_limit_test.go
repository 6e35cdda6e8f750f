package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// many returns findings in the order of a file, written as "rule:severity*times …".
func many(t *testing.T, text string) []Finding {
	t.Helper()
	file := source.NewFile("a.proto", []byte(strings.Repeat("x", 1000)))
	var findings []Finding
	for _, word := range strings.Fields(text) {
		rule, rest, _ := strings.Cut(word, ":")
		name, times, _ := strings.Cut(rest, "*")
		severity, ok := ParseSeverity(name)
		n := 0
		if _, err := fmt.Sscan(times, &n); err != nil || !ok {
			t.Fatalf("%q: %v", word, err)
		}
		for range n {
			at := len(findings)
			findings = append(findings, Finding{Rule: rule, Severity: severity, Message: "m", Span: file.Span(at, at+1)})
		}
	}
	return findings
}

// tally counts findings by rule and severity, in the order of their first.
func tally(findings []Finding) string {
	counts, order := map[string]int{}, []string(nil)
	for _, f := range findings {
		key := f.Rule + ":" + f.Severity.String()
		if counts[key]++; counts[key] == 1 {
			order = append(order, key)
		}
	}
	for i, key := range order {
		order[i] = fmt.Sprintf("%s*%d", key, counts[key])
	}
	return strings.Join(order, " ")
}

func TestLimited(t *testing.T) {
	for _, test := range []struct {
		name, findings string
		max, perRule   int
		want           string
	}{
		{"no limits", "a:warning*40 b:error*40", 0, 0, "a:warning*40 b:error*40"},
		{"as many as the limit", "a:warning*5 b:error*5", 10, 0, "a:warning*5 b:error*5"},
		{"errors first, whatever their place", "a:warning*9 b:error*5", 6, 0, "a:warning*1 b:error*5"},
		{"a rule leaves room for others", "a:error*100 b:warning*100 c:info*3", 25, 0, "a:error*12 b:warning*10 c:info*3"},
		{"every rule comes through before the second of one", "a:warning*9 b:warning*9 c:warning*9", 4, 0, "a:warning*2 b:warning*1 c:warning*1"},
		{"room that no one else wants", "a:warning*100", 50, 0, "a:warning*50"},
		{"errors of a rule before its warnings", "a:warning*9 a:error*3", 4, 0, "a:warning*1 a:error*3"},
		{"of each rule", "a:error*9 b:warning*2 c:info*4", 0, 3, "a:error*3 b:warning*2 c:info*3"},
		{"of each rule and in all", "a:error*9 b:warning*9 c:info*9", 5, 2, "a:error*2 b:warning*2 c:info*1"},
		{"bylaw's own words first", "a:error*9 b:error*9 config:error*9", 1, 0, "config:error*1"},
	} {
		findings := many(t, test.findings)
		shown, left := limited(findings, Options{MaxFindings: test.max, MaxPerRule: test.perRule})
		if got := tally(shown); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
		if len(shown)+len(left) != len(findings) {
			t.Errorf("%s: of %d findings %d are shown and %d not", test.name, len(findings), len(shown), len(left))
		}
		for i := 1; i < len(shown); i++ {
			if Compare(shown[i-1], shown[i]) > 0 {
				t.Errorf("%s: finding %d stands before an earlier one", test.name, i)
			}
		}
	}
}

// What is left out is counted by rule, and the verdict counts everything.
func TestTextSaysWhatItLeavesOut(t *testing.T) {
	s := &Summary{Findings: many(t, "a:warning*30 b:error*20 c:info*1 d:warning*1"), FailOn: Error}
	got := printed(t, Text, s, Options{MaxFindings: 12, Width: 50})
	for want, times := range map[string]int{
		"error[b] m\n": 10, "warning[a] m\n": 1, "warning[d] m\n": 1, "info[c]": 0,
		"not shown: 40 findings\n  10 errors: 10 b\n  29 warnings: 29 a\n  1 info: 1 c\n" +
			"  --max-findings 0 shows all, --rule RULE those of one rule, --statistics counts them\n": 1,
		"\n52 findings (20 errors, 31 warnings, 1 info) in 1 file;": 1, "20 of them fail the run": 1,
	} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q stands %d times, want %d, in:\n%s", want, n, times, got)
		}
	}
	if got := printed(t, Text, s, Options{MaxPerRule: 1}); !strings.Contains(got, "\n  --max-per-rule 0 shows all,") {
		t.Errorf("got %s", got)
	}
	if got := printed(t, Text, s, Options{MaxFindings: 2, MaxPerRule: 1}); !strings.Contains(got, "\n  --max-findings 0 --max-per-rule 0 shows all,") {
		t.Errorf("got %s", got)
	}
}

func TestTextWrapsWhatItLeavesOut(t *testing.T) {
	var rules []string
	for i := range 12 {
		rules = append(rules, fmt.Sprintf("a-long-name-of-a-rule-%02d:warning*2", i))
	}
	got := printed(t, Text, &Summary{Findings: many(t, strings.Join(rules, " "))}, Options{MaxPerRule: 1, Width: 80})
	if !strings.Contains(got, "\n  12 warnings: 1 a-long-name-of-a-rule-00, 1 a-long-name-of-a-rule-01,\n               1 a-long-name-of-a-rule-02,") {
		t.Errorf("got %s", got)
	}
}

// Formats for programs have all findings, whatever a terminal is spared.
func TestLimitsAreForText(t *testing.T) {
	s := &Summary{Findings: many(t, "a:warning*30"), Rule: shopRules}
	for _, f := range Formats() {
		limited := printed(t, f.Write, s, Options{MaxFindings: 2, MaxPerRule: 1}) != printed(t, f.Write, s, Options{})
		if limited != (f.Name == "text") {
			t.Errorf("%s: limited is %v", f.Name, limited)
		}
	}
}
