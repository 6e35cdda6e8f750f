package linttest

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestLayouts offers fixes that are right in the fixture as it is written, and wrong in another layout.
func TestLayouts(t *testing.T) {
	fixable := func(m *lint.Meta) { m.Fix = lint.SometimesFixable }
	replaceBy := func(text func(spec.Field) string) *lint.Rule {
		return badField(fixable, func(p *lint.Pass, f *spec.Field) { offer(report.Safe, text(*f))(p, f) })
	}
	content := func(f spec.Field) string { return string(f.NameSpan.File.Content) }
	tests := map[string]struct {
		rule *lint.Rule
		want string
	}{
		"other line ending": {replaceBy(func(f spec.Field) string {
			if content(f)[0] == 'o' { // YAML
				return "better: {}\n        best"
			}
			return "better"
		}), "with CRLF: it is mended otherwise"},
		"other name": {replaceBy(func(f spec.Field) string {
			if content(f)[0] == 'o' || strings.Contains(content(f), "\n") {
				return "better"
			}
			return "best"
		}), "on one line: it is mended otherwise"},
		"only as it is written": {badField(fixable, func(p *lint.Pass, f *spec.Field) {
			if content(*f)[0] == '{' && !strings.Contains(content(*f), "\n") {
				plain(p, f)
				return
			}
			offer(report.Safe, "better")(p, f)
		}), "on one line: it is mended otherwise"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if problems := strings.Join(Problems(test.rule, folder(nil)), "\n"); !strings.Contains(problems, test.want) {
				t.Errorf("the harness should complain of %q, and says:\n%s", test.want, problems)
			}
		})
	}
}

func TestMended(t *testing.T) {
	for safety, want := range map[report.Safety]Mends{
		report.Safe: {Safe: 2, All: 2}, report.Unsafe: {All: 2}, report.DisplayOnly: {}, // as YAML and as JSON
	} {
		rule := badField(unchanged, func(p *lint.Pass, f *spec.Field) {
			offer(safety, "better")(p, f)
		})
		mends, err := Mended(rule, folder(nil))
		if err != nil || mends[spec.OpenAPI] != want || mends[spec.Proto] != (Mends{}) {
			t.Errorf("%s: %+v, %v", safety, mends, err)
		}
	}
	if _, err := Mended(badField(unchanged, offer(report.Safe, "{{")), folder(nil)); err == nil {
		t.Error("a fix that breaks the spec mends it")
	}
}
