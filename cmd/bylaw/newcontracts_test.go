package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
)

// beforeContracts makes a service as it was before its tests played contracts, stands in it, and returns what it lacks.
func beforeContracts(t *testing.T) map[string]string {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("GOPROXY", "off") // what is lacking is told
	folder := filepath.Join(t.TempDir(), "orders")
	bylaw(t, "new", "service", "orders", "--kind", "openapi", "--module", "example.com/orders", "--out", folder)
	t.Chdir(folder)
	now, lacks := tree(t), map[string]string{}
	manifest := strings.Replace(now[generator.ManifestPath], `"stamp": "service 3 `, `"stamp": "service 2 `, 1)
	for _, name := range []string{"contracts/README.md", project.ExampleConsumer, "internal/server/contract_states_test.go", "internal/server/contract_test.go"} {
		lacks[name] = now[name]
		manifest = regexp.MustCompile(`\{\s*"path": "`+regexp.QuoteMeta(name)+`"[^}]*\},\s*`).ReplaceAllLiteralString(manifest, "")
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	put(t, generator.ManifestPath, manifest)
	return lacks
}

// TestUpgradeBringsContracts upgrades a service that still is the example: it gets all that a new one has.
func TestUpgradeBringsContracts(t *testing.T) {
	lacks := beforeContracts(t)
	bylaw(t, "new", "--upgrade")
	now := tree(t)
	for name, content := range lacks {
		if now[name] != content {
			t.Errorf("%s: %q", name, now[name])
		}
	}
	if said := bylaw(t, "new", "--upgrade"); !strings.HasPrefix(said, "orders: nothing to do") {
		t.Error(said)
	}
	put(t, "internal/store/item.go", "package store\n\n// mine\n") // now it is about something else, which its contracts may still be about
	if said := bylaw(t, "new", "--upgrade"); !strings.HasPrefix(said, "orders: nothing to do") {
		t.Error(said)
	}
}

// TestUpgradeOfAReplacedExample upgrades a service that is about something else by now: nothing comes to it that is about items.
func TestUpgradeOfAReplacedExample(t *testing.T) {
	lacks := beforeContracts(t)
	put(t, "internal/store/item.go", "package store\n\n// mine\n")
	bylaw(t, "new", "--upgrade")
	now := tree(t)
	if now[project.ExampleConsumer] != "" || strings.Contains(now["internal/server/contract_states_test.go"], "item") || now["contracts/README.md"] == "" ||
		now["internal/server/contract_test.go"] != lacks["internal/server/contract_test.go"] {
		t.Errorf("contracts: %q, %q, %q", now[project.ExampleConsumer], now["internal/server/contract_states_test.go"], now["contracts/README.md"])
	}
	if said := bylaw(t, "new", "--upgrade"); !strings.HasPrefix(said, "orders: nothing to do") {
		t.Error(said)
	}
}
