package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func testCatalog() Catalog {
	return Catalog{Rules: []RuleInfo{
		{ID: "page-size-unbounded", Group: "pagination", Severity: report.Error, Presets: Relaxed, Since: "2026.1",
			Title:    "a page size has no maximum",
			Defaults: json.RawMessage(`{"max":1000,"names":["page_size"],"ratio":0.5,"strict":false,"style":"a","extra":null,"map":{}}`),
			Check: func(options json.RawMessage) error {
				if strings.Contains(string(options), `"max":-`) {
					return fmt.Errorf("options of rule page-size-unbounded: %w", errors.New("max is at least 0"))
				}
				return nil
			}},
		{ID: "field-name-case", Group: "naming", Severity: report.Warning, Presets: Recommended, Since: "2026.1",
			Aliases: []string{"field-case"}},
		{ID: "enum-prefix", Group: "naming", Severity: report.Info, Presets: Strict, Since: "2026.2"},
		{ID: "time-suffix", Group: "naming", Severity: report.Warning, Presets: AIP, Since: "2026.1"},
		{ID: "missing-doc", Group: "docs", Severity: report.Warning, Presets: Recommended, Since: "2026.10"},
	}, Changes: []ChangeInfo{
		{"field-added", "a field of a message"}, {"field-removed", "a field of a message"}, {"response-added", ""}, {"rpc-type-changed", ""},
	}}
}

func parse(path, text string) (*Config, []report.Finding) {
	return Parse(source.NewFile(path, []byte(text)), testCatalog())
}

// said renders findings as "line:column [place] message; cure".
func said(findings []report.Finding) []string {
	var lines []string
	for _, f := range findings {
		p := f.Span.Position()
		line := fmt.Sprintf("%d:%d [%s] %s", p.Line, p.Column, f.Span.Text(), f.Message)
		if f.Cure != "" {
			line += "; " + f.Cure
		}
		lines = append(lines, line)
	}
	return lines
}

// sample is a configuration with what Parse says of it: nothing, if it is valid.
type sample struct {
	name, yaml string
	want       []string
	// noSchema says why the JSON Schema cannot see the mistake; "" if it must.
	noSchema string
}

const notJSON = "it is gone, or no longer YAML, before a schema is asked"

func samples() []sample {
	v := "version: 1\n"
	return append([]sample{
		{name: "least", yaml: v},
		{name: "everything", yaml: everything},
		{name: "no presets at all", yaml: v + "presets: []\nrules: {}\n"},
		{name: "options alone", yaml: v + "rules: {page-size-unbounded: {options: {max: 5}}}"},
		{name: "whole number written as a fraction", yaml: v + "rules: {page-size-unbounded: {options: {max: 5.0}}}"},
		{name: "edition as text", yaml: v + "rules_edition: '2026.10'"},
		{name: "edition as number", yaml: v + "rules_edition: 2026.2"},
		{name: "flow as in JSON", yaml: `{"version": 1, "exclude": ["a", "b/**"]}`},

		{name: "empty", yaml: "", want: []string{
			"1:1 [] the configuration does not say which version of the grammar it is written in; begin it with version: 1"}},
		{name: "comments only", yaml: "# nothing\n", want: []string{
			"1:1 [] the configuration does not say which version of the grammar it is written in; begin it with version: 1"}},
		{name: "no version", yaml: "presets: [strict]", want: []string{
			"1:1 [] the configuration does not say which version of the grammar it is written in; begin it with version: 1"}},
		{name: "list", yaml: "- version", want: []string{"1:1 [-] the configuration must be a mapping, not a list"}},
		{name: "version as text", yaml: "version: '1'", want: []string{`1:10 ['1'] version must be the number 1, not "1"`}},
		{name: "later version", yaml: "version: 2", want: []string{
			"1:10 [2] version 2 is not known: this bylaw reads version 1; write version: 1, or install a newer bylaw"}},
		{name: "unknown key", yaml: v + "rule: {}", want: []string{`2:1 [rule] unknown key "rule"; did you mean "rules"?`}},
		{name: "unknown key, nothing near", yaml: v + "plugins: []", want: []string{
			`2:1 [plugins] unknown key "plugins"; known here: version, rules_edition, custom_rules, presets, rules, overrides, breaking, waivers, exclude, fail_on, proto, openapi, vocabulary, words, generate`}},
		{name: "key in another spelling", yaml: v + "fail-on: error", want: []string{`2:1 [fail-on] unknown key "fail-on"; did you mean "fail_on"?`}},
		{name: "twice", yaml: v + "exclude: []\nexclude: [a]", noSchema: notJSON, want: []string{
			`3:1 [exclude] "exclude" stands here twice; keep one of them`}},
		{name: "empty value", yaml: v + "rules:\n  # field-name-case: off\n", want: []string{
			"2:1 [rules] rules is empty; give it a value (a mapping from rules to severities) or delete it"}},

		{name: "unknown edition", yaml: v + "rules_edition: 2025.1", want: []string{
			`2:16 [2025.1] rules_edition "2025.1" is not known; the editions are 2026.1, 2026.2, 2026.10`}},
		{name: "unknown preset", yaml: v + "presets: [stict]", want: []string{
			`2:11 [stict] unknown preset "stict"; the presets are relaxed, recommended, strict, aip`}},
		{name: "one preset without a list", yaml: v + "presets: strict", want: []string{`2:10 [strict] presets must be a list, not "strict"`}},
		{name: "fail on", yaml: v + "fail_on: off", want: []string{`2:10 [off] fail_on must be info, warning or error, not "off"`}},

		{name: "unknown rule", yaml: v + "rules:\n  field-names-case: off", want: []string{
			`3:3 [field-names-case] unknown rule "field-names-case"; did you mean "field-name-case"?`}},
		{name: "rule with its group", yaml: v + "rules:\n  naming/enum-prefix: off", want: []string{
			`3:3 [naming/enum-prefix] unknown rule "naming/enum-prefix"; did you mean "enum-prefix"?`}},
		{name: "unknown rule, nothing near", yaml: v + "rules: {quux: off}", want: []string{
			`2:9 [quux] unknown rule "quux"; "bylaw rules" lists them`}},
		{name: "unknown group", yaml: v + "rules: {nameing/*: off}", want: []string{
			`2:9 [nameing/*] unknown rule "nameing/*"; did you mean "naming/*"?`}},
		{name: "group without its star", yaml: v + "rules: {naming: off}", want: []string{
			`2:9 [naming] unknown rule "naming"; did you mean "naming/*"?`}},
		{name: "severity", yaml: v + "rules: {missing-doc: warn}", want: []string{
			`2:22 [warn] a severity is off, info, warning or error, not "warn"`}},
		{name: "severity as a truth", yaml: v + "rules: {missing-doc: false}", want: []string{
			`2:22 [false] a severity is off, info, warning or error, not false`}},
		{name: "rule set to nothing", yaml: v + "rules: {missing-doc: {}}", want: []string{
			"2:9 [missing-doc] the rule is set to nothing; give it a severity, options or both"}},
		{name: "rule under two names", yaml: v + "rules:\n  field-name-case: off\n  field-case: info", noSchema: "both names are known", want: []string{
			"4:3 [field-case] rule field-name-case stands here twice; keep one of them",
			"4:3 [field-case] rule field-case is now called field-name-case"}},
		{name: "options of a rule without", yaml: v + "rules: {missing-doc: {options: {max: 1}}}", want: []string{
			`2:33 [max] unknown option "max"; rule missing-doc has no options`}},
		{name: "options of a group", yaml: v + "rules: {naming/*: {severity: info, options: {max: 1}}}", want: []string{
			"2:45 [{] a group has no options; set them at the rule that has them"}},
		{name: "unknown option", yaml: v + "rules: {page-size-unbounded: {options: {maxx: 1}}}", want: []string{
			`2:41 [maxx] unknown option "maxx"; did you mean "max"?`}},
		{name: "unknown option, nothing near", yaml: v + "rules: {page-size-unbounded: {options: {limit: 1}}}", want: []string{
			`2:41 [limit] unknown option "limit"; the options of page-size-unbounded are max, names, ratio, strict, style, extra, map`}},
		{name: "option of another type", yaml: v + "rules: {page-size-unbounded: {options: {max: many, names: x, ratio: yes, strict: 1, style: [], map: 3}}}", want: []string{
			`2:46 [many] option max must be a whole number, not "many"`,
			`2:59 [x] option names must be a list, not "x"`,
			`2:69 [yes] option ratio must be a number, not "yes"`,
			`2:82 [1] option strict must be true or false, not 1`,
			`2:92 [[] option style must be text, not a list`,
			`2:101 [3] option map must be a mapping, not 3`}},
		{name: "fraction for a whole number", yaml: v + "rules: {page-size-unbounded: {options: {max: 1.5}}}", want: []string{
			`2:46 [1.5] option max must be a whole number, not 1.5`}},
		{name: "item of another type", yaml: v + "rules: {page-size-unbounded: {options: {names: [a, 1]}}}", want: []string{
			"2:48 [[] option names must be a list, each item text, not a list"}},
		{name: "option out of range", yaml: v + "rules: {page-size-unbounded: {options: {max: -5}}}", noSchema: "a schema cannot be derived from a rule's own check", want: []string{
			"2:46 [-5] option max cannot be -5; max is at least 0"}},

		{name: "override of nothing", yaml: v + "overrides:\n  - paths: [a]", want: []string{
			"3:5 [p] the override changes nothing; give it presets, rules or both"}},
		{name: "override without paths", yaml: v + "overrides:\n  - presets: [relaxed]", want: []string{
			"3:5 [p] an override needs paths; add paths"}},
		{name: "override for no path", yaml: v + "overrides: [{paths: [], rules: {}}]", want: []string{
			`2:21 [[] paths is an empty list; "**" stands for every file`}},
		{name: "override with a typing mistake", yaml: v + "overrides: [{path: [a], rules: {}}]", want: []string{
			"2:13 [{] an override needs paths; add paths",
			`2:14 [path] unknown key "path"; did you mean "paths"?`}},
		{name: "patterns", yaml: v + "exclude: ['', '!a', '/a', 'a\\b', 5, null]", want: []string{
			`2:11 [''] a pattern must be text, not ""`,
			"2:15 ['!a'] a pattern cannot be negated; name what is meant; a later override outdoes an earlier one",
			"2:21 ['/a'] a pattern cannot leave the folder of the configuration; write it relative to this file",
			`2:27 ['a\b'] a pattern has no backslash; separate folders with /`,
			"2:34 [5] a pattern must be text, not 5",
			"2:37 [null] a pattern is empty; give it a value (text) or delete it"}},
		{name: "patterns that only the matcher understands", yaml: v + "exclude: ['../a', 'a[', '{a,b}{a,b}{a,b}{a,b}']", noSchema: "it cannot read globs", want: []string{
			"2:11 ['../a'] a pattern cannot leave the folder of the configuration; write it relative to this file",
			"2:19 ['a['] the pattern has an unclosed bracket or brace",
			"2:25 ['{a,b}{a,b}{a,b}{a,b}'] the pattern has too many alternatives; write several patterns"}},
		{name: "import path outside", yaml: v + "proto: {import_paths: ['../x', '/usr/include', a\\b]}", noSchema: "it cannot read paths", want: []string{
			"2:24 ['../x'] the folder lies outside the workspace; write one inside it, relative to this file",
			"2:32 ['/usr/include'] the folder lies outside the workspace; write one inside it, relative to this file",
			`2:48 [a\b] a path has no backslash; separate folders with /`}},

		{name: "waiver without a reason", yaml: v + "waivers: [{element: a.B, rules: [missing-doc]}]", want: []string{
			"2:11 [{] a waiver needs element, rules, reason; add reason"}},
		{name: "waiver that is wrong throughout", yaml: v + "waivers:\n- {element: '', rules: [], until: 2027-3-1, owner: [], reason: null}", want: []string{
			`3:13 [''] element must be text, not ""`,
			"3:24 [[] rules is an empty list; name the rules that the waiver is for",
			`3:35 [2027-3-1] until must be a day such as 2027-03-01, not "2027-3-1"`,
			"3:52 [[] owner must be text, not a list",
			"3:64 [null] reason is empty; give it a value (text) or delete it"}},
		{name: "waiver for a group", yaml: v + "waivers: [{element: a, rules: [naming/*], reason: r}]", want: []string{
			`2:32 [naming/*] unknown rule "naming/*"; "bylaw rules" lists them`}},
		{name: "day that is in no calendar", yaml: v + "waivers: [{element: a, rules: [missing-doc], until: 2027-02-30, reason: r}]", noSchema: "it knows digits only", want: []string{
			`2:53 [2027-02-30] until must be a day such as 2027-03-01, not "2027-02-30"`}},

		{name: "vocabulary", yaml: v + "vocabulary: {extensions: {pii: x-bylaw-pii, x-a: x-bylaw-pi, x-bylaw-b: x-bylaw-slo}, options: {(a.b): pii, a.b: 5}}", want: []string{
			`2:27 [pii] "pii" is no extension of your own; an extension begins with x-`,
			`2:50 [x-bylaw-pi] unknown extension "x-bylaw-pi"; did you mean "x-bylaw-pii"?`,
			`2:62 [x-bylaw-b] "x-bylaw-b" is no extension of your own; an extension begins with x-`,
			`2:97 [(a.b)] "(a.b)" is no option of your own; an option goes by its full name, such as acme.v1.pii`,
			`2:114 [5] the meaning of an option must be one of pii, tier, cache, quota, retryable, idempotency_ttl, slo, owner, sunset, replacement, bounded, max_items, not 5`}},

		{name: "words", yaml: v + "words: {plurals: {Datum: data, octopus: Octopodes}, verbs: {frob: often, nix: [writes]}, synonyms: {lookup: gte}, uncountable: [a b, 5], excpt: []}", want: []string{
			`2:19 [Datum] "Datum" is no word in lower case; did you mean "datum"?`,
			`2:41 [Octopodes] "Octopodes" is no word in lower case; did you mean "octopodes"?`,
			`2:67 [often] a verb is said to be reads or writes first, not "often"; such as reads, or writes noun`,
			`2:79 [[] what "nix" means must be text, not a list`,
			`2:109 [gte] unknown standard verb "gte"; known here: get, list, create, update, delete`,
			`2:129 [a b] "a b" is no word in lower case; did you mean "a_b"?`,
			"2:134 [5] a word must be text, not 5",
			`2:138 [excpt] unknown key "excpt"; did you mean "except"?`}},

		{name: "anchor", yaml: v + "exclude: &a [x]", noSchema: notJSON, want: []string{
			"2:10 [&] anchors and aliases are not understood here; write the value out"}},
		{name: "tag", yaml: v + "fail_on: !!str error", noSchema: notJSON, want: []string{
			"2:10 [!] tags are not understood here; write the plain value"}},
		{name: "two documents", yaml: v + "---\nversion: 1\n", noSchema: notJSON, want: []string{
			"2:1 [-] a configuration is one YAML document; delete the second one"}},
		{name: "not YAML", yaml: v + "rules: [", noSchema: notJSON, want: []string{
			"2:1 [rules: [] not YAML: did not find expected node content"}},
		{name: "tab", yaml: "version: 1\nrules:\n\tmissing-doc: off\n", noSchema: notJSON, want: []string{
			"3:1 [\tmissing-doc: off] not YAML: found character that cannot start any token"}},
	}, slices.Concat(breakingSamples(), generateSamples())...)
}

const everything = `version: 1
rules_edition: 2026.2
presets: [recommended, aip]
rules:
  field-name-case: off
  page-size-unbounded: {severity: error, options: {max: 500, names: [size], ratio: 1, extra: {any: [1]}}}
  naming/*: info
overrides:
  - paths: ["legacy/**"]
    presets: [relaxed]
    rules: {missing-doc: off}
waivers:
  - element: google.pubsub.v1.Topic.name
    rules: [field-name-case]
    until: 2027-03-01
    owner: team-pubsub
    reason: renaming it breaks clients
fail_on: warning
proto: {import_paths: [proto, .]}
openapi: {roots: [api/openapi.yaml]}
exclude: ["third_party/**", "**/testdata/**"]
vocabulary:
  options: {acme.v1.pii: pii}
  extensions: {"x-pii": "x-bylaw-pii", "x-ttl": x-bylaw-idempotency-ttl}
words:
  plurals: {datum: data, fish: fish}
  verbs: {zap: writes job}
  synonyms: {obtain: get}
  uncountable: [equipment]
  except: [query]
breaking:
  level: wire
  require: full
  severities: {source: off, risky: info}
  unstable: warning
  removal: never
  changes:
    field-removed: warning
    field-added: off
generate:
  - spec: api/orders.yaml
    target: go
    out: internal/orders
    package: orders
    module: example.com/shop
    support: internal/platform
    outputs: [types, client]
    tags: {include: [orders], exclude: [internal, beta]}
    types: {Money: example.com/money.Money, decimal: github.com/shopspring/decimal.Decimal}
    templates: templates
    formats: annotate
  - spec: "partners/**/openapi.yaml"
    out: "internal/partners/{folder}"
  - {spec: api/orders.yaml, out: deploy/alerts, outputs: [alerts], service: orders-1.eu}
`

func TestParse(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			config, findings := parse(FileName, s.yaml)
			if got := said(findings); !slices.Equal(got, s.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(s.want, "\n\t"))
			}
			if config == nil {
				t.Fatal("no configuration")
			}
			config.Profile("a.proto") // whatever was wrong, what is left can be used
		})
	}
}

func TestParseEverything(t *testing.T) {
	c, findings := parse("sub/bylaw.yaml", everything)
	if len(findings) > 0 {
		t.Fatal(said(findings))
	}
	check := func(what string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	check("dir", c.Dir, "sub")
	check("edition", c.Edition.Value, "2026.2")
	check("fail_on", c.FailOn, report.Warning)
	check("import paths", []string{c.ImportPaths()[0].Value, c.ImportPaths()[1].Value}, "[sub/proto sub]")
	check("roots", c.Roots()[0].Value, "sub/api/openapi.yaml")
	check("is root", c.IsRoot("sub/api/openapi.yaml"), true)
	check("is root elsewhere", c.IsRoot("api/openapi.yaml"), false)
	check("excluded", c.Excluded("sub/a/testdata/b.proto"), true)
	check("excluded elsewhere", c.Excluded("third_party/b.proto"), false)
	check("options", c.Vocabulary.Options[0].Fact.Option(), "pii")
	check("extension", c.Vocabulary.Extensions[1].Fact, "idempotency_ttl")
	w := c.Waivers[0]
	check("waiver", []any{w.Element, w.Dir, w.Ignore.Rules, w.Ignore.Until, w.Ignore.Owner, w.Ignore.Reason},
		"[google.pubsub.v1.Topic.name sub [field-name-case] 2027-03-01 team-pubsub renaming it breaks clients]")
}

func TestPositions(t *testing.T) {
	bad := "x: 1\n" // an unknown key, behind things that shift columns and lines
	tests := []struct{ name, text, want string }{
		{"byte order mark", "\uFEFF" + bad, "1:4 [x]"},
		{"byte order mark, later line", "\uFEFFversion: 1\n" + bad, "2:1 [x]"},
		{"carriage returns", "version: 1\r\n" + bad, "2:1 [x]"},
		{"characters of several bytes", "version: 1\nexclude: ['äöü…', \"🙂\", 5]\n", "2:32 [5]"},
		{"a break that only YAML knows", "# a\u2028version: 1\nfail_on: 5\n", "2:10 [5]"},
		{"escaped quotes", `{"version": 1, "a\"b": 1}`, `1:16 ["a\"b"]`},
		{"doubled quotes", `{'version': 1, 'a''b': 1}`, `1:16 ['a''b']`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := parse(FileName, test.text)
			for _, line := range said(findings) {
				if strings.HasPrefix(line, test.want) {
					return
				}
			}
			t.Errorf("%q is not among %q", test.want, said(findings))
		})
	}
}

func TestFixes(t *testing.T) {
	tests := []struct{ before, after string }{
		{"presets: [strict]\n", "version: 1\npresets: [strict]\n"},
		{"version: 1\nrules: {field-case: off}\n", "version: 1\nrules: {field-name-case: off}\n"},
		{"version: 1\n\"rule\": {}\n", "version: 1\nrules: {}\n"},
	}
	for _, test := range tests {
		_, findings := parse(FileName, test.before)
		if len(findings) != 1 || len(findings[0].Fixes) != 1 {
			t.Fatalf("%q: %v", test.before, said(findings))
		}
		edit := findings[0].Fixes[0].Edits[0]
		after := test.before[:edit.Span.Start] + edit.New + test.before[edit.Span.End:]
		if after != test.after {
			t.Errorf("%q became %q, want %q", test.before, after, test.after)
		}
		if _, left := parse(FileName, after); len(left) > 0 {
			t.Errorf("%q is not mended: %v", after, said(left))
		}
	}
}
