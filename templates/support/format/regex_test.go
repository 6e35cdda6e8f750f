package format_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/format"
)

func TestRegex(t *testing.T) {
	fits := format.Find("regex")
	for _, good := range []string{
		"", "a|", "|", "^$", "a*?b+?c??d{2}?e{2,}f{2,3}", "(a)(?:b)(?<c>d)\\1\\2\\k<c>", "(?=a)(?!b)(?<=c)(?<!d)", `[]`, `[^]`, `[a-z\d_\-\b-]`, `[-a]`, `[a-]`,
		`\d\D\s\S\w\W\b\B`, `\p{L}\P{Script=Greek}\p{Lu}`, `\f\n\r\t\v\0\x41\u0041\u{1F600}\cA`, `\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/`, "é𝄞", `[\ud834\udd1e-\u{1d11f}]`, `\ud834`, `[[]`, `(?<$a_1é>)`, `a{99999999999999999999,99999999999999999999}`, `\k<x>(?<x>)`, `a-z`, `/`,
	} {
		if !fits(good) {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{
		"*", "+a", "?", "a**", "a{2}{3}", "a|*", "(", ")", "(a", "a)", "(?", "(?a)", "(?i)a", "(?P<x>a)", "(?<>a)", "(?<1>a)", "(?<x>a)(?<x>b)", "(?<x", "{", "}", "a{", "a{x}", "a{,3}", "a{3,2}", "a{2",
		"]", "[", "[a", `[z-a]`, `[\d-z]`, `[a-\w]`, `\`, `\a`, `\e`, `\z`, `\A`, `\-`, `\1`, `(a)\2`, `\k`, `\k<x>`, `\x4`, `\xg0`, `\u004`, `\u{110000}`, `\u{`, `\u{}`, `\c`, `\c1`, `\00`, `\01`, `\p`, `\pL`, `\p{}`, `\p{L`, `\p{a=}`, "^*", "(?=a)*", `\b+`, `[\`, `\99999999999999999999999`,
	} {
		if fits(bad) {
			t.Errorf("%s is accepted", bad)
		}
	}
	if fits(strings.Repeat("(", 10_000_000)) {
		t.Error("ten million open groups are accepted")
	}
}
