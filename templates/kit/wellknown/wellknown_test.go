package wellknown_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	pvcel "buf.build/go/protovalidate/cel"
	"cel.dev/cel-go/cel"

	"github.com/bylaw-dev/bylaw/templates/kit/wellknown"
)

// forms pairs every function with what protovalidate means by it.
var forms = []struct {
	name, expression string
	check            func(string) bool
}{
	{"email", "s.isEmail()", wellknown.Email},
	{"hostname", "s.isHostname()", wellknown.Hostname},
	{"ip", "s.isIp()", wellknown.IP},
	{"ipv4", "s.isIp(4)", wellknown.IPv4},
	{"ipv6", "s.isIp(6)", wellknown.IPv6},
	{"prefix", "s.isIpPrefix()", func(s string) bool { return wellknown.IPPrefix(s, false) }},
	{"strict prefix", "s.isIpPrefix(true)", func(s string) bool { return wellknown.IPPrefix(s, true) }},
	{"ipv4 prefix", "s.isIpPrefix(4, true)", func(s string) bool { return wellknown.IPv4Prefix(s, true) }},
	{"ipv6 prefix", "s.isIpPrefix(6, true)", func(s string) bool { return wellknown.IPv6Prefix(s, true) }},
	{"uri", "s.isUri()", wellknown.URI},
	{"uri ref", "s.isUriRef()", wellknown.URIRef},
	{"host and port", "s.isHostAndPort(true)", wellknown.HostAndPort},
	{"address", "s.isHostname() || s.isIp()", wellknown.Address},
	{"uuid", "s.matches('^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$')", wellknown.UUID},
	{"tuuid", "s.matches('^[0-9a-fA-F]{32}$')", wellknown.TUUID},
	{"ulid", "s.matches('^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$')", wellknown.ULID},
	{"header name", "s.matches('^:?[0-9a-zA-Z!#$%&\\'*+.\\\\-^_|~\\x60]+$')", wellknown.HeaderName},
	{"header value", "s.matches('^[^\\u0000-\\u0008\\u000A-\\u001F\\u007F]*$')", wellknown.HeaderValue},
	{"loose header", "s.matches('^[^\\u0000\\u000A\\u000D]+$')", wellknown.HeaderLoose},
	{"name", "s.matches('^[A-Za-z_][A-Za-z_0-9]*(\\\\.[A-Za-z_][A-Za-z_0-9]*)*$')", wellknown.FullName},
	{"dot name", "s.matches('^\\\\.[A-Za-z_][A-Za-z_0-9]*(\\\\.[A-Za-z_][A-Za-z_0-9]*)*$')", wellknown.DotFullName},
}

// seeds are texts of all forms, and such as nearly are.
var seeds = append(strings.Fields(`a a.b a.b. .a -a a- 1 1.2 a.1 x.1a 1.2.3.4 1.2.3.4. 01.2.3.4 256.2.3.4 1.2.3 1.2.3.4/8 1.0.0.0/8 1.2.3.4/33
	1.2.3.4/08 :: ::1 1:: 1::2 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7::8 1:2:3:4:5:6:7:: 1:2:3:4:5:6:1.2.3.4 ::1.2.3.4
	1:2:3:4:5:6:7:8::1.2.3.4 ::ffff:1.2.3.4%e ::ffff:1.2.3.4/96 :::1 1:::2 :1 1: 12345:: ::g fe80::%e fe80::% fe80::%e/64 ::/0 ::/128
	2001:db8::/32 2001:db8::1/32 1:2:3:4:5:6:7:8:/64 1:2:3:4:5:6:7:8:%e ::1234567 ::1.2.3 ::1.2.3.4:5 ::abcd:1.2.3.4
	a@b a@b.c a@-b a@b@c .@b a..b@c @ é@b a:1 a:0 a:65535 a:65536 a:01 a: :1 [::1]:1 [::1] [1.2.3.4]:1 [::1]a:1 [::%e]:5 ]:1 [:1 [:
	http://a http://a:8/b?c#d http://[::1] http://[::1.2.3.4] http://[v1.a:b]/ http://[fe80::1%25e]/ http://[fe80::1%e]/ http://[::1%25%41] a:b a:
	http://[::1%25%ff]/ http://%41/ http://%ff/ http://u:p@h:1 http://u@v@h http://h:a http://h:1:2 a:b?//[::1] a:b?[ a:b#//[::1]:5 //h/p /p //p p?q p#f p#f#g a%zz a%4 ?a #a ?a?b
	http: http:// http:/a http:a//b 1http:a +a:b a+b:c a/b:c :a / // /// a//b [a] a\b ^ |
	123e4567-e89b-12d3-a456-426614174000 123e4567-e89b-12d3-a456-42661417400g 123e4567e89b12d3a456426614174000 01ARZ3NDEKTSV4RRFFQ69G5FAV
	81ARZ3NDEKTSV4RRFFQ69G5FAV 01ARZ3NDEKTSV4RRFFQ69G5FAU :authority x-y _a _a.b9 .a.b .a..b 9a 日本 é`),
	"", " ", "a b", "a\tb", "a\nb", "a\x00b", "a\x7fb", "\xff", "%", "a.\n", strings.Repeat("a", 63)+".b", strings.Repeat("a", 64)+".b",
	strings.Repeat("a.", 126)+"a", strings.Repeat("a.", 126)+"a.", strings.Repeat("a.", 127)+"a")

// oracle compiles the expressions, once.
var oracle = sync.OnceValues(func() ([]cel.Program, error) {
	env, err := cel.NewEnv(cel.Lib(pvcel.NewLibrary()), cel.Variable("s", cel.StringType))
	if err != nil {
		return nil, err
	}
	var programs []cel.Program
	for _, f := range forms {
		ast, issues := env.Compile(f.expression)
		if issues.Err() != nil {
			return nil, issues.Err()
		}
		program, err := env.Program(ast)
		if err != nil {
			return nil, err
		}
		programs = append(programs, program)
	}
	return programs, nil
})

// compare holds a text against all forms and fails where protovalidate decides otherwise.
func compare(t *testing.T, s string) (accepted []string) {
	t.Helper()
	programs, err := oracle()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range forms {
		want, _, err := programs[i].Eval(map[string]any{"s": s})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.check(s); got != want.Value() {
			t.Errorf("%q is of the form %s: %v, protovalidate says %v", s, f.name, got, want.Value())
		}
		if f.check(s) {
			accepted = append(accepted, f.name)
		}
	}
	return accepted
}

func TestSeeds(t *testing.T) {
	var seen []string
	for _, s := range seeds {
		seen = append(seen, compare(t, s)...)
	}
	for _, f := range forms {
		if !slices.Contains(seen, f.name) {
			t.Errorf("no text is of the form %s", f.name)
		}
	}
}

// TestPairs puts seeds together and cuts them apart.
func TestPairs(t *testing.T) {
	for _, a := range seeds {
		for i := range len(a) {
			compare(t, a[:i]+a[i+1:])
		}
		for _, b := range seeds {
			if len(a)+len(b) < 24 {
				compare(t, a+b)
			}
		}
	}
}

func FuzzForms(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { compare(t, s) })
}
