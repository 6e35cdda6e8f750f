package waiver

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const shop = `syntax = "proto3";
package shop.v1;

// bylaw:ignore missing-doc,float-money until=2027-03-01 owner=team -- agreed
message Order {
  string id = 1;
  double amount = 2; // bylaw:ignore float-money -- the ledger has decimals
}

message Cart {}
`

// words makes findings from "rule@word" words.
func words(f *source.File, list string) []report.Finding {
	var findings []report.Finding
	for _, word := range strings.Fields(list) {
		rule, place, _ := strings.Cut(word, "@")
		findings = append(findings, at(f, rule, place))
	}
	return findings
}

func TestApply(t *testing.T) {
	const (
		first  = "nothing is found here that %s would report; delete it, or move it directly above what it is about"
		unused = "unused-suppression: " + first
	)
	idle := func(line int, rules string) string { return fmt.Sprintf("%d "+unused, line, rules) }
	strict := func(string) bool { return true }
	tests := []struct {
		name, findings string
		options        Options
		left           []string
		hidden         string // rule×count
	}{
		{"all used", "missing-doc@id float-money@Order float-money@amount", Options{Today: "2026-11-21"}, nil, "float-money×2 missing-doc×1"},
		{"the innermost hides", "missing-doc@id float-money@amount", Options{Today: "2026-11-21"},
			[]string{idle(4, "float-money")}, "float-money×1 missing-doc×1"},
		{"elsewhere, and another rule", "missing-doc@id missing-doc@Cart raw-timestamp@id float-money@Order float-money@amount", Options{},
			[]string{"6 raw-timestamp: raw-timestamp at id", "10 missing-doc: missing-doc at Cart"}, "float-money×2 missing-doc×1"},
		{"the tool's own errors", "syntax@id missing-doc@id float-money@Order float-money@amount", Options{},
			[]string{"6 syntax: syntax at id"}, "float-money×2 missing-doc×1"},
		{"nothing found", "", Options{}, []string{idle(4, "missing-doc, float-money"), idle(7, "float-money")}, ""},
		{"rules that did not run", "missing-doc@id", Options{Ran: func(rule, path string) bool { return rule != "float-money" && path == "a.proto" }},
			nil, "missing-doc×1"},
		{"fifteen days left", "missing-doc@id float-money@Order float-money@amount", Options{Today: "2027-02-14"}, nil, "float-money×2 missing-doc×1"},
		{"fourteen days left", "missing-doc@id float-money@Order float-money@amount", Options{Today: "2027-02-15"},
			[]string{"4 expiring-suppression: the suppression of missing-doc, float-money ends with 2027-03-01, in 14 days; mend what it hides, or agree on a later day"},
			"float-money×2 missing-doc×1"},
		{"the day before", "missing-doc@id float-money@Order float-money@amount", Options{Today: "2027-02-28"},
			[]string{"4 expiring-suppression: the suppression of missing-doc, float-money ends with 2027-03-01, tomorrow; mend what it hides, or agree on a later day"},
			"float-money×2 missing-doc×1"},
		{"the last day", "missing-doc@id float-money@Order float-money@amount", Options{Today: "2027-03-01"},
			[]string{"4 expiring-suppression: the suppression of missing-doc, float-money ends with 2027-03-01, today; mend what it hides, or agree on a later day"},
			"float-money×2 missing-doc×1"},
		{"the last day of one that hides nothing", "float-money@amount", Options{Today: "2027-03-01"},
			[]string{idle(4, "missing-doc, float-money")}, "float-money×1"},
		{"a run that is about neither", "missing-doc@id", Options{Today: "2027-03-02", Strict: strict, About: func(rule string) bool { return rule == "raw-timestamp" }},
			[]string{"6 missing-doc: missing-doc at id"}, ""},
		{"a run that is about one of two", "missing-doc@id", Options{About: func(rule string) bool { return rule == "missing-doc" }}, nil, "missing-doc×1"},
		{"it is idle", "", Options{About: func(rule string) bool { return rule == "missing-doc" }}, []string{idle(4, "missing-doc")}, ""},
		{"the day after", "missing-doc@id float-money@amount", Options{Today: "2027-03-02"},
			[]string{"4 expired-suppression: the suppression of missing-doc, float-money ended with 2027-03-01; mend what it hid, or agree on a later day",
				"6 missing-doc: missing-doc at id; its suppression (team, agreed) ended with 2027-03-01"}, "float-money×1"},
		{"expired and idle", "float-money@amount", Options{Today: "2027-03-02"},
			[]string{"4 expired-suppression: the suppression of missing-doc, float-money ended with 2027-03-01; mend what it hid, or agree on a later day"}, "float-money×1"},
		{"strict", "missing-doc@id float-money@Order float-money@amount", Options{Strict: strict},
			[]string{"7 malformed-suppression: under the preset strict a suppression names its owner and its last day; add until=2027-03-01 and owner=team"},
			"float-money×2 missing-doc×1"},
	}
	apis := load(t, "a.proto", shop)
	suppressions, said1 := Collect(apis, nil, known())
	if len(said1) > 0 || len(suppressions) != 2 {
		t.Fatalf("%v, %d suppressions", said(said1), len(suppressions))
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := Apply(words(file(t, apis), test.findings), suppressions, test.options)
			if got := said(result.Findings); !slices.Equal(got, test.left) {
				t.Errorf("left\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(test.left, "\n\t"))
			}
			var hidden []string
			for _, count := range result.ByRule() {
				hidden = append(hidden, fmt.Sprintf("%s×%d", count.Rule, count.N))
			}
			if got := strings.Join(hidden, " "); got != test.hidden || result.Suppressed != len(result.Hidden) {
				t.Errorf("hidden %s, want %s", got, test.hidden)
			}
		})
	}
}

// TestUnusedFixes applies what is offered for an unused suppression.
func TestUnusedFixes(t *testing.T) {
	head := "syntax = \"proto3\";\n"
	tests := []struct{ name, before, used, after string }{
		{"line", head + "// bylaw:ignore missing-doc -- r\nmessage A {}\n", "", head + "message A {}\n"},
		{"indented line", head + "message A {\n  // bylaw:ignore missing-doc -- r\n  string a1 = 1;\n}\n", "", head + "message A {\n  string a1 = 1;\n}\n"},
		{"behind", head + "message A {} // bylaw:ignore missing-doc -- r\n", "", head + "message A {}\n"},
		{"between", head + "message /* bylaw:ignore missing-doc -- r */ A {}\n", "", head + "message  A {}\n"},
		{"last line", head + "message A {}\n// bylaw:ignore missing-doc -- r\nmessage B {}", "", head + "message A {}\nmessage B {}"},
		{"carriage return", strings.ReplaceAll(head+"// bylaw:ignore missing-doc -- r\nmessage A {}\n", "\n", "\r\n"), "",
			strings.ReplaceAll(head+"message A {}\n", "\n", "\r\n")},
		{"first of two", head + "// bylaw:ignore missing-doc, float-money -- r\nmessage A {}\n", "float-money@A",
			head + "// bylaw:ignore float-money -- r\nmessage A {}\n"},
		{"last of two", head + "// bylaw:ignore missing-doc,float-money -- r\nmessage A {}\n", "missing-doc@A",
			head + "// bylaw:ignore missing-doc -- r\nmessage A {}\n"},
		{"part of a comment", head + "/* Prose.\n bylaw:ignore missing-doc -- r */\nmessage A {}\n", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			apis := load(t, "a.proto", test.before)
			suppressions, _ := Collect(apis, nil, known())
			result := Apply(words(file(t, apis), test.used), suppressions, Options{})
			if len(result.Findings) != 1 || result.Findings[0].Rule != report.UnusedSuppression {
				t.Fatal(said(result.Findings))
			}
			got := ""
			for _, fix := range result.Findings[0].Fixes {
				edit := fix.Edits[0]
				got = test.before[:edit.Span.Start] + edit.New + test.before[edit.Span.End:]
			}
			if got != test.after {
				t.Errorf("got\n%q, want\n%q", got, test.after)
			}
		})
	}
}

func TestCollectFindings(t *testing.T) {
	yaml := "openapi: 3.1.0\ninfo: {title: a, version: v1}\npaths:\n  /a:\n"
	proto := "syntax = \"proto3\";\n"
	tests := []struct {
		name, path, text string
		want             []string
	}{
		{"above nothing", "a.proto", proto + "// bylaw:ignore missing-doc -- r\n\nmessage A {}\n", []string{
			"2 malformed-suppression: the suppression stands above nothing; delete the blank line below it, or move it to what it is about"}},
		{"at the end", "a.proto", proto + "message A {}\n// bylaw:ignore missing-doc -- r\n", []string{
			"3 malformed-suppression: the suppression stands above nothing; delete the blank line below it, or move it to what it is about"}},
		{"malformed, and at no place", "a.proto", proto + "// bylaw:ignore missing-doc\n\nmessage A {}\n", []string{
			"2 malformed-suppression: the suppression gives no reason" + cure}},
		{"behind prose", "a.proto", proto + "message A {} // odd, bylaw:ignore missing-doc -- r\n", []string{
			"2 malformed-suppression: a suppression must stand first in its comment; give it a comment of its own"}},
		{"prose about suppressions", "a.proto", proto + "// Write bylaw:ignore and a rule to hide it.\nmessage A {}\n", nil},
		{"text that is no comment", "a.yaml", yaml + "    get:\n      description: '# bylaw:ignore missing-doc'\n      responses: {}\n", nil},
		{"extension without a reason", "a.yaml", yaml + "    get:\n      x-bylaw-ignore: {rules: [missing-doc]}\n      responses: {}\n", []string{
			"6 malformed-suppression: the suppression gives no reason; add reason"}},
		{"extension without rules", "a.yaml", yaml + "    get:\n      x-bylaw-ignore: {reason: r}\n      responses: {}\n", []string{
			"6 malformed-suppression: the suppression names no rule; add rules"}},
		{"extension that is wrong", "a.yaml", yaml + "    get:\n      x-bylaw-ignore: [{rules: [missing-docs, syntax], reason: r}, {rules: [missing-doc], until: soon, reason: r}]\n      responses: {}\n", []string{
			"6 malformed-suppression: syntax is said by bylaw itself and cannot be suppressed; mend what it is about",
			"6 malformed-suppression: unknown rule missing-docs; did you mean missing-doc?",
			"6 malformed-suppression: until must be a day such as 2027-03-01, not soon"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := Collect(load(t, test.path, test.text), nil, known())
			if got := said(findings); !slices.Equal(got, test.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(test.want, "\n\t"))
			}
		})
	}
}

// TestIdleExtension needs no loader: what a loader has not read has no effect, and is said so.
func TestIdleExtension(t *testing.T) {
	const text = `{"paths": {"/a": {"x-bylaw-ignore": {"rules": ["missing-doc"], "reason": "r"}}}}`
	f := source.NewFile("a.json", []byte(text))
	place := func(word string) source.Span { return at(f, "", word).Span }
	entry := &spec.Value{Kind: spec.Map, Span: place(`{"rules": ["missing-doc"], "reason": "r"}`)}
	item := &spec.Value{Kind: spec.Map, Members: []spec.Member{{Key: extensionKey, KeySpan: place(`"x-bylaw-ignore"`), Value: entry}}}
	api := &spec.API{Format: spec.OpenAPI, Documents: []*spec.Document{{File: f, Node: spec.Node{Syntax: attributes{{Name: "paths", Value: item}}}}}}
	_, findings := Collect([]*spec.API{api}, nil, known())
	want := []string{"1 malformed-suppression: x-bylaw-ignore has no effect here; put it into an operation, a parameter, a response or a schema"}
	if got := said(findings); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	api.Policy = &spec.Policy{Ignores: []spec.Ignore{{Rules: []string{"missing-doc"}, Reason: "r", Span: entry.Span}}}
	if _, findings = Collect([]*spec.API{api, api}, nil, known()); len(findings) > 0 {
		t.Errorf("%q", said(findings))
	}
}

// attributes is a declaration that says what is listed.
type attributes []spec.Attribute

func (a attributes) Attributes() []spec.Attribute            { return a }
func (a attributes) Attribute(string) (spec.Attribute, bool) { return spec.Attribute{}, false }
func (a attributes) Insertion(string, string) (source.Span, string, bool) {
	return source.Span{}, "", false
}
func (a attributes) Removal(string) (source.Span, bool) { return source.Span{}, false }

func TestEntries(t *testing.T) {
	apis := load(t, "api/a.proto", shop)
	f := file(t, apis)
	f.Directives = nil
	entry := func(dir, id, rule string) Entry {
		return Entry{Element: spec.ID(id), Dir: dir, Ignore: spec.Ignore{Rules: []string{rule}, Reason: "r", Span: f.Span(0, 0)}}
	}
	elsewhere := at(f, "missing-doc", "Cart") // about the order, but pointing at another place
	elsewhere.Element = "shop.v1.Order"
	tests := []struct {
		name    string
		entry   Entry
		finding report.Finding
		options Options
		hidden  bool
		left    []string
	}{
		{"within the element", entry(".", "shop.v1.Order", "missing-doc"), at(f, "missing-doc", "id"), Options{}, true, nil},
		{"about the element", entry("api", "shop.v1.Order", "missing-doc"), elsewhere, Options{}, true, nil},
		{"another element", entry(".", "shop.v1.Order.id", "missing-doc"), at(f, "missing-doc", "amount"), Options{}, false,
			[]string{"1 unused-suppression: nothing is found here that missing-doc would report; delete it, or move it directly above what it is about",
				"7 missing-doc: missing-doc at amount"}},
		{"below another folder", entry("other", "shop.v1.Order", "missing-doc"), elsewhere, Options{}, false,
			[]string{"10 missing-doc: missing-doc at Cart"}},
		{"of nothing, and not all is known", entry(".", "shop.v1.Gone", "missing-doc"), at(f, "float-money", "id"), Options{}, false,
			[]string{"6 float-money: float-money at id"}},
		{"of nothing", entry(".", "shop.v1.Gone", "missing-doc"), at(f, "float-money", "id"), Options{Whole: true}, false,
			[]string{"1 unused-suppression: no element has the ID shop.v1.Gone; delete the waiver, or copy the ID from a finding",
				"6 float-money: float-money at id"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			suppressions, findings := Collect(apis, []Entry{test.entry}, known())
			if len(findings) > 0 {
				t.Fatal(said(findings))
			}
			result := Apply([]report.Finding{test.finding}, suppressions, test.options)
			if got := result.Suppressed == 1; got != test.hidden {
				t.Errorf("hidden: %t", got)
			}
			if got := said(result.Findings); !slices.Equal(got, test.left) {
				t.Errorf("left %q", got)
			}
		})
	}
}

func TestScopeEnds(t *testing.T) {
	f := source.NewFile("a.proto", []byte("aabb"))
	scope := f.Span(0, 2)
	s := []Suppression{{Rules: []Rule{{ID: "missing-doc"}}, Span: scope, Scopes: []source.Span{scope}}}
	for _, test := range []struct {
		span   source.Span
		hidden bool
	}{
		{f.Span(0, 1), true}, {f.Span(1, 4), true}, {f.Span(2, 2), true}, {f.Span(2, 3), false}, {source.Span{}, false},
	} {
		result := Apply([]report.Finding{{Rule: "missing-doc", Span: test.span}}, s, Options{})
		if got := result.Suppressed == 1; got != test.hidden {
			t.Errorf("[%d, %d) is hidden: %t", test.span.Start, test.span.End, got)
		}
	}
}

// TestSharedValues walks what YAML's aliases can build: forty values of two members, each pointing
// at the next, are a million million paths, and the last one leads back to the first.
func TestSharedValues(t *testing.T) {
	first := &spec.Value{Kind: spec.Map}
	for last, i := first, 0; i < 40; i++ {
		next := &spec.Value{Kind: spec.Map}
		last.Members = []spec.Member{{Key: "a", Value: next}, {Key: "b", Value: next}}
		last = next
		if i == 39 {
			last.Items = []*spec.Value{first}
		}
	}
	members := 0
	walk := values{member: func(*spec.Member) { members++ }}
	walk.syntax(attributes{{Name: "root", Value: first}})
	if members != 81 {
		t.Errorf("%d members", members)
	}
}

// TestMany holds the cost down: thousands of suppressions, each a declaration's own, in one file
// that also begins with as many comments.
func TestMany(t *testing.T) {
	const n = 20000
	var b strings.Builder
	b.WriteString(strings.Repeat("// bylaw:ignore raw-timestamp -- r\n", n))
	b.WriteString("\nsyntax = \"proto3\";\nmessage A {\n")
	for i := range n {
		fmt.Fprintf(&b, "  // bylaw:ignore missing-doc -- r\n  string a%d = %d;\n", i, i%100+1)
	}
	b.WriteString("}\n")
	f := source.NewFile("a.proto", []byte(b.String()))
	api := &spec.API{Format: spec.Proto, Documents: []*spec.Document{{File: f}}}
	a := &spec.Type{Node: spec.Node{Span: at(f, "", "message A").Span}, Kind: spec.KindObject}
	api.Types = []*spec.Type{a}
	var findings []report.Finding
	for number := 1; number <= f.Lines(); number++ {
		line := f.Line(number)
		if start := strings.Index(line.Text(), "//"); start >= 0 {
			f.Directives = append(f.Directives, line.Slice(start, line.Len()))
		} else if strings.HasPrefix(line.Text(), "  string") {
			a.Fields = append(a.Fields, &spec.Field{Node: spec.Node{Span: line.Slice(2, line.Len())}, Type: &spec.Type{}})
			findings = append(findings, report.Finding{Rule: "missing-doc", Message: "m", Span: line.Slice(9, line.Len())})
		}
	}
	a.Span.End = int32(len(f.Content))
	start := time.Now()
	suppressions, malformed := Collect([]*spec.API{api}, nil, known())
	result := Apply(findings, suppressions, Options{})
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	} else {
		t.Logf("took %v", took)
	}
	if len(malformed) > 0 || result.Suppressed != n || len(result.Findings) != n {
		t.Errorf("%d malformed, %d hidden, %d left", len(malformed), result.Suppressed, len(result.Findings))
	}
}
