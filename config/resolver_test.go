package config

import (
	"errors"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func sourceOf(text string) *source.File { return source.NewFile(FileName, []byte(text)) }

func monorepo() source.Tree {
	return memtree.New(map[string]string{
		"bylaw.yaml":          "version: 1\nexclude: [vendor, '**/gen']\nwaivers: [{element: a, rules: [missing-doc], reason: r}]\n",
		"teams/a/bylaw.yaml":  "version: 1\npresets: [strict]\nexclude: [old]\nwaivers: [{element: b, rules: [missing-doc], reason: r}]\n",
		"vendor/x/bylaw.yaml": "broken",
		"teams/b/bylaw.yaml":  "version: 1\nrule: {}\n",
	})
}

func TestResolver(t *testing.T) {
	r := NewResolver(monorepo(), testCatalog())
	tests := []struct {
		path, dir string
		excluded  bool
	}{
		{"a.proto", ".", false},
		{"teams/a.proto", ".", false},
		{"teams/a/a.proto", "teams/a", false},
		{"teams/a/v1/a.proto", "teams/a", false},
		{"teams/a/old/a.proto", "teams/a", true},
		{"old/a.proto", ".", false},
		{"teams/a/gen/a.proto", "teams/a", true}, // the root keeps it out
	}
	for _, test := range tests {
		if got := r.For(test.path).Dir; got != test.dir {
			t.Errorf("%s has the configuration of %s, want %s", test.path, got, test.dir)
		}
		if got := r.Excluded(test.path); got != test.excluded {
			t.Errorf("%s is excluded: %t", test.path, got)
		}
	}
	if got := r.Findings(); len(got) > 0 {
		t.Errorf("findings about what no path needed: %v", said(got))
	}
	if w := r.Waivers(); len(w) != 2 || w[0].Element != "a" || w[1].Element != "b" {
		t.Errorf("waivers %v", w)
	}
}

func TestResolverReadsNothingThatIsKeptOut(t *testing.T) {
	r := NewResolver(monorepo(), testCatalog())
	if !r.Excluded("vendor/x/a.proto") {
		t.Error("vendor/x/a.proto is not excluded")
	}
	if got := r.Findings(); len(got) > 0 {
		t.Errorf("findings %v", said(got))
	}
	// Named by the user, it is looked at, and so its configuration is read.
	if r.For("vendor/x/a.proto").Dir != "vendor/x" || len(r.Findings()) != 1 {
		t.Errorf("the nearest configuration does not hold: %v", said(r.Findings()))
	}
}

func TestResolverSaysAMistakeOnce(t *testing.T) {
	r := NewResolver(monorepo(), testCatalog())
	r.For("teams/b/a.proto")
	r.For("teams/b/v1/a.proto")
	want := []string{`2:1 [rule] unknown key "rule"; did you mean "rules"?`}
	if got := said(r.Findings()); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestResolverOnOddPaths(t *testing.T) {
	r := NewResolver(monorepo(), testCatalog())
	for _, path := range []string{"-", "", ".", "/", "/etc/a.proto", "../a.proto", "a//b", "./a.proto"} {
		if r.For(path) == nil || r.Excluded(path) {
			t.Errorf("%q has no configuration", path)
		}
	}
}

func TestResolverWithoutFile(t *testing.T) {
	r := NewResolver(memtree.New(nil), testCatalog())
	if got := r.For("a/b.proto"); got.File != nil || summary(r.Profile("a/b.proto")) != summary(Default(testCatalog()).Profile("x")) {
		t.Errorf("zero configuration is %v", got)
	}
}

func TestOnly(t *testing.T) {
	c, findings := parse("/etc/ci/strict.yaml", "version: 1\npresets: [strict]\nexclude: [vendor]\n"+
		"waivers: [{element: a, rules: [missing-doc], reason: r}]\nrules: {field-case: off}")
	r := Only(c, findings...)
	if got := r.Profile("teams/a/a.proto"); !got.Strict() {
		t.Error("the configuration does not hold everywhere")
	}
	if !r.Excluded("vendor/a.proto") || r.Excluded("a/vendor.proto") {
		t.Error("its patterns are not relative to the workspace root")
	}
	if w := r.Waivers(); len(w) != 1 || w[0].Dir != "." {
		t.Errorf("waivers %v", w)
	}
	if len(r.Findings()) != 1 {
		t.Errorf("findings %v", said(r.Findings()))
	}
}

type unreadableTree struct{ source.Tree }

func (unreadableTree) File(string) (*source.File, error) { return nil, errors.New("permission denied") }

func TestResolverThatCannotRead(t *testing.T) {
	r := NewResolver(unreadableTree{}, testCatalog())
	r.For("a.proto")
	f := r.Findings()
	if len(f) != 1 || f[0].Severity != report.Error || f[0].Span.Path() != "bylaw.yaml" {
		t.Errorf("%v", said(f))
	}
}
