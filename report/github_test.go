package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestGitHubGolden(t *testing.T) {
	golden(t, "shop.github", printed(t, GitHub, shopSummary(t), Options{}))
}

// annotated is a workflow command as GitHub's runner reads it: the command ends at the second "::",
// properties are split at commas before they are unescaped.
type annotated struct {
	level, message string
	properties     map[string]string
}

func readAnnotations(t *testing.T, output string) []annotated {
	t.Helper()
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	var result []annotated
	for line := range strings.Lines(output) {
		head, message, ok := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		level, list, spaced := strings.Cut(head, " ")
		if !ok || !spaced || !strings.HasPrefix(line, "::") || !strings.HasSuffix(line, "\n") {
			t.Fatalf("no workflow command: %q", line)
		}
		a := annotated{level, unescape.Replace(strings.TrimSuffix(message, "\n")), map[string]string{}}
		for _, property := range strings.Split(list, ",") {
			name, value, _ := strings.Cut(property, "=")
			a.properties[name] = unescape.Replace(value)
		}
		result = append(result, a)
	}
	return result
}

func TestGitHubOfHostileSpec(t *testing.T) {
	file := source.NewFile("a,line=9::stop-commands::x%0A\n.proto", []byte("x"))
	message := "it is 100%0A,\r\n::set-output name=a::b\n##[error]no \x1b[31m"
	got := printed(t, GitHub, &Summary{Findings: []Finding{
		{Rule: "r", Severity: Error, Message: message, Cure: "first\nsecond: 5%", Span: file.Span(0, 1)},
	}}, Options{})
	want := annotated{
		level:   "error",
		message: "it is 100%0A,␍␊::set-output name=a::b␊#♯[error]no ␛[31m\nfirst\nsecond: 5%",
		properties: map[string]string{"file": "a,line=9::stop-commands::x%0A␊.proto",
			"line": "1", "endLine": "1", "col": "1", "endColumn": "2", "title": "r"},
	}
	annotations := readAnnotations(t, got)
	if len(annotations) != 1 || fmt.Sprint(annotations[0]) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v\nfrom %s", annotations, want, got)
	}
	if strings.Count(got, "\n") != 1 || strings.Contains(got, "\r") {
		t.Errorf("a message broke out of its line: %q", got)
	}
}

func TestGitHubPlaces(t *testing.T) {
	file := source.NewFile("a.yaml", []byte("a: 😀 b\r\nc:\r\n  d\r\n"))
	for name, test := range map[string]struct {
		span source.Span
		want string
	}{
		"a word":               {at(t, file, "b"), "file=a.yaml,line=1,endLine=1,col=6,endColumn=7,title=r"},
		"with its line ending": {at(t, file, "b\r\n"), "file=a.yaml,line=1,endLine=1,col=6,endColumn=7,title=r"},
		"several lines":        {at(t, file, "c:\r\n  d"), "file=a.yaml,line=2,endLine=3,title=r"},
		"empty":                {at(t, file, "c").Slice(0, 0), "file=a.yaml,line=2,endLine=2,col=1,endColumn=1,title=r"},
		"end of the file":      {file.Span(99, 99), "file=a.yaml,line=4,endLine=4,col=1,endColumn=1,title=r"},
		"no place":             {source.Span{}, "title=r"},
	} {
		got := printed(t, GitHub, &Summary{Findings: []Finding{{Rule: "r", Severity: Info, Message: "m", Span: test.span}}}, Options{})
		if want := "::notice " + test.want + "::m\n"; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestGitHubLimits(t *testing.T) {
	for _, test := range []struct {
		name                    string
		errors, warnings, infos int
		notChecked              int
		want                    string // how many of each level, and the remark
	}{
		{"few", 1, 2, 3, 0, "1 2 3 "},
		{"just as many as fit", 10, 10, 10, 0, "10 10 10 "},
		{"one error too many", 11, 0, 0, 0, "10 0 1 +1 more finding (1 error): GitHub shows at most 10 of a level, --format json lists all"},
		{"one info too many", 0, 0, 11, 0, "0 0 10 +2 more findings (2 info): GitHub shows at most 10 of a level, --format json lists all"},
		{"an error too many beside ten infos", 11, 0, 10, 0,
			"10 0 10 +2 more findings (1 error, 1 info): GitHub shows at most 10 of a level, --format json lists all"},
		{"many", 500, 30, 20, 0,
			"10 10 10 +521 more findings (490 errors, 20 warnings, 11 info): GitHub shows at most 10 of a level, --format json lists all"},
		{"something was not checked", 0, 0, 10, 1,
			"0 0 10 +1 more finding (1 info): GitHub shows at most 10 of a level, --format json lists all\nnot checked: it (no reason)"},
		{"only something not checked", 0, 0, 0, 1, "0 0 1 not checked: it (no reason)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &Summary{}
			for severity, n := range map[Severity]int{Error: test.errors, Warning: test.warnings, Info: test.infos} {
				for range n {
					s.Findings = append(s.Findings, Finding{Rule: "r", Severity: severity, Message: "m"})
				}
			}
			for range test.notChecked {
				s.NotChecked = append(s.NotChecked, NotChecked{"it", "no reason"})
			}
			levels, remark, order := map[string]int{}, "", ""
			for _, a := range readAnnotations(t, printed(t, GitHub, s, Options{})) {
				levels[a.level]++
				order += a.level[:1]
				if a.properties["title"] == "bylaw" {
					remark = a.message
				}
			}
			got := fmt.Sprintf("%d %d %d %s", levels["error"], levels["warning"], levels["notice"], remark)
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if strings.Contains(order, "we") || strings.Contains(order, "ne") || strings.Contains(order, "nw") {
				t.Errorf("not sorted by severity: %s", order)
			}
		})
	}
}
