package match_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
)

// FuzzBody compares any two bodies of any type: nothing may crash, the verdict is always the same, and
// a body that can be compared at all matches itself.
func FuzzBody(f *testing.F) {
	f.Add("application/json", `{"a": [1, 2.50, null, "x"]}`, `{"a": []}`)
	f.Add("application/xml", `<a x="1"><b>t</b><b/></a>`, `<a xmlns="u"><c/></a>`)
	f.Add("application/x-www-form-urlencoded", "a=1&b=%20", "a=2")
	f.Add("multipart/form-data; boundary=A", "--A\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--A--\r\n", "--A--")
	f.Add("text/plain", "a", "b")
	f.Add("", "[1]", "<a/>")
	f.Fuzz(func(t *testing.T, kind, expected, actual string) {
		first := says(match.Response(body(kind, expected), body(kind, actual)))
		if second := says(match.Response(body(kind, expected), body(kind, actual))); first != second {
			t.Fatalf("not the same twice:\n%s\n%s", first, second)
		}
		for _, m := range match.Response(body(kind, expected), body(kind, expected)) {
			if m.Kind != match.Unchecked {
				t.Fatalf("does not match itself: %s", says([]match.Mismatch{m}))
			}
		}
	})
}

// FuzzMatcher holds any text against a matcher of any pattern and format.
func FuzzMatcher(f *testing.F) {
	f.Add(uint8(contract.Regex), `\d{3}|(?i)x`, "123")
	f.Add(uint8(contract.DateTime), "yyyy-MM-dd'T'HH:mm[:ss][.SSS]XXX", "2024-02-29T23:59Z")
	f.Add(uint8(contract.Date), "EEE, d MMM yy G", "Mon, 1 Jan 24 AD")
	f.Add(uint8(contract.ContentType), "image/png", "\x89PNG\r\n\x1a\n")
	f.Add(uint8(contract.Semver), "", "1.2.3-a+b")
	f.Add(uint8(contract.Decimal), "", "1e400")
	f.Fuzz(func(t *testing.T, kind uint8, told, text string) {
		m := &contract.Matcher{Kind: contract.MatcherKind(kind), Regex: told, Format: told, Value: told, Class: told}
		path, err := contract.ParsePath("$")
		if err != nil {
			t.Fatal(err)
		}
		expected := body("text/plain", "example")
		expected.Rules = []*contract.Rule{{Category: contract.InBody, Path: path, Matchers: []*contract.Matcher{m}}}
		for _, found := range match.Response(expected, body("text/plain", text)) {
			if found.Message == "" {
				t.Fatalf("says nothing: %+v", found)
			}
		}
	})
}

// FuzzGenerator makes anything of any generator: what it makes is JSON, or it says why it makes nothing.
func FuzzGenerator(f *testing.F) {
	f.Add(uint8(contract.CurrentDateTime), "next fri + 2 weeks @ 1 o'clock pm - 3 minutes", "yyyy-MM-dd'T'HH:mm", 3)
	f.Add(uint8(contract.RandomRegex), "[a-c]{2,4}(x|yy)", "", 0)
	f.Add(uint8(contract.RandomUUID), "", "URN", 0)
	f.Add(uint8(contract.RandomDecimal), "", "", 7)
	f.Add(uint8(contract.ProviderState), "/x/${id}/${name}", "", 0)
	f.Fuzz(func(t *testing.T, kind uint8, told, format string, n int) {
		g := &contract.Generator{Kind: contract.GeneratorKind(kind), Regex: told, Expression: told, Format: format, DataType: format, Example: told, Digits: n, Size: n}
		made, err := match.Generate(g, contract.Text("x"), dice())
		if err == nil && !jsontext.Value(contract.AppendJSON(nil, made)).IsValid() {
			t.Fatalf("made %s", contract.AppendJSON(nil, made))
		}
	})
}
