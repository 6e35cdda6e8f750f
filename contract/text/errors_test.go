package text_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const frame = `bylaw: contract/v1
consumer: c
provider: p
interactions:
  - description: d
    request:
      method: GET
      path: /
    response:
      status: 200
      body: BODY
`

// Every mistake is one finding, at the value or key that has it. In the text, ⟦ and ⟧ stand around
// that place.
func TestMistakes(t *testing.T) {
	body := func(value string) string { return strings.Replace(frame, "BODY", value, 1) }
	for name, test := range map[string]struct{ content, want string }{
		"no format":            {"⟦consumer: c⟧\n", "does not say that it is a contract that can be read"},
		"another format":       {"bylaw: ⟦contract/v9⟧\n", "does not say that it is a contract that can be read"},
		"unknown member":       {strings.Replace(frame, "    request:", "    ⟦reqest⟧: {}\n    request:", 1), `an interaction has no "reqest"`},
		"no consumer":          {"⟦bylaw: contract/v1\nprovider: p\ninteractions: []⟧\n", "does not say who the consumer is"},
		"no description":       {strings.Replace(frame, "description: d\n    request", "⟦request", 1) + "⟧", "no description"},
		"no path":              {strings.Replace(frame, "method: GET\n      path: /", "⟦method: GET⟧", 1), "the request has no path"},
		"half a request":       {"bylaw: contract/v1\nconsumer: c\nprovider: p\ninteractions:\n  - ⟦description: d⟧\n", "it can't be told what travels"},
		"a status of text":     {strings.Replace(frame, "200", "⟦fine⟧", 1), "a status is a number of three digits"},
		"unknown word":         {body("⟦'{{uid}}'⟧"), `"uid" is no matcher: write one of uuid, iso_timestamp`},
		"phrase with more":     {body("⟦'{{uuid and type}}'⟧"), `expected }} instead of "and"`},
		"not closed":           {body("⟦'{{uuid'⟧"), "not closed by }}"},
		"part of a value":      {body("⟦'/orders/{{uuid}}'⟧"), "stands for a whole value, not for a part of it"},
		"more behind":          {body("⟦'{{uuid}}/items'⟧"), `"/items" stands behind the placeholder`},
		"no example":           {body("⟦'{{type}}'⟧"), "needs an example"},
		"regex without":        {body("⟦'{{regex = 1}}'⟧"), `expected a text in quotes behind regex instead of "="`},
		"bad string":           {body(`⟦'{{regex "\x" = 1}}'⟧`), "is no string as JSON writes it"},
		"open string":          {body(`⟦'{{regex "a}}'⟧`), "quotes in the placeholder are not closed"},
		"no generator":         {body(`⟦'{{uuid <- random}}'⟧`), `"random" is no generator: write one of random_int`},
		"size of text":         {body(`⟦'{{uuid <- random_string size "1"}}'⟧`), "expected a whole number behind size"},
		"example is an object": {body(`⟦'{{type = {}}}'⟧`), `"{" has no meaning in a placeholder`},
		"bad status":           {strings.Replace(frame, "status: 200", "status: ⟦'{{status 20 = 200}}'⟧", 1), "a status has three digits, not 20"},
		"deep nesting":         {body("⟦'{{" + strings.Repeat("each_key (", 30) + "type" + strings.Repeat(")", 30) + " = 1}}'⟧"), "nested more than 20 deep"},
		"key without a blank":  {body("\n        ⟦a{{type}}⟧: {}"), "a blank stands between"},
		"key with an example":  {body("\n        ⟦'a {{type = 1}}'⟧: {}"), "has no example: it is the value"},
		"key of a scalar":      {body("\n        ⟦a {{type}}⟧: 1"), "can't stand behind its key"},
		"each of an object":    {body("\n        ⟦a {{each}}⟧: {}"), "each is about arrays"},
		"each in a value":      {body("⟦'{{each = 1}}'⟧"), "needs an example"},
		"second item asks":     {body("\n        a {{each}}:\n          - 1\n          - ⟦'{{integer}}'⟧"), "stands in the first one"},
		"asked twice":          {body("\n        a: '{{integer}}'\n      matchingRules:\n        body:\n          $.a: ⟦{matchers: [{match: type}]}⟧"), "a placeholder says already what is asked at $.a"},
		"two bodies":           {body("1\n      ⟦text⟧: a"), "body and text are both content"},
		"no base64":            {strings.Replace(frame, "body: BODY", "base64: ⟦'!'⟧", 1), "this is no base64"},
		"infinite":             {body("⟦.inf⟧"), ".inf is no number in JSON"},
		"list of placeholders": {strings.Replace(frame, "path: /", "path: /\n      query: {a: [⟦'{{uuid}}'⟧, b]}", 1), "stands behind their name"},
		"placeholder of one":   {strings.Replace(frame, "path: /", "path: /\n      query: {⟦'a {{uuid}}'⟧: b}", 1), "the placeholder of one value stands in its place"},
		"header of an object":  {strings.Replace(frame, "path: /", "path: /\n      headers: {a: ⟦{b: c}⟧}", 1), "expected a text instead of an object"},
		"same key twice":       {body("\n        a: {}\n        ⟦a {{type}}⟧: {}"), `"a" stands twice`},
	} {
		t.Run(name, func(t *testing.T) {
			content := strings.Replace(test.content, "BODY", "1", 1)
			before, rest, _ := strings.Cut(content, "⟦")
			at, after, marked := strings.Cut(rest, "⟧")
			_, findings := text.Read(source.NewFile("c.yaml", []byte(before+at+after)))
			if len(findings) != 1 || !strings.Contains(findings[0].Message+" "+findings[0].Cure, test.want) {
				t.Fatalf("want one finding with %q, got %d:\n%s", test.want, len(findings), messages(findings))
			}
			if f := findings[0]; !marked || int(f.Span.Start) != len(before) {
				t.Errorf("%s at %v, which is %q, not %q", f.Message, f.Span.Position(), f.Span.Text(), at)
			}
		})
	}
}

func TestNoContract(t *testing.T) {
	for name, content := range map[string]string{"nothing": "", "a list": "[]", "a text": "hello", "broken": "a: [", "NUL": "a: \x00"} {
		if c, findings := text.Read(source.NewFile("c.yaml", []byte(content))); c != nil || len(findings) == 0 {
			t.Errorf("%s: %v, %s", name, c, messages(findings))
		}
	}
}
