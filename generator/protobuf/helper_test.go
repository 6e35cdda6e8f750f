package protobuf

import (
	"context"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

// contractOf reads files of which some are asked for; none: all.
func contractOf(t *testing.T, files map[string]string, chosen ...string) (*Contract, []report.Finding) {
	t.Helper()
	tree := memtree.New(files)
	if len(chosen) == 0 {
		chosen = tree.Paths()
	}
	apis, sets, findings := proto.LoadLinked(context.Background(), proto.Config{Tree: tree, Files: chosen, Descriptors: true})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%s: %s", f.Span.Path(), f.Message)
		}
	}
	var linked []Linked
	for _, set := range sets {
		linked = append(linked, Linked(*set))
	}
	return NewContract(linked, apis)
}

// place places all packages as the command does.
func place(t *testing.T, c *Contract) (findings []report.Finding) {
	t.Helper()
	for _, p := range c.Packages() {
		folder, name, told := p.Wanted("example.com/shop")
		findings = append(findings, told...)
		if folder == "" {
			folder, name = p.Default()
			folder = "gen/" + folder
		}
		p.Place("example.com/shop/"+folder, name)
	}
	return findings
}

// generate returns all files by import path and name, and what is told.
func generate(t *testing.T, outputs generator.Outputs, files map[string]string, chosen ...string) (map[string]string, []report.Finding) {
	t.Helper()
	c, findings := contractOf(t, files, chosen...)
	findings = append(findings, place(t, c)...)
	printed := map[string]string{}
	for _, p := range c.Packages() {
		o := generator.Options{
			Module: "example.com/shop", Support: "internal/platform", Outputs: outputs, Package: p.goName,
			Out: strings.TrimPrefix(p.importPath, "example.com/shop/"),
		}
		plan, told := generator.Lower(New(c), p.API, o)
		findings = append(findings, told...)
		emitted, err := generator.Emit(t.Context(), plan, Language(), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range emitted {
			printed[f.Path] = string(f.Content)
		}
	}
	return printed, findings
}

// said returns findings as lines: where, which and what.
func said(findings []report.Finding) string {
	var lines []string
	for _, f := range report.Sort(findings) {
		at := f.Span.Position()
		lines = append(lines, f.Span.Path()+":"+string(rune('0'+at.Line/10))+string(rune('0'+at.Line%10))+" "+f.Rule+": "+f.Message)
	}
	return strings.Join(lines, "\n")
}
