package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestPackageName(t *testing.T) {
	for _, test := range []struct{ file, title, want string }{
		{"api/orders.yaml", "Anything", "orders"},
		{"orders.openapi.yaml", "Anything", "orders"},
		{"order-history.v2.yaml", "Anything", "orderhistory"},
		{"openapi.yaml", "Order Service API", "order"},
		{"openapi.yaml", "Swagger Petstore - OpenAPI 3.1", "petstore"},
		{"swagger.json", "GitHub v3 REST API", "github"},
		{"api.yaml", "Ünïcode", "ncode"},
		{"openapi.yaml", "注文", "api"},
		{"openapi.yaml", "", "api"},
		{"openapi.yaml", "The API", "api"},
		{"func.yaml", "", "apifunc"},
		{"3d-printers.yaml", "", "printers"},
		{"42.yaml", "", "api"},
	} {
		api := &spec.API{Node: spec.Node{Name: test.title}, Root: source.NewFile(test.file, nil)}
		if got := packageName(api); got != test.want {
			t.Errorf("%s, %q: %s, want %s", test.file, test.title, got, test.want)
		}
	}
	for folder, want := range map[string]string{"": "", "/x/my-orders": "myorders", "/x/v2": "v2", "/x/main": "apimain", "/x/2fa": "api2fa", "/": ""} {
		if got := packageOf(folder); got != want {
			t.Errorf("%s: %s, want %s", folder, got, want)
		}
	}
}

func TestModuleOf(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":          "// a comment\nmodule example.com/shop // another\n\ngo 1.21\n",
		"nested/go.mod":   "module \"example.com/shop/nested/v2\"\n",
		"nameless/go.mod": "go 1.24\n",
		"file":            "",
	} {
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ folder, given, path, root, version string }{
		{"internal/orders", "", "example.com/shop", ".", "1.21"},
		{"nested/not/there/yet", "", "example.com/shop/nested/v2", "nested", ""},
		{"nested", "example.com/other", "example.com/other", "nested", ""},
		{"file/orders", "", "example.com/shop", ".", "1.21"},
	} {
		m, err := moduleOf(filepath.Join(root, test.folder), test.given, root)
		if err != nil || m.path != test.path || m.root != filepath.Join(root, test.root) || m.version != test.version {
			t.Errorf("%s: %+v, %v", test.folder, m, err)
		}
	}
	if _, err := moduleOf(filepath.Join(root, "nameless", "x"), "", root); err == nil || !strings.Contains(err.Error(), "names no module") {
		t.Error(err)
	}
	m := module{root: filepath.Join(root, "nested"), path: "x"}
	if _, err := m.local(filepath.Join(root, "internal")); err == nil || !strings.Contains(err.Error(), "lies outside the module") {
		t.Error(err)
	}
}

func TestTooOld(t *testing.T) {
	for version, want := range map[string]bool{"": false, "1.21": true, "1.21.3": true, neededGo(spec.OpenAPI): false, "1.99": false} {
		if got := (module{version: version}).tooOld(neededGo(spec.OpenAPI)); (got != "") != want || want && !strings.Contains(got, "is for Go "+version) {
			t.Errorf("%s: %q", version, got)
		}
	}
}

// The configuration offers what there is.
func TestTargetsAndOutputsOfTheConfiguration(t *testing.T) {
	text := "version: 1\ngenerate:\n  - {spec: a.yaml, outputs: [alerts]}\n" // which are no part of a package
	packages := slices.DeleteFunc(slices.Clone(generator.OutputNames()), func(name string) bool { return name == "alerts" })
	for _, target := range targetNames() {
		text += "  - {spec: a.yaml, target: " + target + ", outputs: [" + strings.Join(packages, ", ") + "]}\n"
	}
	c, findings := config.Parse(source.NewFile(config.FileName, []byte(text)), config.Catalog{})
	if len(findings) > 0 || len(c.Generate[0].Outputs)+len(c.Generate[1].Outputs) != len(generator.OutputNames()) {
		t.Errorf("%+v", findings)
	}
	_, findings = config.Parse(source.NewFile(config.FileName, []byte("version: 1\ngenerate: [{spec: a, target: '?', outputs: ['?']}]")), config.Catalog{})
	if len(findings) != 2 || !strings.HasSuffix(findings[0].Cure, strings.Join(targetNames(), ", ")) ||
		!strings.HasSuffix(findings[1].Cure, strings.Join(generator.OutputNames(), ", ")) {
		t.Errorf("%+v", findings)
	}
}

// Every finding about what is generated is explained, once, and in order.
func TestGenerateDiagnostics(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range generateDiagnostics() {
		if !strings.HasPrefix(d.ID, "generate/") || seen[d.ID] || d.Title == "" || d.Help == "" {
			t.Errorf("%+v", d)
		}
		seen[d.ID] = true
	}
}

func TestFirstDifference(t *testing.T) {
	for _, test := range []struct{ is, should, want string }{
		{"a\nb\nc\n", "a\nx\nc\n", "2:b"},
		{"a\r\nb\r\n", "a\nx\n", "2:b"},
		{"a\nb\n", "a\n", "2:b"},
		{"a\n", "a\nb\n", "2:"},
		{"", "a\n", "1:"},
		{"a\nb\n", "", "1:a"},
	} {
		span := firstDifference(source.NewFile("x", []byte(test.is)), []byte(test.should))
		if got := string(rune('0'+span.Position().Line)) + ":" + span.Text(); got != test.want {
			t.Errorf("%q, not %q: %s, want %s", test.is, test.should, got, test.want)
		}
	}
}
