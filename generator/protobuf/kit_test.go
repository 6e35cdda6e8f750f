package protobuf

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/templates"
)

// TestKit holds the contract that the kit's tests serve to what is generated from it today: its messages
// and their rules. BYLAW_BLESS=1 renews them.
func TestKit(t *testing.T) {
	folder := filepath.Join("..", "..", "templates", "kit", "internal", "shop")
	text, err := os.ReadFile(filepath.Join(folder, "shop.proto"))
	if err != nil {
		t.Fatal(err)
	}
	c, findings := contractOf(t, map[string]string{"shop.proto": strings.ReplaceAll(string(text), "\r\n", "\n")})
	p := c.Packages()[0]
	at, name, told := p.Wanted(templates.KitModule)
	if at != "internal/shop" || len(findings)+len(told) > 0 {
		t.Fatal(at, said(append(findings, told...)))
	}
	p.Place(templates.KitModule+"/"+at, name)
	o := generator.Options{Source: "shop.proto", Module: templates.KitModule, Support: ".", Out: at, Package: name, Outputs: generator.Types}
	plan, _ := generator.Lower(New(c), p.API, o)
	files, err := generator.Emit(t.Context(), plan, Language(), o, nil)
	if err != nil || len(files) != 2 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		at := filepath.Join(folder, filepath.Base(f.Path))
		if os.Getenv("BYLAW_BLESS") != "" {
			if err := os.WriteFile(at, f.Content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(at); err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != string(f.Content) {
			t.Errorf("%s is not what is generated today: run make pack (%v)", at, err)
		}
	}
}
