package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestConfigurationReference reads what docs/configuration.md shows, and looks for every key of the
// schema in its tables.
func TestConfigurationReference(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := fenced(string(text), "yaml")
	if len(examples) != 4 {
		t.Errorf("%d examples", len(examples))
	}
	for _, example := range examples {
		if _, findings := config.Parse(source.NewFile(config.FileName, []byte(example)), realCatalog()); len(findings) > 0 {
			t.Errorf("%s in\n%s", findings[0].Message, example)
		}
	}
	type object struct {
		Properties map[string]json.RawMessage
		Items      json.RawMessage
	}
	read := func(text json.RawMessage) (o object) {
		if err := json.Unmarshal(text, &o); err != nil {
			t.Fatal(err)
		}
		return o
	}
	top := read(config.Schema(realCatalog()))
	breaking, waiver := read(top.Properties["breaking"]), read(read(top.Properties["waivers"]).Items)
	words := read(top.Properties["words"])
	generate := read(read(top.Properties["generate"]).Items)
	for _, keys := range []map[string]json.RawMessage{top.Properties, breaking.Properties, waiver.Properties, words.Properties, generate.Properties} {
		for key := range keys {
			if !strings.Contains(string(text), "| `"+key+"`") && !strings.Contains(string(text), ", `"+key+"` |") {
				t.Errorf("%s is in no table", key)
			}
		}
	}
}
