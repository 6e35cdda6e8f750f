package waiver

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const cure = "; write bylaw:ignore RULE[,RULE] [until=2027-03-01] [owner=team] -- reason"

func TestRead(t *testing.T) {
	tests := []struct {
		text string
		want string   // rules, until, owner and reason of what is read; "" if nothing is
		said []string // what is said, with the place
	}{
		{"bylaw:ignore missing-doc -- because", "missing-doc|||because", nil},
		{"bylaw:ignore missing-doc,float-money -- because", "missing-doc,float-money|||because", nil},
		{"bylaw:ignore missing-doc, float-money until=2027-03-01 owner=team-orders -- a -- b",
			"missing-doc,float-money|2027-03-01|team-orders|a -- b", nil},
		{"bylaw:ignore\tmissing-doc\towner=a\t--\tbecause", "missing-doc||a|because", nil},
		{"bylaw:ignore missing-doc owner=a until=2028-02-29 -- because", "missing-doc|2028-02-29|a|because", nil},
		{"bylaw:ignore untyped-time -- because", "raw-timestamp|||because",
			[]string{"[untyped-time] rule untyped-time is now called raw-timestamp"}},

		{"bylaw:ignore missing-doc", "", []string{"[bylaw:ignore missing-doc] the suppression gives no reason" + cure}},
		{"bylaw:ignore missing-doc --", "", []string{"[--] the suppression gives no reason; say why behind the --"}},
		{"bylaw:ignore missing-doc because", "", []string{"[bylaw:ignore missing-doc because] the suppression gives no reason" + cure}},
		{"bylaw:ignore missing-doc --because", "", []string{"[bylaw:ignore missing-doc --because] the suppression gives no reason" + cure}},
		{"bylaw:ignore -- because", "", []string{"[bylaw:ignore -- because] the suppression names no rule" + cure}},
		{"bylaw:ignore", "", []string{"[bylaw:ignore] the suppression gives no reason" + cure}},
		{"bylaw:ignored missing-doc -- because", "", []string{"[bylaw:ignored] unknown directive bylaw:ignored" + cure}},
		{"bylaw: ignore missing-doc -- because", "", []string{"[bylaw:] unknown directive bylaw:" + cure}},
		{"bylaw:ignore missing-doc float-money -- because", "", []string{"[missing-doc float-money] rules are separated by commas" + cure}},
		{"bylaw:ignore missing-doc,,float-money -- because", "", []string{
			"[bylaw:ignore missing-doc,,float-money -- because] a comma stands beside no rule" + cure}},
		{"bylaw:ignore missing-docs -- because", "", []string{"[missing-docs] unknown rule missing-docs; did you mean missing-doc?"}},
		{"bylaw:ignore quux,missing-doc -- because", "missing-doc|||because", []string{
			`[quux] unknown rule quux; "bylaw rules" lists them`}},
		{"bylaw:ignore naming/* -- because", "", []string{
			"[naming/*] a suppression names single rules, so that it hides nothing unforeseen; name those that are meant"}},
		{"bylaw:ignore syntax -- because", "", []string{
			"[syntax] syntax is said by bylaw itself and cannot be suppressed; mend what it is about"}},
		{"bylaw:ignore unused-suppression -- because", "", []string{
			"[unused-suppression] unused-suppression is said by bylaw itself and cannot be suppressed; mend what it is about"}},
		{"bylaw:ignore missing-doc until=2027-02-30 -- because", "missing-doc|2027-02-30||because", []string{
			"[until=2027-02-30] until must be a day such as 2027-03-01, not 2027-02-30"}},
		{"bylaw:ignore missing-doc until= -- because", "missing-doc|nothing||because", []string{
			"[until=] until must be a day such as 2027-03-01, not "}},
		{"bylaw:ignore missing-doc until=tomorrow -- because", "missing-doc|tomorrow||because", []string{
			"[until=tomorrow] until must be a day such as 2027-03-01, not tomorrow"}},
		{"bylaw:ignore missing-doc until=2027-03-01 until=2027-03-02 -- because", "", []string{
			"[until=2027-03-02] until stands here twice; keep one of them"}},
		{"bylaw:ignore missing-doc owner= -- because", "", []string{"[owner=] owner is empty; name a team: owner=orders"}},
		{"bylaw:ignore missing-doc expires=2027-03-01 -- because", "", []string{
			"[expires=2027-03-01] unknown setting expires; the settings are until and owner"}},
		{"bylaw:ignore missing-doc owner=a team -- because", "", []string{
			"[team] unexpected team behind the settings" + cure}},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			file := source.NewFile("a.proto", []byte(test.text))
			r := reader{names: known()}
			s, ok := r.read(file.Span(0, len(test.text)))
			got := ""
			if ok {
				got = strings.Join([]string{strings.ReplaceAll(s.names(), " ", ""), s.Until, s.Owner, s.Reason}, "|")
			}
			if got != test.want {
				t.Errorf("read %q, want %q", got, test.want)
			}
			if said := placed(r.findings); !slices.Equal(said, test.said) {
				t.Errorf("said\n%q, want\n%q", said, test.said)
			}
		})
	}
}

// placed renders findings as "[place] message; cure".
func placed(findings []report.Finding) []string {
	var lines []string
	for _, f := range findings {
		line := "[" + f.Span.Text() + "] " + f.Message
		if f.Cure != "" {
			line += "; " + f.Cure
		}
		lines = append(lines, line)
	}
	return lines
}

func TestDirectives(t *testing.T) {
	tests := []struct {
		comment string
		want    []string
	}{
		{"// bylaw:ignore a -- b", []string{"bylaw:ignore a -- b"}},
		{"//bylaw:ignore a -- b", []string{"bylaw:ignore a -- b"}},
		{"/// bylaw:ignore a -- b\r", []string{"bylaw:ignore a -- b"}},
		{"# bylaw:ignore a -- b", []string{"bylaw:ignore a -- b"}},
		{"/* bylaw:ignore a -- b */", []string{"bylaw:ignore a -- b"}},
		{"/** bylaw:ignore a -- b*/", []string{"bylaw:ignore a -- b"}},
		{"/*\n * Prose.\n * bylaw:ignore a -- b\n * bylaw:ignore c -- d\n */", []string{"bylaw:ignore a -- b", "bylaw:ignore c -- d"}},
		{"/*\nbylaw:ignore a -- b\n*/", []string{"bylaw:ignore a -- b"}},
		{"// as bylaw:ignore says", nil},
		{"// see http://bylaw:80/", nil},
		{"//", nil},
		{"", nil},
	}
	for _, test := range tests {
		file := source.NewFile("a.proto", []byte(test.comment))
		var got []string
		for _, directive := range directives(file.Span(0, len(test.comment))) {
			got = append(got, directive.Text())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.comment, got, test.want)
		}
	}
}

func TestComment(t *testing.T) {
	if got, want := Comment(spec.Proto, "missing-doc", "kept for\n old clients"), "// bylaw:ignore missing-doc -- kept for old clients"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := Comment(spec.OpenAPI, "missing-doc", "why"), "# bylaw:ignore missing-doc -- why"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestAbove suppresses each finding with the comment that it offers, and reads the result back.
func TestAbove(t *testing.T) {
	tests := []struct{ name, path, text, word string }{
		{"field", "a.proto", "syntax = \"proto3\";\nmessage A {\n\tstring a1 = 1;\n}\n", "a1"},
		{"carriage returns", "a.proto", "syntax = \"proto3\";\r\nmessage A {\r\n  string a1 = 1;\r\n}\r\n", "a1"},
		{"first line", "a.proto", "syntax = \"proto3\"; message A {}\n", "A"},
		{"key", "a.yaml", "openapi: 3.1.0\ninfo: {title: a, version: v1}\npaths:\n  /orders:\n    get: {operationId: list, responses: {}}\n", "list"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := source.NewFile(test.path, []byte(test.text))
			format := spec.OpenAPI
			if strings.HasSuffix(test.path, ".proto") {
				format = spec.Proto
			}
			edit, ok := Above(format, at(before, "missing-doc", test.word).Span, "missing-doc", "why")
			if !ok {
				t.Fatal("no edit")
			}
			after := test.text[:edit.Span.Start] + edit.New + test.text[edit.Span.End:]
			if strings.Contains(test.text, "\r") != strings.Contains(edit.New, "\r") {
				t.Errorf("the line ending changes in %q", edit.New)
			}
			apis := load(t, test.path, after)
			suppressions, findings := Collect(apis, nil, known())
			if len(findings) > 0 {
				t.Fatal(said(findings))
			}
			input := []report.Finding{at(file(t, apis), "missing-doc", test.word)}
			if got := Apply(input, suppressions, Options{}); got.Suppressed != 1 || len(got.Findings) > 0 {
				t.Errorf("%v is left of\n%s", said(got.Findings), after)
			}
		})
	}
	if _, ok := Above(spec.OpenAPI, source.NewFile("a.json", []byte("{}")).Span(0, 1), "missing-doc", "why"); ok {
		t.Error("a comment in JSON")
	}
}

// FuzzRead holds what is promised of any comment: no crash, and findings and rules inside it.
func FuzzRead(f *testing.F) {
	f.Add("// bylaw:ignore missing-doc,float-money until=2027-03-01 owner=a -- b")
	f.Add("/*\n * bylaw:ignore , = -- \n bylaw:ignore --*/")
	f.Add("# bylaw:ignore a=b -- --")
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("a.proto", []byte(text))
		comment := file.Span(0, len(text))
		r := reader{names: known()}
		for _, directive := range directives(comment) {
			said := len(r.findings)
			s, ok := r.read(directive)
			if ok && (len(s.Rules) == 0 || s.Reason == "") || !ok && len(r.findings) == said {
				t.Fatalf("%q is read as %+v", text, s)
			}
			for _, rule := range s.Rules {
				if !comment.Contains(rule.Span) {
					t.Fatalf("%q: the place of %s", text, rule.ID)
				}
			}
		}
		for _, finding := range r.findings {
			if !comment.Contains(finding.Span) {
				t.Fatalf("%q: the place of %s", text, finding.Message)
			}
		}
	})
}
