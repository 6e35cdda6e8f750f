package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestHTMLGolden(t *testing.T) {
	golden(t, "shop.html", printed(t, HTML, shopSummary(t), Options{}))
	golden(t, "change.html", printed(t, HTML, changeSummary(t), Options{}))
	golden(t, "clean.html", printed(t, HTML, &Summary{Checked: Counts{Files: 3, Operations: 40}, Suppressed: 2, FailOn: Error}, Options{}))
}

func readHTML(t *testing.T, s *Summary) *html.Node {
	t.Helper()
	return parsedHTML(t, printed(t, HTML, s, Options{}))
}

func parsedHTML(t *testing.T, text string) *html.Node {
	t.Helper()
	page, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			b.WriteString(child.Data)
		}
	}
	return b.String()
}

// having returns the elements with the tag and the class; "" is any.
func having(page *html.Node, tag, class string) []*html.Node {
	var found []*html.Node
	for n := range page.Descendants() {
		fits := n.Type == html.ElementNode && (tag == "" || n.Data == tag)
		if fits && (class == "" || slices.Contains(strings.Fields(attribute(n, "class")), class)) {
			found = append(found, n)
		}
	}
	return found
}

// skeleton is every tag and attribute of a page, without the values that may be a spec's.
func skeleton(page *html.Node) map[string]bool {
	kinds := map[string]bool{}
	for n := range page.Descendants() {
		switch n.Type {
		case html.ElementNode:
			kinds["<"+n.Data+">"] = true
			for _, a := range n.Attr {
				kinds[n.Data+" "+a.Key] = true
			}
		case html.CommentNode:
			kinds["<!-- -->"] = true
		}
	}
	return kinds
}

func TestHTMLOfHostileSpec(t *testing.T) {
	ours := skeleton(readHTML(t, shopSummary(t)))
	for kind := range skeleton(readHTML(t, changeSummary(t))) {
		ours[kind] = true
	}
	page := readHTML(t, hostileSummary(t))
	for kind := range skeleton(page) {
		if !ours[kind] {
			t.Errorf("a spec's text became %s", kind)
		}
	}
	for _, link := range having(page, "a", "") {
		if target := attribute(link, "href"); !strings.HasPrefix(target, "#") {
			t.Errorf("a link to %q", target)
		}
	}
	if got := len(having(page, "script", "")) + len(having(page, "style", "")); got != 2 {
		t.Errorf("%d scripts and styles", got)
	}
	text := textOf(page)
	for _, hostile := range hostileMarkdown {
		if !strings.Contains(text, visible(hostile)) {
			t.Errorf("%q is not shown", visible(hostile))
		}
	}
}

// A rule's page is a link only if it is on the web.
func TestHTMLLinks(t *testing.T) {
	for address, want := range map[string]string{"https://example.com/a": "https://example.com/a", "javascript:alert(1)": "#ZgotmplZ"} {
		s := &Summary{Findings: []Finding{{Rule: "r", Severity: Error, Message: "m"}}}
		s.Rule = func(id string) (RuleInfo, bool) { return RuleInfo{ID: id, HelpURI: address}, true }
		links := having(readHTML(t, s), "a", "")
		if got := attribute(links[1], "href"); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

// The policy must name the style and the script as they arrive in the browser, or it would block them.
func TestHTMLPolicyAllowsItsOwnScriptAlone(t *testing.T) {
	page := readHTML(t, shopSummary(t))
	var policy string
	for _, meta := range having(page, "meta", "") {
		if attribute(meta, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(meta, "content")
		}
	}
	hash := func(tag string) string {
		sum := sha256.Sum256([]byte(textOf(having(page, tag, "")[0])))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	want := "default-src 'none'; style-src " + hash("style") + "; script-src " + hash("script") + "; base-uri 'none'; form-action 'none'"
	if policy != want {
		t.Errorf("policy %s\nwant   %s", policy, want)
	}
	for _, n := range having(page, "", "") {
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "src" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s> would be blocked", n.Data, a.Key)
			}
		}
	}
}

func TestHTMLMarksThePlace(t *testing.T) {
	file := source.NewFile("a.yaml", []byte("first: 1\nkey: 😀 value # <note>\n  more: [a,\n    b]\nlast: 1\n"))
	long := source.NewFile("b.json", []byte(strings.Repeat(`{"a":`, 100_000)+`"here"`+strings.Repeat(`}`, 100_000)))
	many := source.NewFile("c.yaml", []byte(strings.Repeat("x\n", 50)))
	for name, test := range map[string]struct {
		span  source.Span
		lines string
		marks string
	}{
		"a word":              {at(t, file, "value"), "1 first: 1|2 key: 😀 value # <note>|3   more: [a,", "value"},
		"several lines":       {at(t, file, "[a,\n    b]"), "2 key: 😀 value # <note>|3   more: [a,|4     b]|5 last: 1", "[a, b]"},
		"many lines":          {many.Span(2, 90), "1 x|2 x|3 x|4 x|5 x|6 x|…  to line 45", "x x x x x"},
		"behind the line":     {at(t, file, "<note>").Slice(6, 6), "1 first: 1|2 key: 😀 value # <note> |3   more: [a,", " "},
		"an insertion point":  {at(t, file, "last").Slice(0, 0), "4     b]|5 last: 1", "l"},
		"a line of megabytes": {at(t, long, "here"), "", "here"},
	} {
		s := &Summary{Findings: []Finding{{Rule: "r", Severity: Error, Message: "m", Span: test.span}}}
		page := readHTML(t, s)
		code := textOf(having(page, "pre", "code")[0])
		var marks []string
		for _, mark := range having(page, "mark", "") {
			marks = append(marks, textOf(mark))
		}
		if got := strings.Join(marks, " "); got != test.marks {
			t.Errorf("%s: marked %q, want %q", name, got, test.marks)
		}
		want := strings.ReplaceAll(test.lines, "|", "\n")
		if got := numbered(code); test.lines != "" && got != want {
			t.Errorf("%s: shown\n%s\nwant\n%s", name, got, want)
		}
		if len(code) > 2_000 {
			t.Errorf("%s: %d bytes are shown", name, len(code))
		}
	}
}

// numbered puts a space behind the number of each line, as the style does.
func numbered(code string) string {
	var lines []string
	for line := range strings.SplitSeq(code, "\n") {
		_, size := utf8.DecodeRuneInString(line)
		lines = append(lines, line[:size]+" "+line[size:])
	}
	return strings.Join(lines, "\n")
}

func TestHTMLShowsOldPlacesFromTheOldFile(t *testing.T) {
	page := readHTML(t, changeSummary(t))
	old := having(page, "div", "old")
	if len(old) != 2 {
		t.Fatalf("%d old places", len(old))
	}
	if got := textOf(having(old[0], "mark", "")[0]); got != "{name: state, in: query, schema: {type: string}}" {
		t.Errorf("the old excerpt marks %q", got)
	}
	if got := textOf(having(old[0], "p", "")[0]); got != "before line 6 of api/orders.yaml" {
		t.Errorf("the old place is named %q", got)
	}
}

func diffShown(fix Fix) string {
	var b strings.Builder
	for i, hunk := range htmlFixOf(fix).Hunks {
		if i > 0 {
			b.WriteString("--\n")
		}
		for _, line := range hunk.Lines {
			fmt.Fprintf(&b, "%s%s\n", line.Mark, line.Text)
		}
	}
	return b.String()
}

func TestHTMLShowsFixesAsDiffs(t *testing.T) {
	file := source.NewFile("a.proto", []byte("one\r\ntwo three\nfour\nfive\nsix\nseven\n"))
	long := source.NewFile("b.json", []byte(strings.Repeat("a", 1<<20)+"HERE"+strings.Repeat("b", 1<<20)))
	for name, test := range map[string]struct {
		edits []Edit
		want  string
	}{
		"a word":             {[]Edit{edit(t, file, "two", "2")}, "-two three\n+2 three\n"},
		"a new line":         {[]Edit{edit(t, file, "four|", "\nmore")}, " four\n+more\n"},
		"two of one line":    {[]Edit{edit(t, file, "three", "3"), edit(t, file, "two", "2")}, "-two three\n+2 3\n"},
		"two near":           {[]Edit{edit(t, file, "two", "2"), edit(t, file, "four", "4")}, "-two three\n-four\n+2 three\n+4\n"},
		"two far":            {[]Edit{edit(t, file, "one", "1"), edit(t, file, "seven", "7")}, "-one\n+1\n--\n-seven\n+7\n"},
		"twice the same":     {[]Edit{edit(t, file, "six", "6"), edit(t, file, "six", "6")}, "-six\n+6\n"},
		"an insertion twice": {[]Edit{edit(t, file, "four|", "\nmore"), edit(t, file, "four|", "\nmore")}, " four\n+more\n"},
		"a deletion":         {[]Edit{edit(t, file, "five\n", "")}, "-five\n six\n"},
		"overlapping":        {[]Edit{edit(t, file, "two three", "x"), edit(t, file, "three", "y")}, "-two three\n+x\n"},
		"a line of megabytes": {[]Edit{edit(t, long, "HERE", "")}, "-…" + strings.Repeat("a", 120) + "HERE" + strings.Repeat("b", 120) + "…\n" +
			"+…" + strings.Repeat("a", 120) + strings.Repeat("b", 120) + "…\n"},
		"no place": {[]Edit{{New: "x"}}, ""},
	} {
		if got := diffShown(Fix{Edits: test.edits}); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

func TestHTMLCapsAndCounts(t *testing.T) {
	s := manyRules(20_000, 40, "the message")
	out := printed(t, HTML, s, Options{})
	if len(out) > 4<<20 {
		t.Errorf("%d bytes", len(out))
	}
	page := readHTML(t, s)
	listed := len(having(page, "article", ""))
	if listed != htmlFindings {
		t.Errorf("%d findings are listed", listed)
	}
	if want := fmt.Sprintf("%d of %d are listed", listed, len(s.Findings)); !strings.Contains(textOf(page), want) {
		t.Errorf("the page does not say %q", want)
	}
	total, of := 0, 0
	for _, cell := range having(having(page, "table", "")[0], "td", "number") {
		var n, m int
		fmt.Sscanf(textOf(cell), "%d (%d listed)", &n, &m)
		total, of = total+n, of+m
	}
	if total != len(s.Findings) || of != listed {
		t.Errorf("the table counts %d findings, %d of them listed", total, of)
	}
	if got := len(having(having(page, "article", "error")[0].Parent, "article", "error")); got != 4*htmlOfRule {
		t.Errorf("%d errors are listed of four rules that have more than %d each", got, htmlOfRule)
	}
}

func TestHTMLIDsAreUnique(t *testing.T) {
	for _, s := range []*Summary{shopSummary(t), changeSummary(t), hostileSummary(t), manyRules(3_000, 3, "m")} {
		seen := map[string]bool{}
		for _, n := range having(readHTML(t, s), "", "") {
			if id := attribute(n, "id"); id != "" && seen[id] {
				t.Errorf("the id %s stands twice", id)
			} else {
				seen[id] = true
			}
		}
	}
}
