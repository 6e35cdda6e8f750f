package report

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestMarkdownGolden(t *testing.T) {
	golden(t, "shop.md", printed(t, Markdown, shopSummary(t), Options{}))
	golden(t, "change.md", printed(t, Markdown, changeSummary(t), Options{}))
	golden(t, "clean.md", printed(t, Markdown, &Summary{Checked: Counts{Files: 3, Operations: 40}, Suppressed: 2, FailOn: Error}, Options{}))
}

// hostileMarkdown is what a spec can hold that means something to GitHub or GitLab.
var hostileMarkdown = []string{
	"<img src=x onerror=alert(1)>", "</details></td><script>", "<!-- hidden", "&lt;b&gt;", "a | b \\| c", "| --- |",
	"`code`", "``` \nfence", "**bold** _it_ ~~gone~~", "[click](javascript:alert(1))", "![x](https://evil.example/x.png)", "[a]: https://evil",
	"@octocat and @org/team", "a@b.example", "#123", "fix owner/repo#4", "GH-12 gh-3", "!5 %6 %\"milestone\" ~label", "$\\href{x}{y}$",
	"https://evil.example/a_b", "www.evil.example", "WWW.evil.example", "mailto:a@b.example", ":tada:", "# title\n## more", "/close\n/assign @me",
	"- item\n1. item", "a\u202Eb\x1b[31m\x00\xff", "\\", "\\\\|", "&#64;octocat", "#é", "a\r\nb", "~~~\n", "<https://evil.example>", "x\u200B@y",
}

var markdownEscape = regexp.MustCompile(`\\([\\` + "`" + `*_\[\]|~])`)

// rendered is what a reader sees of an escaped text. What follows a backslash or stands as an
// entity is taken for itself, as CommonMark has it.
func rendered(escaped string) string {
	text := strings.ReplaceAll(escaped, zeroWidthSpace, "")
	return markdownEscape.ReplaceAllString(html.UnescapeString(text), "$1")
}

func TestMarkdownEscapesEverything(t *testing.T) {
	live := []*regexp.Regexp{
		regexp.MustCompile("[<>`*_|~\\[\\]$\n\r]"),         // markup, outside escapes
		regexp.MustCompile(`[@#!%][A-Za-z0-9"é]`),          // references
		regexp.MustCompile(`(?i)gh-\d|www\.\w|://|:tada:`), // links
	}
	for _, text := range append(hostileMarkdown, strings.Join(hostileMarkdown, " ")) {
		got := markdownCell(text)
		if want := strings.TrimSpace(visible(text)); rendered(got) != want {
			t.Errorf("%q reads %q (from %q)", text, rendered(got), got)
		}
		bare := markdownEscape.ReplaceAllString(got, "\x00")
		bare = regexp.MustCompile(`&(lt|gt|amp|nbsp|#\d+);`).ReplaceAllString(bare, "\x00")
		for _, pattern := range live {
			if found := pattern.FindString(bare); found != "" {
				t.Errorf("%q: %q is alive in %q", text, found, got)
			}
		}
	}
}

// A line that begins with a tag is HTML, in which a backslash is a backslash.
func TestMarkdownSummary(t *testing.T) {
	if got, want := markdownSummary("a_b/<x>@y&.proto"), "a_b/&lt;x&gt;@&#8203;y&amp;.proto"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMarkdownLeavesNamesReadable(t *testing.T) {
	for text, want := range map[string]string{
		"total_price is a double": `total\_price is a double`,
		"GET /users/{id}":         "GET /users/{id}",
		`field "a.b-c", e.g. 50%`: `field "a.b-c", e.g. 50%`,
		"use #: or @ alone":       "use #: or @ alone",
		"minimum: 1, maximum: 9":  "minimum: 1, maximum: 9",
		"orders:cancel":           "orders:cancel",
	} {
		if got := markdownCell(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func hostileSummary(t testing.TB) *Summary {
	s := &Summary{Checked: Counts{Files: 1}, FailOn: Error, Headline: strings.Join(hostileMarkdown, " ")}
	for i, text := range hostileMarkdown {
		file := source.NewFile("a/"+text+".proto", []byte(text+"\n"+text))
		old := source.NewFile("b/"+text+".proto", []byte(text))
		s.Findings = append(s.Findings, Finding{
			Rule: fmt.Sprint("r-", i%3), Severity: Error, Message: text, Cure: text, Element: "e", Span: file.Span(0, len(text)),
			Related: []Related{{Message: text, Span: old.Span(0, 1)}},
			Fixes:   []Fix{{Title: text, Safety: Safe, Edits: []Edit{{file.Span(0, len(text)), text}, {old.Span(0, 0), text}}}},
			Change:  &Change{Old: old.Span(0, 1), Breaks: []string{text}, Compatibility: text, Fingerprint: text},
		})
		if i%2 == 0 {
			s.NotChecked = append(s.NotChecked, NotChecked{What: text, Why: text})
		}
	}
	Sort(s.Findings)
	return s
}

// Each line of the output must be one of ours, and only the cells may be a spec's.
func TestMarkdownOfHostileSpec(t *testing.T) {
	got := printed(t, Markdown, hostileSummary(t), Options{})
	ours := regexp.MustCompile(`^($|### ❌ |(<details( open)?><summary><b>|- |\| |🔧 |[0-9]+ findings |\*\*Not listed here: ).*|</details>|\|---\|---\|---\|---\|)`)
	tags := regexp.MustCompile(`</?(details|summary|b|sub|br)( open)?>`)
	for line := range strings.Lines(got) {
		if !ours.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("a line that is not ours: %q", line)
		}
		if rest := tags.ReplaceAllString(line, ""); strings.ContainsAny(rest, "<>") {
			t.Errorf("a tag that is not ours: %q", rest)
		}
		if bars := strings.Count(markdownEscape.ReplaceAllString(line, ""), "|"); strings.HasPrefix(line, "|") && bars != 5 {
			t.Errorf("a row of %d bars: %q", bars, line)
		}
	}
	if rows := strings.Count(got, "| ❌&nbsp;error |"); rows != len(hostileMarkdown) {
		t.Errorf("%d rows", rows)
	}
}

func TestMarkdownKeepsToTheLimit(t *testing.T) {
	for name, s := range map[string]*Summary{
		"many rules":    manyRules(5_000, 400, "the message"),
		"long messages": manyRules(500, 500, strings.Repeat("@a", 5_000)),
		"many files":    manyFiles(3_000),
		"one rule":      manyRules(2_000, 1, "the message"),
	} {
		got := printed(t, Markdown, s, Options{})
		if len(got) > 65_536 || len(got) < 2_000 {
			t.Errorf("%s: %d bytes", name, len(got))
		}
		shown := strings.Count(got, "| ❌&nbsp;error |") + strings.Count(got, "| ℹ️&nbsp;info |")
		if want := fmt.Sprintf("**Not listed here: %d more findings**", len(s.Findings)-shown); !strings.Contains(got, want) {
			t.Errorf("%s: %d are shown of %d, but it does not say %q:\n%s", name, shown, len(s.Findings), want, got[len(got)-500:])
		}
		if strings.Contains(got, "| ℹ️&nbsp;info |") && strings.Count(got, "| ❌&nbsp;error |") < min(markdownOfRule, s.Count(Error)) {
			t.Errorf("%s: what is grave is left out before what is not", name)
		}
	}
}

// manyRules has one error of each ten findings.
func manyRules(findings, rules int, message string) *Summary {
	file := source.NewFile("api/big.yaml", []byte(strings.Repeat("line: x\n", findings)))
	s := &Summary{FailOn: Error, Checked: Counts{Files: 1}}
	for i := range findings {
		severity := Info
		if i%10 == 0 {
			severity = Error
		}
		s.Findings = append(s.Findings, Finding{
			Rule: fmt.Sprint("rule-", i%rules), Severity: severity, Message: message, Cure: "the cure", Span: file.Span(8*i, 8*i+4),
		})
	}
	return s
}

func manyFiles(n int) *Summary {
	s := &Summary{}
	for i := range n {
		file := source.NewFile(fmt.Sprintf("api/%04d/service.proto", i), []byte("x"))
		s.Findings = append(s.Findings, Finding{Rule: fmt.Sprint("r", i%300), Severity: Error, Message: "m", Span: file.Span(0, 1)})
	}
	return s
}

// Up to a screenful stands open; what is more is folded.
func TestMarkdownFoldsLongLists(t *testing.T) {
	for _, test := range []struct{ findings, open int }{{3, 3}, {markdownOpen, markdownOpen}, {markdownOpen + 5, markdownOpen}} {
		got := printed(t, Markdown, manyFiles(test.findings), Options{})
		open, all := strings.Count(got, "<details open>"), strings.Count(got, "<details")
		if open != test.open || all != test.findings {
			t.Errorf("%d findings: %d of %d files are open, want %d", test.findings, open, all, test.open)
		}
	}
}
