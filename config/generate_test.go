package config

import (
	"strings"
	"testing"
)

// generateSamples are those about the section `generate`.
func generateSamples() []sample {
	v := "version: 1\n"
	const paths, globs = "it cannot read paths", "it cannot read globs"
	return []sample{
		{name: "nothing is generated", yaml: v + "generate: []"},
		{name: "generate from a spec", yaml: v + "generate: [{spec: openapi.yaml}]"},
		{name: "one folder for the files of a package", yaml: v + "generate: [{spec: 'api/*.proto', out: gen}]"},
		{name: "generate from a pattern", yaml: v + "generate: [{spec: 'api/*.yaml'}]"},
		{name: "the spec lies above", yaml: v + "generate: [{spec: ../api/openapi.yaml}]", noSchema: paths, want: []string{
			"2:19 [../api/openapi.yaml] the folder lies outside the workspace; write one inside it, relative to this file"}},
		{name: "generate is a mapping", yaml: v + "generate: {spec: a.yaml}", want: []string{
			"2:11 [{] generate must be a list, not a mapping"}},
		{name: "generate from nothing", yaml: v + "generate: [{target: go}, 5]", want: []string{
			"2:12 [{] an entry of generate needs spec; add spec",
			"2:26 [5] an entry of generate must be a mapping, not 5"}},
		{name: "unknown key of generate", yaml: v + "generate: [{spec: a.yaml, output: x, lang: go}]", want: []string{
			`2:27 [output] unknown key "output"; did you mean "outputs"?`,
			`2:38 [lang] unknown key "lang"; known here: spec, target, out, package, module, support, service, kit, outputs, tags, types, templates, formats`}},
		{name: "words of generate that there are not", yaml: v + "generate: [{spec: a.yaml, target: golang, outputs: [type, mock, 1], formats: check}]", want: []string{
			`2:35 [golang] unknown target "golang"; known here: go`,
			`2:53 [type] unknown output "type"; did you mean "types"?`,
			`2:59 [mock] unknown output "mock"; known here: types, server, client, fake, tests, service, connect, alerts`,
			"2:65 [1] the output must be one of types, server, client, fake, tests, service, connect, alerts, not 1",
			`2:78 [check] unknown treatment of formats "check"; known here: assert, annotate`}},
		{name: "no output", yaml: v + "generate: [{spec: a.yaml, outputs: []}]", want: []string{
			"2:36 [[] outputs is an empty list; name one of types, server, client, fake, tests, service, connect, alerts, or delete it for all"}},
		{name: "names that are none", yaml: v + "generate: [{spec: a.yaml, package: my-orders, module: 'a b'}]", want: []string{
			`2:36 [my-orders] package must be a name such as orders, not "my-orders"`,
			`2:55 ['a b'] module must be a module path such as example.com/shop, not "a b"`}},
		{name: "folders that are none", yaml: v + "generate: [{spec: /a.yaml, out: /tmp, support: 'a\\b', templates: ' '}]", want: []string{
			"2:19 [/a.yaml] the folder lies outside the workspace; write one inside it, relative to this file",
			"2:33 [/tmp] the folder lies outside the workspace; write one inside it, relative to this file",
			`2:48 ['a\b'] a path has no backslash; separate folders with /`,
			`2:66 [' '] templates must be text, not " "`}},
		{name: "folder outside", yaml: v + "generate: [{spec: a.yaml, out: ../x}]", noSchema: paths, want: []string{
			"2:32 [../x] the folder lies outside the workspace; write one inside it, relative to this file"}},
		{name: "one folder for several specs", yaml: v + "generate: [{spec: 'api/*.yaml', out: internal/api}]", noSchema: globs, want: []string{
			"2:38 [internal/api] the specs of a pattern cannot share one folder; write {spec} for the name of the spec's file without extension, {folder} for that of its folder, {package} for shop/v1 of package shop.v1"}},
		{name: "braces that stand for nothing", yaml: v + "generate: [{spec: a.yaml, out: 'internal/{name}'}]", noSchema: globs, want: []string{
			"2:32 ['internal/{name}'] out holds braces that stand for nothing; write {spec} for the name of the spec's file without extension, {folder} for that of its folder, {package} for shop/v1 of package shop.v1"}},
		{name: "pattern of specs that is none", yaml: v + "generate: [{spec: 'api/[.yaml'}]", noSchema: globs, want: []string{
			"2:19 ['api/[.yaml'] the pattern has an unclosed bracket or brace"}},
		{name: "tags", yaml: v + "generate: [{spec: a.yaml, tags: {include: [], only: [a]}}, {spec: b.yaml, tags: [a]}, {spec: c.yaml, tags: {exclude: [1]}}]", want: []string{
			`2:47 [only] unknown key "only"; known here: include, exclude`,
			"2:81 [[] tags must be a mapping, not a list",
			"2:119 [1] a tag must be text, not 1"}},
		{name: "alerts beside a package", yaml: v + "generate: [{spec: a.yaml, outputs: [types, alerts]}]", noSchema: "it doesn't say which words stand alone", want: []string{
			"2:44 [alerts] alerts are no part of a package; give them an entry of their own, with an out such as deploy/alerts"}},
		{name: "name of a service that is none", yaml: v + "generate: [{spec: a.yaml, outputs: [alerts], service: -orders}]", want: []string{
			`2:55 [-orders] service must be a name such as orders, not "-orders"`}},
		{name: "types", yaml: v + "generate: [{spec: a.yaml, types: {uuid: UUID, date: a/b.c, Money: 5, d: 'a b.C'}}, {spec: b.yaml, types: [a]}]", want: []string{
			`2:41 [UUID] the type must be one with its import path, such as github.com/shopspring/decimal.Decimal, not "UUID"`,
			`2:53 [a/b.c] the type must be one with its import path, such as github.com/shopspring/decimal.Decimal, not "a/b.c"`,
			"2:67 [5] the type must be text, not 5",
			`2:73 ['a b.C'] the type must be one with its import path, such as github.com/shopspring/decimal.Decimal, not "a b.C"`,
			"2:106 [[] types must be a mapping from formats or schemas to types, not a list"}},
	}
}

func TestGenerate(t *testing.T) {
	c, findings := parse("sub/bylaw.yaml", everything)
	if len(findings) > 0 || len(c.Generate) != 3 {
		t.Fatal(said(findings), len(c.Generate))
	}
	g := c.Generate[0]
	got := strings.Join([]string{g.Spec.Value, g.Target.Value, g.Out.Value, g.Package.Value, g.Module.Value, g.Support.Value, g.Templates.Value, g.Formats.Value}, " ")
	if want := "api/orders.yaml go internal/orders orders example.com/shop internal/platform templates annotate"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if a := c.Generate[2]; a.Service.Value != "orders-1.eu" || len(a.Outputs) != 1 || a.Outputs[0].Value != Alerts {
		t.Errorf("%+v", a)
	}
	if len(g.Outputs) != 2 || len(g.Include) != 1 || len(g.Exclude) != 2 || g.Exclude[1].Value != "beta" {
		t.Errorf("%+v", g)
	}
	money, decimal := g.Types[0], g.Types[1]
	if money.Name.Value != "Money" || decimal.Import != "github.com/shopspring/decimal" || decimal.Type != "Decimal" || decimal.Name.Span.Text() != "decimal" {
		t.Errorf("%+v", g.Types)
	}
}

func TestGeneratedFrom(t *testing.T) {
	c, _ := parse("sub/bylaw.yaml", "version: 1\ngenerate: [{spec: api/a.yaml}, {spec: '**/openapi.yaml', out: '{folder}/{spec}'}, {spec: api/openapi.yaml, out: x}, {spec: proto, out: 'gen/{package}'}]")
	for spec, want := range map[string]string{
		"sub/api/a.yaml": "api/a.yaml=", "sub/api/openapi.yaml": "**/openapi.yaml=api/openapi api/openapi.yaml=x",
		"api/a.yaml": "", "sub/x/y/openapi.yaml": "**/openapi.yaml=y/openapi", "sub/api/a.yml": "",
		"sub/proto/shop/v1/a.proto": "proto=gen/shop/v1", "sub/protocol/a.proto": "",
	} {
		var got []string
		for _, g := range c.GeneratedFrom(spec) {
			got = append(got, g.Spec.Value+"="+g.OutFor(spec, "shop/v1"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}
