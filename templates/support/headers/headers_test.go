package headers_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/headers"
	"github.com/bylaw-dev/bylaw/templates/support/identifier"
)

type tenantID string
type batchID string

var lower = headers.Protocol{Spell: strings.ToLower, In: []string{"authorization", "x-request-id"}, Out: []string{"link"}}

func newSet(t testing.TB, rules ...headers.Rule) *headers.Set {
	t.Helper()
	s, err := headers.New(rules, lower)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type seen struct {
	ctx   context.Context
	md    map[string][]string
	wrong []errors.Violation
}

// request sends headers ("a: b") through a plan.
func request(t testing.TB, p *headers.Plan, lines ...string) seen {
	t.Helper()
	given, out := map[string][]string{}, seen{md: map[string][]string{}}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		given[name] = append(given[name], value)
	}
	out.ctx, out.wrong = p.Request(t.Context(), func(name string) []string { return given[name] }, func(name string, values []string) { out.md[name] = values })
	return out
}

func TestRequests(t *testing.T) {
	s := newSet(t,
		headers.Rule{Name: "X-Tenant", As: "tenant", Required: true, Into: headers.Into[tenantID]()},
		headers.Rule{Name: "X-Colour", Transform: []headers.Transform{headers.Trim(), headers.Lower()}},
		headers.Rule{Name: "X-Version", Default: headers.Constant("v1"), Transform: []headers.Transform{headers.Upper()}},
		headers.Rule{Name: "X-Batch", Methods: []string{"/m"}, Required: true},
		headers.Rule{Name: "X-Token", As: "token", Transform: []headers.Transform{headers.Bearer()}},
		headers.Rule{Name: "X-Code", Transform: []headers.Transform{headers.Regex(regexp.MustCompile("[a-z]{2}|[0-9]+"), "")}},
		headers.Rule{Name: "X-Seen", Response: true},
	)
	for _, c := range []struct {
		method string
		lines  []string
		md     string
		wrong  string
	}{
		{"/l", []string{"x-tenant: t"}, "map[tenant:[t] x-version:[v1]]", "[]"},
		{"/l", []string{"x-tenant: t", "authorization: a", "cookie: c", "x-forwarded-for: 1", "tenant: evil", "token: evil", "x-seen: s", "x-batch: b"}, "map[authorization:[a] tenant:[t] x-version:[v1]]", "[]"},
		{"/l", []string{"x-tenant: t", "x-colour:  Red ", "x-colour: BLUE", "x-version: v2"}, "map[tenant:[t] x-colour:[red blue] x-version:[V2]]", "[]"},
		{"/m", []string{"x-tenant: t", "x-batch: b"}, "map[tenant:[t] x-batch:[b] x-version:[v1]]", "[]"},
		{"/m", nil, "map[x-version:[v1]]", "[header x-batch is required header x-tenant is required]"},
		{"/l", []string{"x-tenant: "}, "map[x-version:[v1]]", "[header x-tenant is required]"},
		{"/l", []string{"x-tenant:   "}, "map[x-version:[v1]]", "[header x-tenant is required]"},
		{"/l", []string{"x-tenant: a", "x-tenant: b"}, "map[x-version:[v1]]", "[header x-tenant must be one short text of letters, digits and -_.:/+=@~]"},
		{"/l", []string{"x-tenant: a b"}, "map[x-version:[v1]]", "[header x-tenant must be one short text of letters, digits and -_.:/+=@~]"},
		{"/l", []string{"x-tenant: " + strings.Repeat("x", 129)}, "map[x-version:[v1]]", "[header x-tenant must be one short text of letters, digits and -_.:/+=@~]"},
		{"/l", []string{"x-tenant: t", "x-token: Bearer abc", "x-code: 123"}, "map[tenant:[t] token:[abc] x-code:[123] x-version:[v1]]", "[]"},
		{"/l", []string{"x-tenant: t", "x-token: Basic abc", "x-code: 12a"}, "map[tenant:[t] x-version:[v1]]", `[header x-token must be a bearer token ("Bearer …") header x-code must be a text that matches [a-z]{2}|[0-9]+]`},
		{"/l", []string{"x-tenant: t", "x-code: "}, "map[tenant:[t] x-version:[v1]]", "[]"},
	} {
		got := request(t, s.For(c.method), c.lines...)
		if fmt.Sprint(got.md) != c.md || fmt.Sprint(got.wrong) != c.wrong {
			t.Errorf("%s %q:\ngot  %v %v\nwant %s %s", c.method, c.lines, got.md, got.wrong, c.md, c.wrong)
		}
		if id, ok := headers.From[tenantID](got.ctx); ok != (got.md["tenant"] != nil) || ok && id != "t" {
			t.Errorf("%q: the context has %q", c.lines, id)
		}
		if _, ok := headers.From[batchID](got.ctx); ok {
			t.Error("an identifier of another type is found")
		}
	}
	if v := request(t, s.For("/m")).wrong[0]; v != (errors.Violation{Location: errors.Header, Field: "x-batch", Code: errors.Required, Description: "is required"}) {
		t.Errorf("%+v", v)
	}
}

// A rule of one method counts instead of one for all, and any instead of what always passes.
func TestRulesOfOneMethod(t *testing.T) {
	s := newSet(t,
		headers.Rule{Name: "X-A"}, headers.Rule{Name: "X-A", Methods: []string{"/m"}, Required: true, Transform: []headers.Transform{headers.Upper()}},
		headers.Rule{Name: "Authorization", As: "token", Methods: []string{"/m"}, Transform: []headers.Transform{headers.Bearer()}},
	)
	if got := request(t, s.For("/m"), "x-a: a", "authorization: Bearer b"); fmt.Sprint(got.md, got.wrong) != "map[token:[b] x-a:[A]] []" {
		t.Error(got.md, got.wrong)
	}
	if got := request(t, s.For("/l"), "x-a: a", "authorization: Bearer b"); fmt.Sprint(got.md, got.wrong) != "map[authorization:[Bearer b] x-a:[a]] []" {
		t.Error(got.md, got.wrong)
	}
}

// Requests don't share what a default makes for each of them.
func TestDefaultsAreMadeForEach(t *testing.T) {
	p := newSet(t, headers.Rule{Name: "X-Trace", Default: identifier.New, Into: headers.Into[batchID]()}).For("")
	a, b := request(t, p), request(t, p)
	one, two := a.md["x-trace"][0], b.md["x-trace"][0]
	if one == two || len(one) != 36 || one[14] != '4' || !strings.Contains("89ab", one[19:20]) {
		t.Error(one, two)
	}
	if id, _ := headers.From[batchID](a.ctx); string(id) != one {
		t.Error("the context has another one:", id)
	}
}

func TestAnswers(t *testing.T) {
	dashes := headers.Custom("a word", func(v string) (string, bool) { return v + "\r\nSet-Cookie: evil", v != "no" })
	p := newSet(t,
		headers.Rule{Name: "X-Cost", As: "cost", Response: true, Transform: []headers.Transform{headers.Suffix(" ct")}},
		headers.Rule{Name: "X-Card", Response: true, Transform: []headers.Transform{headers.Mask(4)}},
		headers.Rule{Name: "X-Evil", Response: true, Transform: []headers.Transform{dashes}},
		headers.Rule{Name: "X-Served", Response: true, Default: headers.Constant("eu")},
		headers.Rule{Name: "X-In"},
	).For("/m")
	for _, c := range []struct{ name, value, want string }{
		{"Cost", "5", "x-cost [5 ct] true"}, {"x-card", "4111111111111111", "x-card [****1111] true"}, {"link", "</a>", "link [</a>] true"},
		{"x-cost", "5", " [] false"}, // only as cost
		{"x-evil", "yes", "x-evil [] false"}, {"x-evil", "no", "x-evil [] false"},
		{"x-in", "1", "x-in [1] false"}, {"x-powered-by", "php", "x-powered-by [php] false"}, {"authorization", "a", "authorization [a] false"},
	} {
		name, values, ok := p.Response(c.name, []string{c.value})
		if got := fmt.Sprint(name, " ", values, " ", ok); got != c.want {
			t.Errorf("%s: %s: %s", c.name, c.value, got)
		}
	}
	for _, there := range []bool{true, false} {
		var put []string
		p.Complete(func(name string) bool { return there }, func(name string, values []string) { put = append(put, name+values[0]) })
		if (len(put) == 0) != there || !there && fmt.Sprint(put) != "[x-servedeu]" {
			t.Error(put)
		}
	}
}

func TestTransforms(t *testing.T) {
	date := regexp.MustCompile(`(\d{4})-(\d\d)`)
	for _, c := range []struct {
		name string
		t    headers.Transform
		in   string
		want string // "!": refused
	}{
		{"bearer", headers.Bearer(), "Bearer abc.d-_~+/==", "abc.d-_~+/=="}, {"bearer", headers.Bearer(), "bEARER  x", "x"}, {"bearer", headers.Bearer(), "Bearer", "!"},
		{"bearer", headers.Bearer(), "Bearer ", "!"}, {"bearer", headers.Bearer(), "Basic eA==", "!"}, {"bearer", headers.Bearer(), "Bearer a b", "!"}, {"bearer", headers.Bearer(), "Bearer ==", "!"}, {"bearer", headers.Bearer(), "abc", "!"},
		{"lower", headers.Lower(), "ÄbC", "äbc"}, {"upper", headers.Upper(), "äbC", "ÄBC"}, {"trim", headers.Trim(), " \ta b ", "a b"},
		{"prefix", headers.Prefix("t/"), "a", "t/a"}, {"suffix", headers.Suffix("!"), "a", "a!"},
		{"trim prefix", headers.TrimPrefix("t/"), "t/t/a", "t/a"}, {"trim prefix", headers.TrimPrefix("t/"), "a", "a"}, {"trim suffix", headers.TrimSuffix("!"), "a!", "a"},
		{"mask", headers.Mask(2), "secret", "****et"}, {"mask", headers.Mask(2), "abc", "****"}, {"mask", headers.Mask(2), "äöüß", "****üß"}, {"mask", headers.Mask(0), "secret", "****"}, {"mask", headers.Mask(-1), "secret", "****"}, {"mask", headers.Mask(4), "", "****"},
		{"truncate", headers.Truncate(2), "äöü", "äö"}, {"truncate", headers.Truncate(9), "ab", "ab"}, {"truncate", headers.Truncate(0), "ab", ""},
		{"regex", headers.Regex(date, "$2/$1"), "2026-03", "03/2026"}, {"regex", headers.Regex(date, "$2"), "x2026-03", "!"}, {"regex", headers.Regex(date, ""), "2026-03\n", "!"}, {"regex", headers.Regex(date, ""), "2026-03", "2026-03"},
		{"alternatives", headers.Regex(regexp.MustCompile("a|b"), ""), "ax", "!"}, {"alternatives", headers.Regex(regexp.MustCompile("^a$|^b$"), ""), "b", "b"},
		{"custom", headers.Custom("x", func(v string) (string, bool) { return v, v == "x" }), "y", "!"},
	} {
		p := newSet(t, headers.Rule{Name: "X-A", Transform: []headers.Transform{c.t}}).For("")
		got := "!"
		if s := request(t, p, "x-b: b"); len(s.wrong) > 0 {
			t.Errorf("%s: a header that isn't there is refused: %v", c.name, s.wrong)
		}
		name, values, ok := newSet(t, headers.Rule{Name: "X-A", Response: true, Transform: []headers.Transform{c.t}}).For("").Response("x-a", []string{c.in})
		if ok && name == "x-a" {
			got = values[0]
		}
		if got != c.want {
			t.Errorf("%s of %q is %q", c.name, c.in, got)
		}
		if s := request(t, p, "x-a: "+c.in); strings.TrimSpace(c.in) != "" && (len(s.wrong) > 0) != (c.want == "!") {
			t.Errorf("%s of %q: %v", c.name, c.in, s.wrong)
		}
	}
}

// What belongs to somebody else isn't changed in place.
func TestValuesAreCopied(t *testing.T) {
	p := newSet(t, headers.Rule{Name: "X-A", Transform: []headers.Transform{headers.Upper()}}).For("")
	values := []string{"a"}
	p.Request(t.Context(), func(string) []string { return values }, func(string, []string) {})
	if values[0] != "a" {
		t.Error("the caller's values are changed")
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	for name, rules := range map[string][]headers.Rule{
		"no name":                       {{}},
		"no token":                      {{Name: "X A"}},
		"a pseudo-header":               {{Name: ":path"}},
		"the connection's":              {{Name: "Content-Length"}},
		"the connection's, by renaming": {{Name: "X-A", As: "Transfer-Encoding"}},
		"gRPC's own":                    {{Name: "grpc-status", Response: true}},
		"a default hides that it lacks": {{Name: "X-A", Required: true, Default: identifier.New}},
		"a required answer":             {{Name: "X-A", Required: true, Response: true}},
		"twice":                         {{Name: "X-A"}, {Name: "x-a"}},
		"two into one":                  {{Name: "X-A", As: "c"}, {Name: "X-B", As: "C"}},
		"two into one, of one method":   {{Name: "X-A", As: "c"}, {Name: "X-B", As: "C", Methods: []string{"/m"}}},
		"two answers in one":            {{Name: "X-A", As: "a", Response: true}, {Name: "X-A", As: "b", Response: true}},
		"over one that always passes":   {{Name: "X-A", As: "Authorization"}},
		"as one that always goes out":   {{Name: "Link", As: "x", Response: true}},
		"one type for two":              {{Name: "X-A", Into: headers.Into[tenantID]()}, {Name: "X-B", Into: headers.Into[tenantID]()}},
		"a type that anybody has":       {{Name: "X-A", Into: headers.Into[string]()}},
		"an answer in a context":        {{Name: "X-A", Response: true, Into: headers.Into[tenantID]()}},
		"an empty transform":            {{Name: "X-A", Transform: []headers.Transform{{}}}},
	} {
		if _, err := headers.New(rules, lower); err == nil {
			t.Error(name, "is taken")
		}
	}
	if _, err := headers.New([]headers.Rule{{Name: ""}, {Name: "X B"}}, lower); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Error("not everything that is wrong is told:", err)
	}
	newSet(t, headers.Rule{Name: "X-A"}, headers.Rule{Name: "X-A", As: "b"}, headers.Rule{Name: "X-A", Response: true},
		headers.Rule{Name: "X-C", Methods: []string{"/m"}}, headers.Rule{Name: "X-C", Methods: []string{"/n"}})
}

// FuzzRequest: whatever comes, no rule puts more into a context than an identifier, and none panics.
func FuzzRequest(f *testing.F) {
	f.Add("Bearer a")
	f.Add("\xff ä")
	p := newSet(f, headers.Rule{Name: "X-A", Into: headers.Into[tenantID]()}, headers.Rule{Name: "X-A", As: "b", Transform: []headers.Transform{headers.Bearer()}},
		headers.Rule{Name: "X-A", As: "c", Transform: []headers.Transform{headers.Trim(), headers.Mask(2), headers.Truncate(3), headers.Upper()}}).For("")
	f.Fuzz(func(t *testing.T, value string) {
		ctx, _ := p.Request(t.Context(), func(string) []string { return []string{value} }, func(string, []string) {})
		if id, ok := headers.From[tenantID](ctx); ok && !headers.Harmless(string(id)) {
			t.Errorf("%q is in the context", id)
		}
	})
}
