package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestParsePath(t *testing.T) {
	for _, test := range []struct{ raw, parts, erased string }{
		{"/users", "0 literal users", "/users"},
		{"/users/{id}", "0 literal users, 1 variable id", "/users/{}"},
		{"/v1/{name=projects/*/topics/**}:publish",
			"0 literal v1, 1 variable name, 1 literal projects in name, 2 wildcard * in name, 3 literal topics in name, 4 wildcard ** in name, 4 verb publish",
			"/v1/{projects/*/topics/**}:publish"},
		{"/{base}...{head}", "0 variable base, 0 literal ..., 0 variable head", "/{}...{}"},
		{"/files/{name}.json", "0 literal files, 1 variable name, 1 literal .json", "/files/{}.json"},
		{"/time/12:30/x", "0 literal time, 1 literal 12:30, 2 literal x", "/time/12:30/x"},
		{"/users/:id", "0 literal users, 1 literal :id", "/users/:id"},
		{"/a/{b", "0 literal a, 1 literal {b", "/a/{b"},
		{"/a/{}", "0 literal a, 1 literal {}", "/a/{}"},
		{"/", "", "/"},
		{"", "", ""},
		{"orders/", "0 literal orders", "orders/"},
	} {
		file := source.NewFile("x", []byte(`"`+test.raw+`"`))
		path := spec.ParsePath(test.raw, file.Span(1, 1+len(test.raw)))
		if got := describe(path); got != test.parts {
			t.Errorf("%q:\n got %s\nwant %s", test.raw, got, test.parts)
		}
		if got := path.Erased(); got != test.erased {
			t.Errorf("%q erased: got %q, want %q", test.raw, got, test.erased)
		}
		for _, part := range path.Parts {
			if part.Span.Text() != part.Text {
				t.Errorf("%q: part %q has the span of %q", test.raw, part.Text, part.Span.Text())
			}
		}
	}
}

func TestParsePathOfAnEscapedStringKeepsOneSpan(t *testing.T) {
	file := source.NewFile("x", []byte(`"\/users\/{id}"`))
	whole := file.Span(1, 13)
	for _, part := range spec.ParsePath("/users/{id}", whole).Parts {
		if part.Span != whole {
			t.Errorf("part %q has the span %q, which can't be exact", part.Text, part.Span.Text())
		}
	}
}

func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{"/v1/{name=a/*}:go", "{{}}", "/{a=}", "}:{", "/{a}{b}", "::"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		file := source.NewFile("x", []byte(raw))
		path := spec.ParsePath(raw, file.Span(0, len(raw)))
		for _, part := range path.Parts {
			if part.Span.Text() != part.Text {
				t.Errorf("part %q has the span of %q", part.Text, part.Span.Text())
			}
		}
		_ = path.Erased()
	})
}

func describe(path spec.Path) string {
	kinds := [...]string{"literal", "variable", "wildcard", "verb"}
	var parts []string
	for _, p := range path.Parts {
		text := fmt.Sprintf("%d %s %s", p.Segment, kinds[p.Kind], p.Text)
		if p.Within != "" {
			text += " in " + p.Within
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}
