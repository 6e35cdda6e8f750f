package meaning_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/breaking/checks/meaning"
	"github.com/bylaw-dev/bylaw/spec"
)

// excused are the keys that the loader reads and that no table has to name, with the reason.
func excused() map[string]string {
	reasons := map[string]string{"swagger": "a document that has it is refused"}
	for reason, keys := range map[string][]string{
		"a part of x-deprecated, whose facts the check deprecation compares":   {"message", "reason", "replacement", "sunset"},
		"a part of x-bylaw-ignore, which the check attribute compares whole":   {"owner", "rule", "rules", "until"},
		"a part of discriminator, which is compared whole":                     {"propertyName", "mapping", "defaultMapping"},
		"no check knows what it does to XML, and the check attribute tells it": {"xml"},
	} {
		for _, key := range keys {
			reasons[key] = reason
		}
	}
	return reasons
}

// TestEveryKeyIsCompared holds the table of structure and the attributes of all checks against the
// keys that the loader of OpenAPI reads.
func TestEveryKeyIsCompared(t *testing.T) {
	claimed := map[string]bool{}
	for _, check := range checks.All() {
		if check.Formats.Has(spec.OpenAPI) {
			for _, name := range check.Attributes {
				claimed[name] = true
			}
		}
	}
	known, excuses := loaderKeys(t), excused()
	if len(known) < 120 {
		t.Fatalf("only %d keys were found in the loader: it is written in another way now", len(known))
	}
	for _, key := range known {
		reason, excused := excuses[key]
		switch compared := claimed[key] || meaning.Structural(key); {
		case compared && excused:
			t.Errorf("%s is compared: delete its excuse (%s)", key, reason)
		case !compared && !excused:
			t.Errorf("%s is neither compared by a check nor structural", key)
		}
	}
	for key := range excuses {
		if !slices.Contains(known, key) {
			t.Errorf("%s is excused, and the loader does not know it", key)
		}
	}
	for _, key := range meaning.Structure() {
		if !slices.Contains(known, key) {
			t.Errorf("%s is in the table of structure, and the loader does not know it", key)
		}
	}
}

// loaderKeys returns the texts that the loader compares keys with, or asks values for.
func loaderKeys(t *testing.T) []string {
	paths, err := filepath.Glob("../../../spec/openapi/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SwitchStmt:
				if readsKey(n.Tag) {
					for _, clause := range n.Body.List {
						keys = append(keys, literals(clause.(*ast.CaseClause).List)...)
					}
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Get" || f.Sel.Name == "Member") {
					keys = append(keys, literals(n.Args)...)
				}
			}
			return true
		})
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// readsKey reports whether a switch is over a member's key.
func readsKey(tag ast.Expr) bool {
	selector, ok := tag.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "Key"
}

func literals(list []ast.Expr) (texts []string) {
	for _, e := range list {
		if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				texts = append(texts, text)
			}
		}
	}
	return texts
}
