package contract

import (
	"strings"
	"testing"
)

func TestParsePath(t *testing.T) {
	for text, want := range map[string]string{
		"$":                               "$",
		"$.a.b":                           "$.a.b",
		"$['a'][\"b\"]":                   "$.a.b",
		"$[0].items[*].*":                 "$[0].items[*].*",
		"$.alligator['@name']":            "$.alligator['@name']",
		"$.favouriteColour.#text":         "$.favouriteColour['#text']",
		`$['it\'s'].x`:                    `$['it\'s'].x`,
		"$['a.b']['*']":                   "$['a.b']['*']",
		`$['back\\slash']`:                `$['back\slash']`,
		`$['back\slash']`:                 `$['back\slash']`,
		`$['two\\\\\'s']['end\\']`:        `$['two\\\\\'s']['end\\']`,
		"$.0":                             "$.0",
		"$.people.*['@id']":               "$.people.*['@id']",
		"$.über":                          "$['über']",
		"$." + strings.Repeat("x", 10000): "$." + strings.Repeat("x", 10000),
	} {
		path, err := ParsePath(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := path.String(); got != want {
			t.Errorf("%s reads as %s, want %s", text, got, want)
		}
		if path.Text != text {
			t.Errorf("%s lost its text: %s", text, path.Text)
		}
	}
}

func TestParsePathRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "begins with $",
		"a.b":                            "begins with $",
		"$a":                             "expected . or [ at offset 1",
		"$.":                             "expected a name after the dot",
		"$..a":                           "expected a name after the dot",
		"$[":                             "expected ]",
		"$[-1]":                          "expected an index",
		"$[x]":                           "expected an index",
		"$['a":                           "never closed",
		"$['a'x]":                        "expected ] after the quoted name",
		"$" + strings.Repeat("[0]", 2e3): "more than 1000 steps",
	} {
		if _, err := ParsePath(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", text, err, want)
		}
	}
}
