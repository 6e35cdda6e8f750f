package project

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
)

func projects() []*Project {
	var all []*Project
	for _, kind := range Kinds() {
		for _, store := range Stores() {
			for _, example := range []bool{true, false} {
				all = append(all, &Project{
					Name: "order-history", Module: "example.com/order-history", Kind: Kind(kind), Store: store, Spec: "api/x." + kind, Example: example, Bylaw: "latest",
					Groups: []Group{{Import: "example.com/order-history/gen/x", Alias: "x", Name: "Orders", Field: "Orders", Embed: "UnimplementedOrders", Type: "Orders", Own: "x"}},
				})
			}
		}
	}
	return all
}

func emitted(t *testing.T, p *Project) []generator.File {
	t.Helper()
	begin, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rest, err := p.Rest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(begin, rest)
}

// TestTemplatesAreUsed fails for a template that no project prints.
func TestTemplatesAreUsed(t *testing.T) {
	used := map[string]bool{}
	for _, p := range projects() {
		p.Spec = "api/x" + map[Kind]string{Proto: ".proto", OpenAPI: ".yaml"}[p.Kind]
		for _, part := range append(p.beginning(), p.rest()...) {
			for _, u := range part.units {
				used[part.folder+"/"+u.Data.Template()] = true
			}
		}
	}
	templates := os.DirFS(filepath.Join("..", "..", "templates", "project"))
	found, err := fs.Glob(templates, "*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		if !used[name] {
			t.Errorf("%s is printed by no project", name)
		}
		delete(used, name)
	}
	for name := range used {
		t.Errorf("there is no template %s", name)
	}
}

// TestFiles holds what is printed to what any file of a repository is: no template's leavings, an end to the last line, and
// the same each time.
func TestFiles(t *testing.T) {
	for _, p := range projects() {
		p.Spec = "api/x" + map[Kind]string{Proto: ".proto", OpenAPI: ".yaml"}[p.Kind]
		files := emitted(t, p)
		again := emitted(t, p)
		seen := map[string]bool{}
		for i, f := range files {
			switch text := string(f.Content); {
			case seen[f.Path]:
				t.Errorf("%s is there twice", f.Path)
			case strings.Contains(text, "<no value>"), strings.Contains(strings.ReplaceAll(text, "${{", ""), "{{") && f.Path != ExampleConsumer, strings.Contains(text, "\n\n\n"):
				t.Errorf("%s:\n%s", f.Path, text)
			case !strings.HasSuffix(text, "\n"), strings.HasSuffix(text, "\n\n"), strings.HasPrefix(text, "\n"):
				t.Errorf("%s doesn't begin or end as a file does", f.Path)
			case strings.Contains(text, " \n"):
				t.Errorf("%s has spaces at the end of a line", f.Path)
			case generator.IsOurs(f.Content):
				t.Errorf("%s says that it is regenerated", f.Path)
			}
			if seen[f.Path] = true; !bytes.Equal(f.Content, again[i].Content) {
				t.Errorf("%s is otherwise the second time", f.Path)
			}
		}
	}
}

// TestSettings holds the table of the README and the defaults that Load has to one list.
func TestSettings(t *testing.T) {
	for _, p := range projects() {
		for _, s := range p.Settings() {
			if !strings.Contains(s.Read, `("`+s.Env+`"`) || s.Default != "" && !strings.Contains(s.Read, `"`+s.Default+`"`) || s.Doc == "" {
				t.Errorf("%+v", s)
			}
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"orders", "order-history", "a", "v2", "orders-2", strings.Repeat("a", longest), "service", "api", "go-home"} {
		if err := CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{
		"", "-", "a-", "-a", "a--b", "A", "aB", "a_b", "a b", "a.b", "a/b", `a\b`, "..", ".", "2a", "ä", "a\n", "a\x00", "go", "type-service",
		"select-api", "internal", "vendor", "testdata", "main", "con", "nul", "lpt1", strings.Repeat("a", longest+1),
	} {
		if err := CheckName(name); err == nil {
			t.Errorf("%q is a name", name)
		}
	}
}

func TestContract(t *testing.T) {
	for name, want := range map[string]Contract{
		"orders":        {"orders", "orders/v1/orders.proto", "OrdersService", "m/gen/orders/v1", "ordersv1"},
		"order-history": {"orderhistory", "orderhistory/v1/order_history.proto", "OrderHistoryService", "m/gen/orderhistory/v1", "orderhistoryv1"},
		"stock-service": {"stock", "stock/v1/stock.proto", "StockService", "m/gen/stock/v1", "stockv1"},
		"service":       {"service", "service/v1/service.proto", "ServiceService", "m/gen/service/v1", "servicev1"},
	} {
		if got := (&Project{Name: name, Module: "m"}).Contract(); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}
