package ecma_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
)

func TestTranslate(t *testing.T) {
	for _, c := range translated() {
		re2, err := ecma.Translate(c.pattern)
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		re := regexp.MustCompile(re2)
		for _, text := range c.yes {
			if !re.MatchString(text) {
				t.Errorf("%q → %q does not match %q", c.pattern, re2, text)
			}
		}
		for _, text := range c.no {
			if re.MatchString(text) {
				t.Errorf("%q → %q matches %q", c.pattern, re2, text)
			}
		}
	}
}

type example struct {
	pattern string
	yes, no []string
}

// translated lists what is translated, with texts that tell right from nearly right.
func translated() []example {
	return []example{
		{`a`, []string{"xay"}, []string{"", "A"}},
		{`^a.b$`, []string{"a b", "a\u0085b", "a\U0001F600b"}, []string{"a\nb", "a\rb", "a\u2028b", "a\u2029b"}},
		{`^abc$`, []string{"abc"}, []string{"abc\n", "\nabc"}},
		{`^\d\D$`, []string{"0a", "1\u07c0"}, []string{"\u07c0a"}},
		{`^\w\W$`, []string{"_é", "a\u212a"}, []string{"éa", "\u017f "}},
		{`^\s$`, []string{"\v", "\u00a0", "\ufeff", "\u2029", "\u3000", "\u1680"}, []string{"\u0085", "\u200b", "\u180e", "a"}},
		{`^\S$`, []string{"\u0085", "\u200b"}, []string{"\v", "\ufeff"}},
		{`^[\s\S]$`, []string{"\n", "\U0010FFFF"}, []string{""}},
		{`^[^\S\n]$`, []string{"\ufeff"}, []string{"\n", "a"}},
		{`\bö`, []string{"aö"}, []string{"ö"}},
		{`^[\b]$`, []string{"\b"}, []string{"b"}},
		{`^\cC\ca\cZ$`, []string{"\x03\x01\x1a"}, []string{`\cC\ca\cZ`}},
		{`^\0\x41\u0042\u{43}\u{1F600}$`, []string{"\x00ABC\U0001F600"}, nil},
		{`^\uD83D\uDE00{2}$`, []string{"\U0001F600\U0001F600"}, nil},
		{`^[\uD800\uDC00-\uDBFF\uDFFF]$`, []string{"\U00010000", "\U0010FFFF"}, []string{"\uffff"}},
		{`^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$`, []string{"a\t\U0001F600"}, []string{"\x00", "\uffff"}},
		{`^[^\uD800-\uDFFF]$`, []string{"\U0001F600", "a"}, nil},
		{`^😀?$`, []string{"", "\U0001F600"}, nil},
		{`^\p{L}\p{Lu}\P{Lu}\p{Letter}$`, []string{"éÉéy"}, []string{"éééy"}},
		{`^\p{Script=Greek}[^\p{sc=Latin}\d]$`, []string{"αб"}, []string{"αb", "α1", "bб"}},
		{`^\p{C}$`, []string{"\x00", "\u00ad", "\U000E0080"}, []string{"a"}},
		{`^[\P{Cn}]\p{LC}\p{Alphabetic}\p{White_Space}$`, []string{"aBc "}, []string{"aBc1", "a1c "}},
		{`^\/\.\-\_\@\"$`, []string{`/.-_@"`}, nil},
		{`^[\w-.]+[\w.-]$`, []string{"a-.b"}, []string{"a/b"}},
		{`^[a\-z]+$`, []string{"a-z"}, []string{"b"}},
		{`[^]`, []string{"\n"}, []string{""}},
		{`[]`, nil, []string{"", "a", "]"}},
		{`^a|[]$`, []string{"ab"}, []string{"b"}},
		{`^a{,2}{b}$`, []string{"a{,2}{b}"}, []string{"", "aa{b}"}},
		{`^x{a}]$`, []string{"x{a}]"}, nil},
		{`^(?<year>\d{4})-(\d\d)$`, []string{"2026-11"}, []string{"2026-1"}},
		{`^(?:a*)*?b+?c??d{2,3}?$`, []string{"aabbcdd", "bddd"}, []string{"bd"}},
		{`^a{0}b{1000}$`, nil, []string{"a"}},
		{`^a{2500}$`, []string{repeat('a', 2500)}, []string{repeat('a', 2499), repeat('a', 2501)}},
		{`^a{1500,3200}$`, []string{repeat('a', 1500), repeat('a', 3200)}, []string{repeat('a', 1499), repeat('a', 3201)}},
		{`^a{1,2048}$`, []string{"a", repeat('a', 2048)}, []string{"", repeat('a', 2049)}},
		{`^[ab]{1001,}$`, []string{repeat('b', 1001), repeat('a', 4000)}, []string{repeat('a', 1000)}},
		{`^(|a)+$`, []string{"", "aa"}, []string{"b"}},
		{`^[a^[&&~]+$`, []string{"a^[&~"}, []string{"b"}},
		{`^#x y$`, []string{"#x y"}, nil},
	}
}

func repeat(c byte, n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = c
	}
	return string(text)
}

func TestTranslateRefuses(t *testing.T) {
	for _, c := range refused() {
		re2, err := ecma.Translate(c.pattern)
		var refusal *ecma.Error
		if !errors.As(err, &refusal) {
			t.Errorf("%q is translated to %q", c.pattern, re2)
			continue
		}
		if refusal.Offset != c.offset {
			t.Errorf("%q: %v, want offset %d", c.pattern, err, c.offset)
		}
	}
}

type refusal struct {
	pattern string
	offset  int
}

// refused lists what RE2 can't say, and what is no ECMA-262.
func refused() []refusal {
	return []refusal{
		{`a(?=b)`, 1}, {`^(?!x)`, 1}, {`(?<=a)b`, 0}, {`é(?<!a)b`, 2},
		{`(a)\1`, 3}, {`(?<n>a)\k<n>`, 7}, {`\2`, 0}, {`[\1]`, 1},
		{`(?i)a`, 0}, {`(?i:a)`, 0}, {`(?P<n>a)`, 0}, {`(?>a)`, 0}, {`(?#c)`, 0},
		{`\Aa\z`, 0}, {`a\Z`, 1}, {`\h`, 0}, {`\Q.\E`, 0}, {`\é`, 0},
		{`a\`, 1}, {`[\`, 1}, {`a\c1`, 1}, {`\x4`, 0}, {`\u12`, 0}, {`\u{110000}`, 0}, {`\u{}`, 0}, {`\01`, 0},
		{`\uD800`, 0}, {`[\uD800-\uDBFF][\uDC00-\uDFFF]`, 0},
		{`*a`, 0}, {`a**`, 2}, {`a{1}{2}`, 4}, {`a|+`, 2}, {`(?:+)`, 3}, {`^*`, 0}, {`\b+`, 0}, {`a$?`, 1}, {`{1}`, 0},
		{`a{2,1}`, 1}, {`a{10001}`, 1}, {`a{0,99999999999999999999}`, 1},
		{`(a`, 0}, {`a)`, 1}, {`[a`, 0}, {`[z-a]`, 1}, {`(?<n>a)(?<n>b)`, 7}, {`(?<1>a)`, 0}, {`(?<n`, 0},
		{`\p`, 0}, {`\pL`, 0}, {`\p{Greek}`, 0}, {`\p{Script=Grek}`, 0}, {`\p{scx=Greek}`, 0}, {`\p{lu}`, 0}, {`\p{Emoji}`, 0},
		{`\p{L}\-`, 5}, {`\u{61}{`, 6}, {"\xff", 0}, {"[\xff]", 1},
		{`((a{100}){100}){100}`, 0}, {repeat('(', 2000) + repeat(')', 2000), 900},
	}
}
