package regex_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/rules/internal/regex"
)

func TestParse(t *testing.T) {
	for pattern, want := range map[string]string{
		``: "", `^a$`: "", `[a-z]+_token_[0-9]+`: "", `a{2,3}b{,4}`: "", `x{`: "", `(?<year>\d{4})`: "", `\p{L}+`: "", `(?i:a)`: "",
		`^(?!x)(?=y)(?<=z)(?<!w)$`: "", `[]a`: "", `[^]`: "", `[\]\-a-]`: "", `[\w-.]`: "", `\u{1F600}`: "", `a|b|`: "", `é*`: "", `]}`: "",
		`(`: "no ) for this (", `a)`: "no ( for this )", `[a-z`: "no ] for this [", `*a`: "nothing before *", `a**`: "nothing before *",
		`a|+`: "nothing before +", `{2}`: "nothing before {2}", `a{3,2}`: "3 at least and 2 at most", `[z-a]`: "runs backwards",
		`a\`: "ends in a backslash", `(?i)a`: "no group that begins with (?i", `(?P<n>a)`: "no group that begins with (?P",
		strings.Repeat("(", 300) + strings.Repeat(")", 300): "nests more than",
	} {
		_, err := regex.Parse(pattern)
		switch {
		case err == nil && want != "":
			t.Errorf("%s: accepted, want %q", pattern, want)
		case err != nil && (want == "" || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", pattern, err, want)
		}
	}
}

func TestExponential(t *testing.T) {
	for pattern, want := range map[string]string{
		`^(a+)+$`: "(a+)+", `^(a*)*$`: "(a*)*", `^(\w+\s?)*$`: `(\w+\s?)*`, `^([a-z]+)*\d$`: "([a-z]+)*", `^(a|a)*$`: "(a|a)*",
		`^(\w|\d)+$`: `(\w|\d)+`, `^(a\w+b)*$`: `(a\w+b)*`, `^x(?:(?:[a-z]+-?)+)@$`: "(?:[a-z]+-?)+", `(.*,?)*x`: "(.*,?)*",
		`^(([a-z])+.)+[A-Z]([a-z])+$`: `(([a-z])+.)+`, `^(\d+|[0-9])*$`: `(\d+|[0-9])*`,
		`^([a-z]+|\d)*$`: `([a-z]+|\d)*`,

		`^(a+)+`: "", `^(a+b)+$`: "", `^([a-z]+\.)*[a-z]+$`: "", `^(?:[A-Za-z0-9+/]{4})*==$`: "", `^(a|b)*$`: "", `^a+b+$`: "",
		`^(?:\d{1,3}\.){3}\d{1,3}$`: "", `^(\s+\S+)*$`: "", `^([a-z]|\d)*$`: "", `^(a+){1,5}$`: "", `^(\p{L}+\p{N}*)*$`: "", `(a+)+b?`: "",
	} {
		root, err := regex.Parse(pattern)
		if err != nil {
			t.Fatalf("%s: %v", pattern, err)
		}
		got := ""
		if n := regex.Exponential(root); n != nil {
			got = pattern[n.Start:n.End]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
}

// FuzzParse holds the parser to what Go's accepts, of the language that both have.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`^(a+)+$`, `[^\]a-z]{2,3}?`, `\u{1}\p{L}`, `(?<a>b)|c*`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		root, err := regex.Parse(pattern)
		if err == nil {
			regex.Exponential(root)
			return
		}
		if _, err := regexp.Compile(pattern); err == nil && !strings.Contains(pattern, "[") && !strings.Contains(pattern, "(?") && !strings.Contains(pattern, "\\") {
			t.Errorf("%q is refused, and Go takes it", pattern)
		}
	})
}
