package golang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
)

// TestDiagnostics reads the sources for everything that can be said, and looks for its explanation.
func TestDiagnostics(t *testing.T) {
	said := rulesInSources(t)
	if len(said) < 25 {
		t.Errorf("only %d rules were found: are they told in another way now?", len(said))
	}
	before := ""
	for _, d := range Diagnostics() {
		if _, ok := said[d.ID]; !ok {
			t.Errorf("%s is explained, and nothing says it", d.ID)
		}
		if d.ID <= before || d.Title == "" || !strings.HasSuffix(d.Help, ".") {
			t.Errorf("%s: not in order, or without title or help", d.ID)
		}
		if severities := said[d.ID]; len(severities) > 0 && !slices.Contains(severities, d.Severity) {
			t.Errorf("%s is explained as %s, and told as %v", d.ID, d.Severity, severities)
		}
		before = d.ID
		delete(said, d.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(said)) {
		t.Errorf("%s can be told, and is not explained in diagnostics.go", id)
	}
}

// rulesInSources returns the IDs in the sources of this package and those below it, with the
// severities that can be seen where they stand.
func rulesInSources(t *testing.T) map[string][]report.Severity {
	t.Helper()
	said := map[string][]report.Severity{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || name == "diagnostics.go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err == nil {
			ast.Inspect(file, func(n ast.Node) bool { collect(n, path.Dir(name) == ".", said); return true })
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// collect notes the rule that a node names: as a whole literal, behind rulePrefix, or, in this
// package, as an argument of the functions that report.
func collect(n ast.Node, here bool, said map[string][]report.Severity) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if id := text(n); strings.HasPrefix(id, rulePrefix) && id != rulePrefix {
			said[id] = append(said[id], nil...)
		}
	case *ast.BinaryExpr:
		if prefix, ok := n.X.(*ast.Ident); ok && prefix.Name == "rulePrefix" && text(n.Y) != "" {
			said[rulePrefix+text(n.Y)] = append(said[rulePrefix+text(n.Y)], nil...)
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && here {
			call(f.Sel.Name, n.Args, said)
		}
	}
}

// call notes the rule of refuse(node, place, rule, …), warn alike, and say(severity, node, place, rule, …).
func call(function string, args []ast.Expr, said map[string][]report.Severity) {
	at := map[string]int{"refuse": 2, "warn": 2, "say": 3}[function]
	if at == 0 || len(args) <= at || text(args[at]) == "" {
		return
	}
	severity := map[string]report.Severity{"refuse": report.Error, "warn": report.Warning}[function]
	if selector, ok := args[0].(*ast.SelectorExpr); ok && function == "say" {
		severity, _ = report.ParseSeverity(strings.ToLower(selector.Sel.Name))
	}
	id := rulePrefix + text(args[at])
	said[id] = append(said[id], severity)
}

// text returns what a string literal says; "" for anything else.
func text(n ast.Node) string {
	literal, ok := n.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	value, _ := strconv.Unquote(literal.Value)
	return value
}
