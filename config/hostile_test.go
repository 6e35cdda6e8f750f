package config

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/report"
)

// TestHostile feeds what no one writes by hand. Each must be refused, soon.
func TestHostile(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("version: 1\na0: &a0 [x, x]\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9))
	}
	tests := []struct{ name, text, want string }{
		{"alias bomb", bomb.String(), "anchors and aliases are not understood here"},
		{"alias to itself", "version: 1\nexclude: &a [*a]", "anchors and aliases are not understood here"},
		{"merge key", "version: 1\n<<: {fail_on: error}", `unknown key "<<"`},
		{"deep flow", "version: 1\nexclude: " + strings.Repeat("[", 9000), "not YAML"},
		{"deep and closed", "version: 1\nexclude: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "values are nested too deeply"},
		{"deeper than the reader goes", "version: 1\nexclude: " + strings.Repeat("[", 300000), "not YAML"},
		{"deep block", "version: 1\nexclude: \n" + strings.Repeat("- ", 9000) + "a", "values are nested too deeply"},
		{"deep mappings", "version: 1\nrules: " + strings.Repeat("{a: ", 5000) + "1" + strings.Repeat("}", 5000), "values are nested too deeply"},
		{"too large", "version: 1\n# " + strings.Repeat("x", 1<<20), "the file is longer than the 1048576 bytes that a configuration may have"},
		{"many keys", "version: 1\n" + manyLines("k%d: 1\n", 60000), "of 60000 mistakes the first 100 are listed"},
		{"many rules", "version: 1\nrules:\n" + manyLines("  field-name-cas%d: off\n", 30000), "of 30000 mistakes the first 100 are listed"},
		{"many patterns", "version: 1\nexclude:\n" + manyLines("  - a%d\n", 60000), "the configuration has more than 1000 patterns"},
		{"a long word", "version: 1\n" + strings.Repeat("k", 100000) + ": 1\n", "not YAML"},
		{"a word as long as YAML allows", "version: 1\n" + strings.Repeat("k", 1000) + ": 1\n", "kkkk…"},
		{"comments", "version: 1\n" + strings.Repeat("# x\n", 200000) + "x: 1", "unknown key"},
		{"bytes that are no text", "version: 1\n\xff\xfe\x00", "the file is not UTF-8"},
		{"UTF-16", "\xff\xfev\x00e\x00r\x00", "the file is not UTF-8"},
		{"NUL", "version: 1\x00", "not YAML: control characters are not allowed"},
		{"truncated", everything[:strings.Index(everything, "names: [size")], "not YAML"},
		{"key that is a list", "version: 1\n? [a]\n: 1", "a key must be a plain word"},
		{"numbers that JSON lacks", "version: 1\nrules: {page-size-unbounded: {options: {ratio: .inf}}}", `".inf" is no number of JSON`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			_, findings := parse(FileName, test.text)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if len(findings) == 0 || len(findings) > maxFindings+1 {
				t.Errorf("%d findings", len(findings))
			}
			for _, f := range findings {
				if strings.Contains(f.Message, test.want) {
					return
				}
			}
			t.Errorf("%q is not among %.300q", test.want, said(findings))
		})
	}
}

func manyLines(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// FuzzParse holds what is promised of any input: findings inside the file and bounded in number,
// and a result that can be used and shown; what is shown of a valid file is valid.
func FuzzParse(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.yaml)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, findings := parse(FileName, text)
		if len(findings) > maxFindings+1 {
			t.Fatalf("%d findings", len(findings))
		}
		valid := true
		for _, finding := range findings {
			if finding.Span.IsZero() || int(finding.Span.End) > len(text) || finding.Message == "" {
				t.Fatalf("finding %+v", finding)
			}
			valid = valid && finding.Severity < report.Error
		}
		c.Profile("a/b.proto")
		shown := Show(c, "a/b.proto", true)
		if _, again := parse(FileName, shown); valid && len(again) > 0 {
			t.Fatalf("%v in\n%s", said(again), shown)
		}
	})
}
