package text_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
)

// Each phrase means what its name says: values that fit, and such that don't.
func TestPhrases(t *testing.T) {
	for _, test := range []struct{ said, fits, misfits string }{
		{"{{uuid}}", `"0839f546-b846-45f0-b08b-5ed589534d06" "0839F546-B846-45F0-B08B-5ED589534D06"`, `"0839f546" "" 7 null`},
		{"{{iso_timestamp}}", `"2026-01-31T08:00:00Z" "2026-01-31T08:00:00.123+01:00"`, `"2026-01-31" "2026-01-31 08:00:00Z" "2026-01-31T08:00:00" 1769846400`},
		{"{{iso_date}}", `"2026-01-31"`, `"31.01.2026" "2026-01-31T08:00:00Z" 20260131`},
		{"{{email}}", `"ada@example.com"`, `"ada" "" null`},
		{"{{positive_integer}}", `1 7 12345678901234567890`, `0 -1 1.5 "7" null`},
		{"{{non_negative_integer}}", `0 1 7`, `-1 0.5 "0"`},
		{"{{non_empty_string}}", `"a" "longer"`, `"" null 7 []`},
		{"{{integer or null = 1}}", `1 null`, `"1" 1.5`},
		{`{{regex "a|b"}}`, `"a" "b"`, `"c" "ab"`},
		{"{{datetime}}", `"2026-01-31T08:00:00Z"`, `"2026-01-31"`},
		{"{{date}}", `"2026-01-31"`, `"2026-13-31"`},
		{"{{time}}", `"08:00:00"`, `"8 o'clock"`},
		{"{{semver}}", `"1.0.0-rc.1"`, `"1"`},
		{"{{decimal}}", `1.0`, `1`},
		{"{{literal = 1}}", `1`, `2`},
		{"{{exactly = 1}}", `1`, `2`},
	} {
		c := read(t, strings.Replace(frame, "BODY", "\n        v: '"+test.said+"'", 1))
		expected := c.Interactions[0].Response
		if found := match.Response(expected, expected); len(found) > 0 {
			t.Errorf("%s: its own example does not fit: %s", test.said, found[0].Message)
		}
		for _, value := range split(test.fits) {
			if found := match.Response(expected, answer(value)); len(found) > 0 {
				t.Errorf("%s refuses %s: %s", test.said, value, found[0].Message)
			}
		}
		for _, value := range split(test.misfits) {
			if found := match.Response(expected, answer(value)); len(found) == 0 {
				t.Errorf("%s takes %s", test.said, value)
			}
		}
	}
}

// split splits at the blanks between values, not at those in quotes.
func split(values string) []string {
	var all []string
	quoted := false
	for part := range strings.SplitSeq(values, " ") {
		if quoted {
			all[len(all)-1] += " " + part
		} else {
			all = append(all, part)
		}
		quoted = quoted != (strings.Count(part, `"`)%2 == 1)
	}
	return all
}

func answer(value string) *contract.Response {
	return &contract.Response{Status: 200, Body: contract.Body{Presence: contract.Present, ContentType: "application/json", Content: []byte(`{"v":` + value + `}`)}}
}

// What is said of the first item with each is asked of every item, however many there are.
func TestEach(t *testing.T) {
	c := read(t, strings.Replace(frame, "BODY", "\n        v {{each min 1}}:\n          - id: '{{positive_integer}}'", 1))
	expected := c.Interactions[0].Response
	for value, fits := range map[string]bool{
		`[{"id":1}]`: true, `[{"id":1},{"id":2},{"id":3}]`: true, `[]`: false, `[{"id":1},{"id":"2"}]`: false, `[{"id":1},{}]`: false, `{}`: false,
	} {
		if found := match.Response(expected, answer(value)); (len(found) == 0) != fits {
			t.Errorf("%s: %v", value, found)
		}
	}
}
