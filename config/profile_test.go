package config

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
)

// summary renders a profile as "rule=severity{options} …".
func summary(p *Profile) string {
	var parts []string
	for _, s := range p.Settings {
		parts = append(parts, fmt.Sprintf("%s=%s%s", s.Rule, s.Severity, s.Options))
	}
	return strings.Join(parts, " ")
}

func TestProfile(t *testing.T) {
	const recommended = "field-name-case=warning missing-doc=warning page-size-unbounded=error"
	tests := []struct{ name, yaml, path, want string }{
		{"zero configuration", "", "a.proto", recommended},
		{"relaxed", "presets: [relaxed]", "a.proto", "page-size-unbounded=error"},
		{"strict holds recommended", "presets: [strict]", "a.proto",
			"enum-prefix=info field-name-case=warning missing-doc=warning page-size-unbounded=error"},
		{"aip stands alone", "presets: [aip]", "a.proto", "time-suffix=warning"},
		{"several are united", "presets: [aip, relaxed]", "a.proto", "page-size-unbounded=error time-suffix=warning"},
		{"none", "presets: []", "a.proto", ""},
		{"off", "rules: {field-name-case: off, page-size-unbounded: off}", "a.proto", "missing-doc=warning"},
		{"switched on", "presets: []\nrules: {time-suffix: error}", "a.proto", "time-suffix=error"},
		{"old name", "presets: []\nrules: {field-case: error}", "a.proto", "field-name-case=error"},
		{"group, and a rule outdoes it wherever it stands",
			"presets: []\nrules:\n  time-suffix: off\n  naming/*: info", "a.proto", "enum-prefix=info field-name-case=info"},
		{"options keep the severity", "presets: [relaxed]\nrules: {page-size-unbounded: {options: {max: 5}}}", "a.proto",
			`page-size-unbounded=error{"max":5}`},
		{"options are written by name", "presets: [relaxed]\nrules: {page-size-unbounded: {severity: info, options: {style: b, max: 5.0}}}", "a.proto",
			`page-size-unbounded=info{"max":5,"style":"b"}`},

		{"edition keeps later rules off", "presets: [strict]\nrules_edition: 2026.1", "a.proto",
			"field-name-case=warning page-size-unbounded=error"},
		{"editions count as numbers", "presets: [strict]\nrules_edition: 2026.2", "a.proto",
			"enum-prefix=info field-name-case=warning page-size-unbounded=error"},
		{"edition and group", "presets: []\nrules_edition: 2026.1\nrules: {naming/*: info}", "a.proto",
			"field-name-case=info time-suffix=info"},
		{"edition and a rule that is named", "presets: []\nrules_edition: 2026.1\nrules: {enum-prefix: info}", "a.proto",
			"enum-prefix=info"},

		{"override elsewhere", "overrides: [{paths: [legacy], presets: [relaxed]}]", "a.proto", recommended},
		{"override", "overrides: [{paths: [legacy], presets: [relaxed]}]", "legacy/v1/a.proto", "page-size-unbounded=error"},
		{"lines of the file outdo the presets of an override",
			"rules: {time-suffix: info}\noverrides: [{paths: [legacy], presets: []}]", "legacy/a.proto", "time-suffix=info"},
		{"a later override outdoes an earlier one", `
overrides:
  - {paths: ["**"], presets: [], rules: {time-suffix: info, missing-doc: info}}
  - {paths: ["legacy/**"], rules: {naming/*: off}}
`, "legacy/a.proto", "missing-doc=info"},
		{"options of overrides are laid over", `
presets: []
rules: {page-size-unbounded: {severity: error, options: {max: 5, style: b}}}
overrides: [{paths: [legacy], rules: {page-size-unbounded: {options: {max: 9}}}}]
`, "legacy/a.proto", `page-size-unbounded=error{"max":9,"style":"b"}`},
		{"override without paths", "overrides: [{rules: {missing-doc: off}}]", "a.proto", recommended},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, _ := parse(FileName, "version: 1\n"+test.yaml)
			if got := summary(c.Profile(test.path)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestDefaultIsTheEmptyFile(t *testing.T) {
	c, _ := parse(FileName, "version: 1")
	if a, b := summary(c.Profile("a")), summary(Default(testCatalog()).Profile("a")); a != b {
		t.Errorf("%s differs from %s", a, b)
	}
}

func TestProfilesAreShared(t *testing.T) {
	c, findings := parse(FileName, `version: 1
overrides:
  - {paths: [a], rules: {missing-doc: off}}
  - {paths: [b], rules: {missing-doc: "off"}}
  - {paths: [c], rules: {missing-doc: info}}
  - {paths: [d], presets: [recommended]}
`)
	if len(findings) > 0 {
		t.Fatal(said(findings))
	}
	tests := []struct {
		a, b string
		same bool
	}{
		{"x", "y/z", true}, {"a/1", "a/2", true}, {"a/1", "b/1", true}, {"a/1", "c/1", false}, {"d/1", "x", true},
	}
	for _, test := range tests {
		if got := c.Profile(test.a) == c.Profile(test.b); got != test.same {
			t.Errorf("%s and %s share a profile: %t", test.a, test.b, got)
		}
	}
}

func TestProfilesInParallel(t *testing.T) {
	c, _ := parse(FileName, "version: 1\noverrides: [{paths: [a], rules: {missing-doc: off}}]")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for range 100 {
				c.Profile(fmt.Sprintf("%c/x", 'a'+i%2))
			}
		})
	}
	wait.Wait()
}

func TestProfileSetting(t *testing.T) {
	p := Default(testCatalog()).Profile("a")
	if s, ok := p.Setting("missing-doc"); !ok || s.Rule != "missing-doc" {
		t.Errorf("missing-doc is %v, %t", s, ok)
	}
	if _, ok := p.Setting("enum-prefix"); ok {
		t.Error("enum-prefix is on")
	}
	if p.Strict() {
		t.Error("recommended is strict")
	}
}

func TestPatterns(t *testing.T) {
	tests := []struct {
		pattern, path string
		want          bool
	}{
		{"legacy/**", "legacy/a/b.proto", true},
		{"legacy/**", "legacyx/b.proto", false},
		{"legacy", "legacy/a/b.proto", true},
		{"./legacy/", "legacy/a.proto", true},
		{"legacy", "x/legacy/a.proto", false},
		{"**/legacy", "x/legacy/a.proto", true},
		{"**", "a.proto", true},
		{"*.proto", "a.proto", true},
		{"*.proto", "x/a.proto", false},
		{"x/{a,b}/**/*.proto", "x/b/c/d/e.proto", true},
		{"a/b.proto", "a/b.proto", true},
		{"a/b?.proto", "a/b.proto", false},
		{"a/[bc].proto", "a/c.proto", true},
		{"legacy", "leg", false},
	}
	for _, test := range tests {
		p, message, _ := newPattern(test.pattern, sourceOf("").Span(0, 0))
		if message != "" {
			t.Fatal(message)
		}
		if got := p.match(test.path); got != test.want {
			t.Errorf("%s matches %s: %t", test.pattern, test.path, got)
		}
	}
}

// A rule can be graver in strict than elsewhere; what someone has written of it outdoes both.
func TestStrictSeverity(t *testing.T) {
	catalog := Catalog{Rules: []RuleInfo{{ID: "retry", Group: "g", Severity: report.Warning, StrictSeverity: report.Error, Presets: Recommended | AIP}}}
	for _, test := range []struct{ name, yaml, want, origin string }{
		{"recommended", "", "retry=warning", "preset recommended (default)"},
		{"strict", "presets: [strict]\n", "retry=error", "preset strict (bylaw.yaml:2)"},
		{"strict after others", "presets:\n- aip\n- strict\n", "retry=error", "preset strict (bylaw.yaml:4)"},
		{"aip after recommended", "presets:\n- recommended\n- aip\n", "retry=warning", "preset recommended (bylaw.yaml:3)"},
		{"said", "presets: [strict]\nrules: {retry: info}\n", "retry=info", "bylaw.yaml:3"},
		{"said of its group", "presets: [strict]\nrules: {g/*: info}\n", "retry=info", "bylaw.yaml:3"},
		{"switched on again", "presets: [strict]\nrules: {g/*: off}\noverrides: [{paths: [a.proto], rules: {retry: warning}}]\n",
			"retry=warning", "bylaw.yaml:4"},
	} {
		c, findings := Parse(sourceOf("version: 1\n"+test.yaml), catalog)
		if len(findings) > 0 {
			t.Errorf("%s: %v", test.name, said(findings))
		}
		if got := summary(c.Profile("a.proto")); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
		if shown := strings.Join(strings.Fields(Show(c, "a.proto", true)), " "); !strings.Contains(shown, "# "+test.origin) {
			t.Errorf("%s: %q is not in\n%s", test.name, test.origin, shown)
		}
	}
	if schema := string(Schema(catalog)); !strings.Contains(schema, "warning by itself, error in strict;") {
		t.Errorf("the schema does not say it:\n%s", schema)
	}
}
