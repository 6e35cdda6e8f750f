package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestSameContract compares every OpenAPI document of the corpus with what means the same, written
// in another way.
func TestSameContract(t *testing.T) {
	folder := filepath.Join(sharedtest.Corpus(t), "openapi")
	names := []string{"stripe.yaml", "ghes-3.19.json"}
	if os.Getenv("BYLAW_PROOF") == "1" {
		names = append(names, "api.github.com.json", "ghes-3.18.json")
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		old, _ := linttest.LoadAnyway(map[string]string{name: string(text)})
		same(t, name+" and itself", old, map[string]string{name: string(text)}, everything)
		same(t, name+" in JSON", old, map[string]string{"api.json": toJSON(t, text)}, everything)
		same(t, name+" in YAML, its keys sorted", old, map[string]string{"api.yaml": toYAML(t, text)}, everything)
		same(t, name+" with its schemas in another file", old, split(t, text), spoken)
		same(t, name+" with inline schemas in components", old, map[string]string{"api.json": extracted(t, text)}, spoken)
	}
}

// The axes on which nothing may change: a schema that moves or gets a name is another one to
// generated code.
const (
	spoken     = breaking.Wire | breaking.JSON | breaking.Behavior
	everything = spoken | breaking.Source
)

// same demands that no change says anything on the axes; with all of them, that there is none.
func same(t *testing.T, what string, old []*spec.API, files map[string]string, axes breaking.Axis) {
	t.Helper()
	now, _ := linttest.LoadAnyway(files) // a corpus has its mistakes
	sameAPIs(t, what, old, now, axes)
}

func sameAPIs(t *testing.T, what string, old, now []*spec.API, axes breaking.Axis) {
	t.Helper()
	result, err := breaking.Run(context.Background(), breaking.Versions{Old: old, New: now}, All())
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for i := range result.Changes {
		c := &result.Changes[i]
		if axes != everything && c.Backward.On(axes) == breaking.Safe && c.Forward.On(axes) == breaking.Safe {
			continue
		}
		if wrong++; wrong <= 5 {
			t.Errorf("%s: %s of %s: %s", what, c.ID(), c.Element, c.Message)
		}
	}
	if wrong > 5 {
		t.Errorf("%s: %d changes in all", what, wrong)
	}
	for _, f := range result.Failures {
		t.Errorf("%s: %s", what, f.Message)
	}
}

func parsed(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var document map[string]any
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func toJSON(t *testing.T, text []byte) string {
	t.Helper()
	return encoded(t, parsed(t, text))
}

func encoded(t *testing.T, document any) string {
	t.Helper()
	written, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

func toYAML(t *testing.T, text []byte) string {
	t.Helper()
	written, err := yaml.Marshal(parsed(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

const schemasPointer = "#/components/schemas/"

// split moves the component schemas into a file of their own.
func split(t *testing.T, text []byte) map[string]string {
	t.Helper()
	document := parsed(t, text)
	components := document["components"].(map[string]any)
	schemas := components["schemas"]
	delete(components, "schemas")
	return map[string]string{
		"api.json":     strings.ReplaceAll(encoded(t, document), schemasPointer, "schemas.json#/"),
		"schemas.json": strings.ReplaceAll(encoded(t, schemas), schemasPointer, "#/"),
	}
}

// extracted gives the schemas that stand in media types names in components.
func extracted(t *testing.T, text []byte) string {
	t.Helper()
	document := parsed(t, text)
	schemas := document["components"].(map[string]any)["schemas"].(map[string]any)
	walkMedia(document["paths"], func(media map[string]any) {
		schema, ok := media["schema"].(map[string]any)
		if !ok || schema["$ref"] != nil {
			return
		}
		name := fmt.Sprintf("Extracted%d", len(schemas))
		schemas[name] = schema
		media["schema"] = map[string]any{"$ref": schemasPointer + name}
	})
	return encoded(t, document)
}

// walkMedia visits the media types below a value.
func walkMedia(v any, visit func(media map[string]any)) {
	switch value := v.(type) {
	case []any:
		for _, item := range value {
			walkMedia(item, visit)
		}
	case map[string]any:
		for key, inner := range value {
			if types, ok := inner.(map[string]any); ok && key == "content" {
				for _, media := range types {
					if m, ok := media.(map[string]any); ok {
						visit(m)
					}
				}
				continue
			}
			walkMedia(inner, visit)
		}
	}
}
