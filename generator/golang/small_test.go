package golang

import (
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func parsed(raw string) spec.Path { return spec.ParsePath(raw, source.Span{}) }

func TestClash(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"/a/{x}-{y}", "/a/{x}_{y}", true},
		{"/a/{x}.json", "/a/{x}", false}, // more text goes first
		{"/a/v{x}", "/a/{x}v", false},    // text before the variable goes first
		{"/a/{x}.a", "/a/{x}.b", false},  // nothing ends in both
		{"/a/{x}-{y}/b", "/a/{x}_{y}/c", false},
		{"/a/{x}-{y}/{z}", "/a/{x}_{y}/c", true},
		{"/a/{x}-{y}", "/a/{x}_{y}/c", false},
		{"/{x}-{y}/a", "/b/{x}_{y}", false}, // a literal goes first
		{"/{x}-{y}/a", "/{z}/{x}_{y}", false},
	} {
		if got := clash(segments(parsed(test.a)), segments(parsed(test.b))); got != test.want {
			t.Errorf("%s and %s: %v", test.a, test.b, got)
		}
	}
}

func TestMalformed(t *testing.T) {
	for raw, want := range map[string]string{
		"/": "", "/a/{b}": "", "/{a}...{b}": "", "/{a}:go": "",
		"a": "it doesn't begin with /", "/a}": "a } has no {", "/{": "a { has no }", "/{}": "a variable has no name",
		"/{a}/{a}": "the variable a occurs twice", "/{a}{b}": "two variables have no text between them",
	} {
		if got := malformed(parsed(raw)); got != want {
			t.Errorf("%s: %q", raw, got)
		}
	}
}

func TestPrune(t *testing.T) {
	got, err := layOut("", []byte("package a\nimport (\n\"io\"\n\"time\"\n\n\"x/value\"\ny \"z/wire\"\n\"x/param\"\n)\nvar a = x.io.B // time.Now\nvar b value.C = y.D(\"param.E\")\n"))
	const want = "package a\n\nimport (\n\t\"x/value\"\n\ty \"z/wire\"\n)\n\nvar a = x.io.B // time.Now\nvar b value.C = y.D(\"param.E\")\n"
	if err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
}

func TestMentions(t *testing.T) {
	for line, want := range map[string]bool{
		`r.Bool(n)`: true, `f("r")`: false, `x.r(n)`: false, `wire.Array(r, n)`: true, `ready()`: false, "`r`": false,
	} {
		if got := mentions([]string{line}, "r"); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

func TestJoined(t *testing.T) {
	begin := `call.PutQuery("a")`
	for _, test := range []struct{ lines, want []string }{
		{[]string{begin, "w.String(x)"}, []string{begin + ".String(x)"}},
		{[]string{"if ok {", begin, "x.WriteJSON(w)", "}"}, []string{"if ok {", "x.WriteJSON(" + begin + ")", "}"}},
		{[]string{begin, "w.String(x)", "w.Null()"}, []string{begin, "w.String(x)", "w.Null()"}},
		{[]string{begin, "wire.WriteArray(w, x)"}, []string{begin, "wire.WriteArray(w, x)"}},
	} {
		got := joined(test.lines, begin)
		if len(got) != len(test.want) || got[len(got)-1] != test.want[len(test.want)-1] || got[0] != test.want[0] {
			t.Errorf("%q: %q", test.lines, got)
		}
	}
}
