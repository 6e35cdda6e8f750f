package golden

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const kit = "../templates/kit"

// TestExportSpecmatic has Specmatic's generative tests call a REST server by the document that is exported of the same
// contract: what the document allows must be answered as it says, and what it forbids refused.
func TestExportSpecmatic(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("takes minutes, and needs Java 17 and npm: run with BYLAW_PROOF=1")
	}
	jar := specmatic(t)
	url := serve(t, build(t, kit, "./internal/shopserver"), "-addr", "127.0.0.1:0")
	dir := t.TempDir()
	contract := filepath.Join(dir, "openapi.json")
	if err := os.WriteFile(contract, forSpecmatic(t, exported(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("java", "-jar", jar, "test", "--testBaseURL="+url, contract)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SPECMATIC_GENERATIVE_TESTS=true", "MAX_TEST_REQUEST_COMBINATIONS="+combinations())
	out, err := cmd.CombinedOutput()
	executed, failed := tally(t, string(out))
	t.Logf("Specmatic: %d executed, %d failed", executed, failed)
	if failed > 0 || err != nil {
		t.Errorf("Specmatic found fault: %v\n%s", err, tail(string(out), 200))
	}
	if executed < 3000 {
		t.Errorf("Specmatic executed %d tests: has the contract shrunk?", executed)
	}
}

// shopTree is the one file of the kit's contract.
type shopTree struct{ fs.FS }

func (shopTree) Paths() []string { return []string{"shop.proto"} }

func (tree shopTree) File(path string) (*source.File, error) {
	content, err := fs.ReadFile(tree.FS, path)
	if err != nil {
		return nil, err
	}
	return source.NewFile(path, content), nil
}

func exported(t *testing.T) []byte {
	t.Helper()
	tree := shopTree{os.DirFS(filepath.Join(kit, "internal", "shop"))}
	apis, findings := proto.Load(context.Background(), proto.Config{Tree: tree, Files: tree.Paths(), ImportPaths: []string{"."}})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for _, api := range apis {
		if !api.Imported {
			document, _ := openapi.Export(api)
			return document.JSON()
		}
	}
	t.Fatal("there is no package")
	return nil
}

// forSpecmatic takes out what Specmatic 2.55.1 doesn't know, and what no schema says.
func forSpecmatic(t *testing.T, content []byte) []byte {
	t.Helper()
	var document tree
	if err := json.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	paths, schemas := document.at("paths"), document.at("components", "schemas")
	// It reads neither JSON Lines and events nor media types of any kind.
	for _, path := range []string{"/v1/customers/{customer}/orders:watch", "/v1/orders:import", "/v1/chat", "/v1/customers/{customer}/orders/{order}/receipt"} {
		delete(paths, path)
	}
	for _, name := range []string{"Order", "OrderPatch"} {
		order := schemas.at(name, "properties")
		delete(order, "extra") // the types of an Any are those that the server is built with
		// It takes one from an exclusive maximum, and gives up where nothing is left.
		delete(order.at("discount"), "exclusiveMaximum")
		order.at("discount")["maximum"] = 0.75
	}
	// CEL: a reason or a code has to be given.
	body := schemas.at("CancelOrderRequest")
	body["required"] = []string{"reason"}
	body["properties"] = tree{"reason": tree{"type": "string", "minLength": 1}}
	paths.at("/v1/customers/{customer}/orders/{order}:cancel", "post", "requestBody")["required"] = true
	// A mask demands what it names, and allow_missing what is required of a new order.
	patch := paths.at("/v1/customers/{customer}/orders/{order}", "patch")
	patch["parameters"] = patch["parameters"].([]any)[:2]
	withoutReadOnly(paths, schemas)
	for _, path := range []string{"/v1/orders:lookup", "/v1/customers/{customer}/orders/{order}"} {
		withoutMapKeys(paths.at(path, "get"))
	}
	out, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// withoutReadOnly takes out of requests what they can't set: Specmatic sends it, and expects that a wrong type is
// refused, where the server drops the value.
func withoutReadOnly(paths, schemas tree) {
	input := tree{}
	for key, value := range schemas.at("Order") {
		input[key] = value
	}
	properties := tree{}
	for name, property := range schemas.at("Order", "properties") {
		properties[name] = property
	}
	input["properties"] = map[string]any(properties)
	schemas["OrderInput"] = map[string]any(input)
	for _, name := range []string{"OrderInput", "OrderPatch"} {
		order := schemas.at(name, "properties")
		for name := range order {
			if order.at(name)["readOnly"] == true {
				delete(order, name)
			}
		}
	}
	media := paths.at("/v1/customers/{customer}/orders", "post", "requestBody", "content", "application/json")
	media["schema"] = tree{"$ref": "#/components/schemas/OrderInput"}
}

// withoutMapKeys takes the keys of maps out of masks: a text that Specmatic makes to break the pattern, by an underscore
// at its end, may be one.
func withoutMapKeys(operation tree) {
	for _, parameter := range operation["parameters"].([]any) {
		schema := tree(parameter.(map[string]any)).at("schema")
		if pattern, ok := schema["pattern"].(string); ok {
			schema["pattern"] = strings.ReplaceAll(pattern, `(\.[A-Za-z_][A-Za-z0-9_]*)?`, "")
		}
	}
}

// tree is an object of JSON.
type tree map[string]any

// at leads to an object within.
func (v tree) at(path ...string) tree {
	for _, key := range path {
		v = tree(v[key].(map[string]any))
	}
	return v
}

// TestExportedIsGenerated makes servers and clients of what is exported, as REST consumers would.
func TestExportedIsGenerated(t *testing.T) {
	command := build(t, "..", "./cmd/bylaw")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/consumer\n\ngo 1.26\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, contract := range map[string]string{
		"shop":    kit + "/internal/shop/shop.proto",
		"orders":  "../testdata/demo-good/shop/orders/v1/orders.proto",
		"library": "library/proto/library/v1",
		"odd":     "../generator/openapi/testdata/odd.proto",
	} {
		document := filepath.Join(dir, name+".yaml")
		run(t, ".", command, "export", "openapi", contract, "-o", document)
		run(t, dir, command, "generate", document, "--out", "internal/"+name, "--outputs", "types,server,client")
	}
	run(t, dir, "go", "vet", "./...")
}
