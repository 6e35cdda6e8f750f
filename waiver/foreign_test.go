package waiver

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
)

// TestForeign reads what is said to buf and to api-linter: it hides what their rules' counterparts
// find there, needs neither reason nor owner, and is never told to be unused.
func TestForeign(t *testing.T) {
	const text = `// Orders.
syntax = "proto3";
package p;

// buf:lint:ignore COMMENT_FIELD
message A {
  string id = 1;
}
message B {
  // buf:lint:ignore NO_SUCH_RULE
  string id = 1;
  // (-- api-linter: core::0142::time-field-type=disabled
  //     aip.dev/not-precedent: it came so. --)
  string at = 2;
  string in_time = 3; // buf:lint:ignore COMMENT_FIELD it is clear
}
`
	apis := load(t, "p.proto", text)
	suppressions, malformed := Collect(apis, nil, known())
	if len(malformed) != 0 {
		t.Errorf("malformed: %+v", malformed)
	}
	var got []string
	for _, s := range suppressions {
		if !s.Foreign || len(s.Scopes) != 1 {
			t.Fatalf("%+v", s)
		}
		got = append(got, s.names()+" in "+strings.Fields(s.Scopes[0].Text())[1])
	}
	want := "missing-doc in A|raw-timestamp, float-money in at|missing-doc in in_time"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
	result := Apply(nil, suppressions, Options{Strict: func(string) bool { return true }, Whole: true})
	if len(result.Findings) != 0 {
		t.Errorf("of suppressions of others it is said: %+v", result.Findings)
	}
	found := report.Finding{Rule: "missing-doc", Severity: report.Warning, Span: suppressions[0].Scopes[0].Slice(0, 3)}
	if result = Apply([]report.Finding{found}, suppressions, Options{}); len(result.Hidden) != 1 {
		t.Errorf("nothing is hidden: %+v", result)
	}
}

// TestForeignAtTheHead: what stands above syntax or package is about the whole file.
func TestForeignAtTheHead(t *testing.T) {
	for _, text := range []string{
		"// (-- api-linter: core::0192::has-comments=disabled --)\nsyntax = \"proto3\";\npackage p;\nmessage A {}\n",
		"syntax = \"proto3\";\n// buf:lint:ignore COMMENT_FIELD\npackage p;\nmessage A {}\n",
		"// buf:lint:ignore COMMENT_FIELD\n\nsyntax = \"proto3\";\npackage p;\nmessage A {}\n",
	} {
		suppressions, _ := Collect(load(t, "p.proto", text), nil, known())
		if len(suppressions) != 1 || suppressions[0].Scopes[0].Len() != len(text) {
			t.Errorf("%q: %+v", text, suppressions)
		}
	}
}
