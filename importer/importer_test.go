package importer

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/peers"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func catalog() config.Catalog {
	var infos []config.RuleInfo
	for _, rule := range rules.All() {
		infos = append(infos, config.RuleInfo{
			ID: rule.ID, Group: rule.Group, Severity: rule.Severity, Presets: rule.Presets, Defaults: rule.Defaults(), Aliases: rule.Aliases,
			Check: func(options json.RawMessage) error {
				_, err := rule.Bind(options)
				return err
			},
		})
	}
	return config.Catalog{Rules: infos}
}

// read imports a configuration, and demands that what is written is one of ours without a mistake.
func read(t *testing.T, file, text string) (*Result, *config.Config) {
	t.Helper()
	result, err := Read(file, []byte(text), catalog())
	if err != nil {
		t.Fatal(err)
	}
	c, findings := config.Parse(source.NewFile("bylaw.yaml", result.Config), catalog())
	if len(findings) > 0 {
		t.Fatalf("what is written has mistakes: %+v\n%s", findings, result.Config)
	}
	return result, c
}

func on(c *config.Config, path string) map[string]string {
	rules := map[string]string{}
	for _, s := range c.Profile(path).Settings {
		rules[s.Rule] = s.Severity.String()
	}
	return rules
}

func left(r *Result) string {
	var all []string
	for _, l := range r.Left {
		all = append(all, l.What)
	}
	return strings.Join(all, "|")
}

// oursOf returns which of our rules take the place of a peer's.
func oursOf(t *testing.T, peer, rule string) []string {
	t.Helper()
	table, err := peers.Find(peer)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, row := range table.Of(rule) {
		for _, id := range row.Ours {
			if _, ok := rules.Doc(id); ok {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		t.Fatalf("%s has no counterpart of %s any more: take another", peer, rule)
	}
	return ids
}

func TestBuf(t *testing.T) {
	result, c := read(t, "proto/buf.yaml", `version: v2
modules:
  - path: api
    excludes: [api/vendor]
    lint: {use: [BASIC]}
deps: [buf.build/googleapis/googleapis]
lint:
  use: [STANDARD]
  except: [FIELD_LOWER_SNAKE_CASE, NO_SUCH_RULE]
  ignore: ["api/old"]
  ignore_only:
    ENUM_VALUE_PREFIX: [api/legacy]
  service_suffix: API
breaking:
  use: [WIRE_JSON]
  except: [FIELD_SAME_DEFAULT]
  ignore_unstable_packages: true
`)
	everywhere, old, legacy := on(c, "api/a.proto"), on(c, "api/old/a.proto"), on(c, "api/legacy/a.proto")
	for _, id := range oursOf(t, "buf", "ENUM_VALUE_PREFIX") {
		if everywhere[id] != "error" || legacy[id] != "" {
			t.Errorf("%s is %q everywhere and %q where it is ignored", id, everywhere[id], legacy[id])
		}
	}
	if !strings.Contains(string(result.Config), "level: wire_json\n") {
		t.Errorf("the level is lost:\n%s", result.Config)
	}
	if len(everywhere) < 15 || len(old) != 0 {
		t.Errorf("%d rules are on, %d where all is ignored", len(everywhere), len(old))
	}
	if c.Breaking.Level.Value != "wire_json" {
		t.Errorf("breaking: %+v", c.Breaking)
	}
	if !c.Excluded("api/vendor/x.proto") || len(c.ImportPaths()) != 1 || c.ImportPaths()[0].Value != "api" {
		t.Errorf("import paths %v", c.ImportPaths())
	}
	for _, want := range []string{"NO_SUCH_RULE", "breaking: except: FIELD_SAME_DEFAULT", "deps", "modules: api: lint", "service_suffix: API"} {
		if !slices.ContainsFunc(result.Left, func(l Left) bool { return l.What == want && l.Why != "" }) {
			t.Errorf("it is not told that %s has no counterpart: %s", want, left(result))
		}
	}
}

// TestBufByItself: without lint, the rules of STANDARD are on, as buf has it.
func TestBufByItself(t *testing.T) {
	result, c := read(t, "buf.yaml", "version: v1\n")
	again, _ := read(t, "buf.yaml", "version: v1\nlint: {use: [DEFAULT]}\n")
	if result.Taken < 25 || result.Taken != again.Taken || len(on(c, "a.proto")) < 15 {
		t.Errorf("%d rules are taken, %d with DEFAULT", result.Taken, again.Taken)
	}
}

func TestSpectral(t *testing.T) {
	result, c := read(t, ".spectral.yaml", `extends: [[spectral:oas, recommended], "./ours.yaml"]
rules:
  operation-operationId-unique: hint
  operation-tag-defined: off
  path-params: true
  our-rule: {given: $.info, then: {function: truthy}}
  info-contact: {severity: 0}
  nonsense: error
overrides:
  - files: ["legacy/**.yaml"]
    rules: {path-keys-no-trailing-slash: "off"}
  - files: ["a.yaml#/paths/~1x"]
    rules: {path-params: "off"}
`)
	everywhere, legacy := on(c, "a.yaml"), on(c, "legacy/a.yaml")
	for _, id := range oursOf(t, "spectral", "operation-operationId-unique") {
		if everywhere[id] != "info" {
			t.Errorf("%s is %q", id, everywhere[id])
		}
	}
	for _, id := range oursOf(t, "spectral", "path-keys-no-trailing-slash") {
		if everywhere[id] != "warning" || legacy[id] != "" {
			t.Errorf("%s is %q, and %q where it is off", id, everywhere[id], legacy[id])
		}
	}
	for _, id := range oursOf(t, "spectral", "operation-tag-defined") {
		if everywhere[id] != "" {
			t.Errorf("%s is %q", id, everywhere[id])
		}
	}
	for _, want := range []string{"extends: ./ours.yaml", "our-rule", "nonsense", "overrides: a.yaml#/paths/~1x"} {
		if !strings.Contains(left(result), want) {
			t.Errorf("it is not told that %s has no counterpart: %s", want, left(result))
		}
	}
}

func TestRedocly(t *testing.T) {
	result, c := read(t, "redocly.yaml", `extends: [recommended-strict]
apis:
  main@v1:
    root: ./openapi/main.yaml
    rules: {no-unused-components: off}
rules:
  no-http-verbs-in-paths: {severity: warn, splitIntoWords: true}
  operation-operationId: off
  rule/title: {subject: {type: Info}, assertions: {defined: true}}
decorators: {}
`)
	everywhere, main := on(c, "x.yaml"), on(c, "openapi/main.yaml")
	for _, id := range oursOf(t, "redocly", "no-unused-components") {
		if everywhere[id] == "" || main[id] != "" {
			t.Errorf("%s is %q, and %q where it is off", id, everywhere[id], main[id])
		}
	}
	if !c.IsRoot("openapi/main.yaml") {
		t.Error("the root is lost")
	}
	for _, want := range []string{"rule/title", "decorators"} {
		if !strings.Contains(left(result), want) {
			t.Errorf("it is not told that %s has no counterpart: %s", want, left(result))
		}
	}
}

func TestAPILinter(t *testing.T) {
	result, c := read(t, ".api-linter.yaml", `---
- disabled_rules: [core::0140::lower-snake, core::0192, core::9999]
- included_paths: ["x/**"]
  disabled_rules: [all]
- included_paths: ["legacy/**"]
  disabled_rules: [core::0131]
`)
	everywhere := on(c, "a.proto")
	if everywhere["missing-doc"] != "" || everywhere["get-with-body"] == "" || len(on(c, "x/a.proto")) != 0 {
		t.Errorf("on: %v", everywhere)
	}
	if on(c, "legacy/a.proto")["get-with-body"] == "" {
		t.Error("get-with-body goes where only one of the rules that it stands for is off")
	}
	if !strings.Contains(left(result), "core::9999") || !strings.Contains(left(result), "get-with-body in legacy/**") {
		t.Errorf("left: %s", left(result))
	}
}

// TestNone refuses what is no configuration, with the place.
func TestNone(t *testing.T) {
	for file, text := range map[string]string{
		"buf.yaml": "lint: {}", ".spectral.yaml": "openapi: 3.1.0", "redocly.yaml": "- a", ".api-linter.yaml": "a: b",
		"eslint.yaml": "a: b", "buf.yml": "version: [", ".spectral.json": "",
	} {
		if result, err := Read(file, []byte(text), catalog()); err == nil {
			t.Errorf("%s: %q is read: %s", file, text, result.Config)
		}
	}
}

// TestHostile: what stands in the file that is read can't become keys of ours, nor hang the reader.
func TestHostile(t *testing.T) {
	result, odd := read(t, "buf.yaml", "version: v1\nbuild: {excludes: ['/abs']}\nlint:\n  ignore: ['../other', 'a\\b', '!x', '[', ok]\n")
	if len(on(odd, "ok/a.proto")) != 0 || !strings.Contains(left(result), `path ../other|path /abs|path [|path a\b`) {
		t.Errorf("left: %s", left(result))
	}
	_, c := read(t, "buf.yaml", "version: v1\nlint:\n  ignore: [\"a\\nrules: {missing-doc: error}\", '\"]\n\nexclude: [\"**\"]']\n")
	if c.Excluded("x.proto") {
		t.Error("a path became a key")
	}
	bomb := "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nversion: v1\nlint: {use: *c}\n"
	if result, err := Read("buf.yaml", []byte(bomb), catalog()); err == nil && len(result.Left) > 5 {
		t.Errorf("%d things are left", len(result.Left))
	}
}
