package config

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
)

func TestShow(t *testing.T) {
	c, findings := parse("sub/bylaw.yaml", everything)
	if len(findings) > 0 {
		t.Fatal(said(findings))
	}
	const want = `version: 1
rules_edition: "2026.2"                     # sub/bylaw.yaml:2
presets: [relaxed]                          # sub/bylaw.yaml:10
fail_on: warning                            # sub/bylaw.yaml:18
rules:
  enum-prefix: info                         # sub/bylaw.yaml:7
  field-name-case: off                      # sub/bylaw.yaml:5
  missing-doc: off                          # sub/bylaw.yaml:11
  page-size-unbounded:
    severity: error                         # sub/bylaw.yaml:6
    options:
      max: 500                              # sub/bylaw.yaml:6
      names: ["size"]                       # sub/bylaw.yaml:6
      ratio: 1                              # sub/bylaw.yaml:6
      strict: false                         # default
      style: "a"                            # default
      extra: {"any":[1]}                    # sub/bylaw.yaml:6
      map: {}                               # default
  time-suffix: info                         # sub/bylaw.yaml:7
breaking:
  level: wire                               # sub/bylaw.yaml:32
  require: full                             # sub/bylaw.yaml:33
  severities:
    wire: error                             # default
    json: error                             # default
    source: off                             # sub/bylaw.yaml:34
    behavior: error                         # default
    risky: info                             # sub/bylaw.yaml:34
  unstable: warning                         # sub/bylaw.yaml:35
  removal: never                            # sub/bylaw.yaml:36
  changes:
    field-added: off                        # sub/bylaw.yaml:39
    field-removed: warning                  # sub/bylaw.yaml:38
exclude:
  - "third_party/**"                        # sub/bylaw.yaml:21
  - "**/testdata/**"                        # sub/bylaw.yaml:21
proto:
  import_paths:
    - "proto"                               # sub/bylaw.yaml:19
    - "."                                   # sub/bylaw.yaml:19
openapi:
  roots:
    - "api/openapi.yaml"                    # sub/bylaw.yaml:20
vocabulary:
  options:
    "acme.v1.pii": pii                      # sub/bylaw.yaml:23
  extensions:
    "x-pii": x-bylaw-pii                    # sub/bylaw.yaml:24
    "x-ttl": x-bylaw-idempotency-ttl        # sub/bylaw.yaml:24
words:
  plurals:
    "datum": "data"                         # sub/bylaw.yaml:26
    "fish": "fish"                          # sub/bylaw.yaml:26
  verbs:
    "zap": "writes job"                     # sub/bylaw.yaml:27
  synonyms:
    "obtain": "get"                         # sub/bylaw.yaml:28
  uncountable:
    - "equipment"                           # sub/bylaw.yaml:29
  except:
    - "query"                               # sub/bylaw.yaml:30
generate:
  - spec: "api/orders.yaml"                 # sub/bylaw.yaml:41
    target: "go"                            # sub/bylaw.yaml:42
    out: "internal/orders"                  # sub/bylaw.yaml:43
    package: "orders"                       # sub/bylaw.yaml:44
    module: "example.com/shop"              # sub/bylaw.yaml:45
    support: "internal/platform"            # sub/bylaw.yaml:46
    templates: "templates"                  # sub/bylaw.yaml:50
    formats: "annotate"                     # sub/bylaw.yaml:51
    outputs: ["types", "client"]            # sub/bylaw.yaml:47
    tags:
      include: ["orders"]                   # sub/bylaw.yaml:48
      exclude: ["internal", "beta"]         # sub/bylaw.yaml:48
    types:
      "Money": "example.com/money.Money"    # sub/bylaw.yaml:49
      "decimal": "github.com/shopspring/decimal.Decimal"  # sub/bylaw.yaml:49
  - spec: "partners/**/openapi.yaml"        # sub/bylaw.yaml:52
    out: "internal/partners/{folder}"       # sub/bylaw.yaml:53
  - spec: "api/orders.yaml"                 # sub/bylaw.yaml:54
    out: "deploy/alerts"                    # sub/bylaw.yaml:54
    service: "orders-1.eu"                  # sub/bylaw.yaml:54
    outputs: ["alerts"]                     # sub/bylaw.yaml:54
waivers:
  - element: "google.pubsub.v1.Topic.name"  # sub/bylaw.yaml:13
    rules: [field-name-case]
    until: "2027-03-01"
    owner: "team-pubsub"
    reason: "renaming it breaks clients"
`
	if got := Show(c, "sub/legacy/a.proto", true); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := Show(c, "sub/legacy/a.proto", false); strings.Contains(got, "#") {
		t.Errorf("origins were not asked for:\n%s", got)
	}
}

func TestShowSaysWhyARuleIsOff(t *testing.T) {
	tests := []struct{ yaml, want string }{
		{"version: 1", "enum-prefix: off # not in preset recommended (default)"},
		{"version: 1\npresets: []", "enum-prefix: off # no preset (bylaw.yaml:2)"},
		{"version: 1\npresets: [aip, relaxed]", "enum-prefix: off # not in preset relaxed, aip (bylaw.yaml:2)"},
		{"version: 1\nrules_edition: 2026.1\npresets: [strict]", "enum-prefix: off # since 2026.2, newer than rules_edition (bylaw.yaml:2)"},
		{"version: 1", "field-name-case: warning # preset recommended (default)"},
		{"version: 1\nrules: {page-size-unbounded: off}", "page-size-unbounded: off # bylaw.yaml:2"},
		{"version: 1\npresets:\n- aip\n- strict", "field-name-case: warning # preset strict (bylaw.yaml:4)"},
	}
	for _, test := range tests {
		c, _ := parse(FileName, test.yaml)
		got := strings.Join(strings.Fields(Show(c, "", true)), " ")
		if !strings.Contains(got, test.want) {
			t.Errorf("%q is not in\n%s", test.want, got)
		}
	}
}

// TestShowIsAConfiguration reads back what Show writes: it must say the same.
func TestShowIsAConfiguration(t *testing.T) {
	for _, s := range samples() {
		for _, path := range []string{"", "legacy/a.proto"} {
			c, _ := parse(FileName, s.yaml)
			shown := Show(c, path, false)
			again, findings := parse(FileName, shown)
			if len(findings) > 0 {
				t.Errorf("%s: %v in\n%s", s.name, said(findings), shown)
			}
			if second := Show(again, path, false); second != shown {
				t.Errorf("%s: from\n%s\nbecame\n%s", s.name, shown, second)
			}
		}
	}
}

func TestInitial(t *testing.T) {
	text := Initial(testCatalog())
	c, findings := parse(FileName, string(text))
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", said(findings), text)
	}
	if got, want := summary(c.Profile("a")), summary(Default(testCatalog()).Profile("a")); got != want {
		t.Errorf("it says %s, and the defaults are %s", got, want)
	}
	examples := uncommented(text)
	c, findings = parse(FileName, examples)
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", said(findings), examples)
	}
	if b := c.Breaking; b.Level.Value != "package" || b.Unstable.Severity != report.Warning || b.Removal.Value != "deprecated" {
		t.Errorf("the example of breaking says %+v", b)
	}
	if c.Edition.Value == "" || len(c.rules) != 3 || len(c.overrides) != 1 || len(c.exclude) != 2 {
		t.Errorf("examples are lost in\n%s", examples)
	}
}

// uncommented turns the commented examples into live lines: those that look like YAML, not prose.
func uncommented(text []byte) string {
	var lines []string
	for line := range bytes.Lines(text) {
		s := string(line)
		if rest, ok := strings.CutPrefix(s, "# "); ok && (strings.HasPrefix(rest, " ") || isKey(rest)) {
			s = rest
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "")
}

func isKey(s string) bool {
	word, _, found := strings.Cut(s, ":")
	return found && !strings.Contains(word, " ")
}

func TestInitialWithoutRules(t *testing.T) {
	if _, findings := Parse(sourceOf(string(Initial(Catalog{}))), Catalog{}); len(findings) > 0 {
		t.Error(said(findings))
	}
}

func TestSuggest(t *testing.T) {
	catalog := testCatalog()
	tests := []struct{ word, want string }{
		{"feild-name-case", "field-name-case"},
		{"fieldNameCase", "field-name-case"},
		{"FIELD_NAME_CASE", "field-name-case"},
		{"docs/missing-doc", "missing-doc"},
		{"missing-docs", "missing-doc"},
		{"x", ""},
		{"", ""},
		{strings.Repeat("missing-doc", 1000), ""},
	}
	for _, test := range tests {
		if got := catalog.Suggest(test.word); got != test.want {
			t.Errorf("%s: %q, want %q", test.word, got, test.want)
		}
	}
}

func TestPresetNames(t *testing.T) {
	for _, name := range presetNames {
		p, ok := ParsePreset(name)
		if !ok || p.String() != name {
			t.Errorf("%s is read as %s", name, p)
		}
	}
	if _, ok := ParsePreset("none"); ok {
		t.Error("none is a preset")
	}
}
