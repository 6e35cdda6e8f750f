package service

import (
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
)

// TestShop holds the fixture of the kit's tests to what is generated from its contract. Its client is left out: the
// package of page iterators is itself tested with the fixture.
func TestShop(t *testing.T) {
	const shop = "../../../templates/kit/internal/shop"
	files := generated(plugin(t, linked(t, shop, "shop.proto"), nil))
	plan := Lower(files, Options{Outputs: generator.Server | generator.Fake | generator.Tests, Runtime: true})
	for _, f := range plan.Findings {
		t.Errorf("%s: %s", f.Element, f.Message)
	}
	for _, u := range plan.Units {
		name, got := shop+"/"+u.Path, printed(t, u)
		if os.Getenv("BYLAW_BLESS") != "" {
			write(t, ".", name, got)
		}
		if !strings.HasSuffix(name, ".go") || read(t, name) != got {
			t.Errorf("%s is not what is generated: BYLAW_BLESS=1 renews it", name)
		}
	}
}
