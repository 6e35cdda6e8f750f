package format_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/format"
)

// TestFormats has a few cases of every format, and of places that the public suite leaves out.
func TestFormats(t *testing.T) {
	for name, c := range map[string]struct{ good, bad []string }{
		"date-time":             {[]string{"2024-02-29T23:59:60Z"}, []string{"2024-02-30T00:00:00Z", "2024-02-29"}},
		"date":                  {[]string{"2024-02-29"}, []string{"2023-02-29"}},
		"time":                  {[]string{"23:59:59.999+14:00"}, []string{"24:00:00Z"}},
		"duration":              {[]string{"P1Y", "P99999999999999999999D"}, []string{"P1Y1W", "P1.5D"}},
		"uuid":                  {[]string{"2EB8AA08-aa98-11ea-b4aa-73b441d16380"}, []string{"2eb8aa08aa9811eab4aa73b441d16380"}},
		"ipv4":                  {[]string{"127.0.0.1"}, []string{"127.0.0.01", "::1"}},
		"ipv6":                  {[]string{"::1", "1::1.2.3.4"}, []string{"127.0.0.1", "fe80::1%eth0", ""}},
		"email":                 {[]string{"a@b", `"a\"b\@"@example.com`, "a@[IPv6:::1]", strings.Repeat("a", 64) + "@b"}, []string{"a", "@b", "a@", "a@b.", "a@-b", `"a"b"@c`, `"a\"@c`, "é@b", "a@é", "a@[::1]", "a@[1.2.3]", strings.Repeat("a", 65) + "@b", "\"a\nb\"@c"}},
		"idn-email":             {[]string{"é@é.example", "\"é\"@b"}, []string{"é", "é@é..b", "\"\\é\"@b"}},
		"hostname":              {[]string{"a", "A1.example", "a--b", "ab--c", "xn--mnchen-3ya", "XN--MNCHEN-3YA"}, []string{"", ".", "a.", "a_b", "-a", "é", "xn--", "xn--a", "0a.xn--4db", strings.Repeat("a", 64)}},
		"idn-hostname":          {[]string{"münchen.example", "xn--mnchen-3ya", "παρ", "Ꭰ", "日本。jp", "ಕ\u0cbf"}, []string{"München", "ª", "½", "\u1100", "a\u200db", "ab--c", strings.Repeat("é", 300), "א\u0cbf"}},
		"uri":                   {[]string{"a:", "http://a:80/%20?x=/?#/?", "http://[v1.a:b]", "urn:a:b"}, []string{"", "a", "http://a:x", "http://[::1", "http://[::1]x", "a:%2", "a://b@c@d", "http://é", "http://[v1.]", "http://[v.a]", "a:b#c#d"}},
		"uri-reference":         {[]string{"", "//a", "a/b:c", "?", "#"}, []string{"a b", "a:b:c d", "1:2", "#a#b"}},
		"iri":                   {[]string{"http://é/\U000E1000", "a:?\uE000"}, []string{"http://é/\uE000", "a:\uFDD0", "é:a"}},
		"iri-reference":         {[]string{"é", "?\U00100000"}, []string{"é\\", "#\U00100000"}},
		"uri-template":          {[]string{"", "{?a,b*,c:3}", "a{/b}c", "{=a}"}, []string{"{", "}", "{a:0}", "{a:}", "{a b}", "{-}", "{a*:3}", "%2", "a\x00"}},
		"json-pointer":          {[]string{"", "/", "/a~0~1"}, []string{"a", "/~", "/~2"}},
		"relative-json-pointer": {[]string{"0", "1/a", "0#", "0-1#", "2+1/a"}, []string{"", "#", "00", "0-", "0+01", "0#a", "-1"}},
		"regex":                 {[]string{"^a$"}, []string{"("}},
	} {
		fits := format.Find(name)
		if fits == nil {
			t.Errorf("the format %s isn't known", name)
			continue
		}
		for _, text := range c.good {
			if !fits(text) {
				t.Errorf("%s: %q is refused", name, text)
			}
		}
		for _, text := range c.bad {
			if fits(text) {
				t.Errorf("%s: %q is accepted", name, text)
			}
		}
	}
	if format.Find("colour") != nil || format.Find("") != nil {
		t.Error("a format is known that isn't")
	}
}

// FuzzFormats: whatever the text, every format answers.
func FuzzFormats(f *testing.F) {
	for _, seed := range []string{"", "xn--a-b", "a@[", `\u{`, "{a:", "http://[v", "\u200c\u0660", "P1"} {
		f.Add(seed)
	}
	names := strings.Fields("date-time date time duration uuid ipv4 ipv6 email idn-email hostname idn-hostname uri uri-reference iri iri-reference uri-template json-pointer relative-json-pointer regex")
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range names {
			format.Find(name)(text)
		}
	})
}
