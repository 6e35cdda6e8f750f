package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
)

// TestBrokerPage runs the commands of the page, one after the other, and holds what they print against what
// it says.
func TestBrokerPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "broker.md"))
	if err != nil {
		t.Fatal(err)
	}
	server := brokertest.New()
	t.Cleanup(server.Close)
	t.Setenv(envBrokerURL, server.URL)
	folder := t.TempDir()
	text := strings.NewReplacer("NAME", "billing", "BODY", `"id": 7`, `"providerStates": [{"name": "order 7 exists"}], `, "").Replace(verifiedContracts)
	if err := os.WriteFile(filepath.Join(folder, "billing.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	real := strings.NewReplacer("contracts/", folder, "http://localhost:8080", orders(t, `{"id": 7}`))
	shown := strings.NewReplacer(server.URL, "https://broker.example.com")
	commands := regexp.MustCompile(`(?m)^\$ bylaw (.*)\n((?:[^$\x60\n].*\n|\n[^$\x60])*)`).FindAllStringSubmatch(string(page), -1)
	if len(commands) < 5 {
		t.Fatalf("only %d commands on the page", len(commands))
	}
	for _, c := range commands {
		var out bytes.Buffer
		run(strings.Fields(real.Replace(c[1])), streams{out: &out, err: &out})
		if got := shown.Replace(out.String()); strings.TrimSpace(got) != strings.TrimSpace(c[2]) {
			t.Errorf("bylaw %s prints\n%s\nthe page says\n%s", c[1], got, c[2])
		}
	}
}
