package openapi

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// TestOracles has three others read what is exported: the schema of OpenAPI 3.1 and JSON Schema itself, libopenapi, and
// kin-openapi.
func TestOracles(t *testing.T) {
	documents := map[string]*Document{}
	for name, path := range map[string]string{
		"fixture": fixture, "demo": "../../testdata/demo-good/shop/orders/v1/orders.proto", "odd": "testdata/odd.proto",
	} {
		documents[name], _ = exportOf(t, readFile(t, path))
	}
	for name, d := range documents {
		t.Run(name, func(t *testing.T) { askOracles(t, d) })
	}
}

func TestOraclesCorpus(t *testing.T) {
	tree := openFolder(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	folders := []string{"google/pubsub/v1/", "google/logging/", "google/cloud/speech/"}
	if os.Getenv("BYLAW_PROOF") == "1" {
		folders = []string{""}
	}
	asked := 0
	for _, api := range packagesIn(t, tree, folders) {
		if !Bound(api) {
			continue
		}
		d, _ := Export(api)
		asked++
		t.Run(api.Name, func(t *testing.T) { askOracles(t, d) })
	}
	if asked < len(folders) {
		t.Errorf("only %d packages", asked)
	}
}

func askOracles(t *testing.T, d *Document) {
	t.Helper()
	content := d.JSON()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := openAPISchema()
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("the schema of OpenAPI 3.1: %v", err)
	}
	compileSchemas(t, document, d)
	lib, err := libopenapi.NewDocument(d.YAML())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lib.BuildV3Model(); err != nil && !takesPropertyForKeyword(d, err) {
		t.Errorf("libopenapi: %v", err)
	}
	kin, err := openapi3.NewLoader().LoadFromData(d.YAML())
	if err != nil {
		t.Fatalf("kin-openapi: %v", err)
	}
	if err := kin.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		t.Errorf("kin-openapi: %v", err)
	}
}

// takesPropertyForKeyword tells a mistake of libopenapi: it takes a property that is called items for the keyword, and
// finds that a schema which describes schemas never ends.
func takesPropertyForKeyword(d *Document, err error) bool {
	described := d.Root.Get("components").Get("schemas").Get("Schema").Get("properties").Get("items")
	return described != nil && strings.Contains(err.Error(), "infinite circular reference") && strings.Contains(err.Error(), "Schema -> Schema")
}

// openAPISchema is the schema of OpenAPI 3.1 documents, as the OpenAPI Initiative publishes it.
var openAPISchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(datamodel.OpenAPI31SchemaData))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("https://example.com/openapi.json", schema); err != nil {
		return nil, err
	}
	return c.Compile("https://example.com/openapi.json")
})

// compileSchemas has every component compiled, which holds it to the meta-schema.
func compileSchemas(t *testing.T, document any, d *Document) {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("https://example.com/api.json", document); err != nil {
		t.Fatal(err)
	}
	for _, m := range d.Root.Get("components").Get("schemas").Members {
		if _, err := c.Compile("https://example.com/api.json#/components/schemas/" + m.Key); err != nil {
			t.Errorf("%s: %v", m.Key, err)
		}
	}
}
