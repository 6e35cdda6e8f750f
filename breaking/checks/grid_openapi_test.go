package checks

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi/datamodel"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// openAPIEdits are all single edits of a document that the meta-schema of OpenAPI 3.1 and that of
// JSON Schema 2020-12 know of: what may stand at every place of it is taken away, added, changed,
// renamed and reordered. The meta-schemas come from packages, so that a keyword which the model
// doesn't know is edited too.
func openAPIEdits(t *testing.T, document any) []edit {
	meta := compileMeta(t)
	g := &openAPIGrid{root: document, schema: meta[1:]}
	g.visit(document, meta[:1], nil, "document")
	slices.SortStableFunc(g.edits, func(a, b edit) int { return strings.Compare(a.what, b.what) })
	return g.edits
}

// compileMeta returns the meta-schema of OpenAPI 3.1, that of JSON Schema 2020-12, and that of the
// schemas of OpenAPI 3.0, which has the keywords that OpenAPI adds.
func compileMeta(t *testing.T) []*jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	add := func(url, text, id string) {
		parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if m, ok := parsed.(map[string]any); ok {
			delete(m, id) // it names a resource that nobody has read
		}
		if err := compiler.AddResource(url, parsed); err != nil {
			t.Fatal(err)
		}
	}
	add("https://example.com/oas/3.1", datamodel.OpenAPI31SchemaData, "$id")
	add("https://example.com/oas/3.0", datamodel.OpenAPI3SchemaData, "id")
	var compiled []*jsonschema.Schema
	for _, url := range []string{
		"https://example.com/oas/3.1", "https://json-schema.org/draft/2020-12/schema", "https://example.com/oas/3.0#/definitions/Schema",
	} {
		schema, err := compiler.Compile(url)
		if err != nil {
			t.Fatal(err)
		}
		compiled = append(compiled, schema)
	}
	return compiled
}

func readRich(t *testing.T) any {
	t.Helper()
	text, err := os.ReadFile("testdata/rich.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return clone(document)
}

// clone copies a JSON value.
func clone(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var copied any
	if err := json.Unmarshal(text, &copied); err != nil {
		panic(err)
	}
	return copied
}

// edit is one edit of a document.
type edit struct {
	what  string // what is edited and how: "parameter.style changed"
	where string // the place, as a JSON pointer or field path
	text  string // the document after it

	in map[string]any // what the edited place stands in, before; nil in proto
}

type openAPIGrid struct {
	root   any
	schema []*jsonschema.Schema // the meta-schemas of schemas
	edits  []edit
}

// visit edits an object, and what stands in it. kind is what the meta-schema calls the object.
func (g *openAPIGrid) visit(v any, schemas []*jsonschema.Schema, path []string, kind string) {
	applied := applicable(schemas, v)
	if name := definition(applied); name != "" {
		kind = name
	}
	if kind == "schema" || slices.ContainsFunc(schemas, isSchemaOfSchemas) {
		kind, applied = "schema", applicable(g.schema, v)
	}
	switch value := v.(type) {
	case map[string]any:
		g.object(value, applied, path, kind)
	case []any:
		g.list(value, applied, path, kind)
	}
}

func (g *openAPIGrid) object(value map[string]any, applied []*jsonschema.Schema, path []string, kind string) {
	known := map[string][]*jsonschema.Schema{}
	for _, s := range applied {
		for key, sub := range s.Properties {
			known[key] = append(known[key], sub)
		}
	}
	_, reference := value["$ref"]
	for _, key := range slices.Sorted(maps.Keys(value)) {
		at := append(slices.Clip(path), key)
		subs := known[key]
		named := len(subs) > 0
		if !named {
			subs = free(applied, key)
		}
		label := key
		if !named {
			label = "{name}"
		}
		g.edit(at, kind+"."+label+" removed", remove)
		for _, other := range changed(value[key], subs) {
			g.edit(at, kind+"."+label+" changed", func(any) (any, bool) { return other, true })
		}
		if !named {
			g.rename(path, key, kind)
		}
		g.visit(value[key], subs, at, kind+"."+label)
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if _, there := value[key]; there || key == "$ref" || reference {
			continue
		}
		g.edit(append(slices.Clip(path), key), kind+"."+key+" added", func(any) (any, bool) { return sample(known[key], 0), true })
	}
}

func (g *openAPIGrid) list(value []any, applied []*jsonschema.Schema, path []string, kind string) {
	if len(value) > 0 {
		g.edit(append(slices.Clip(path), "0"), kind+"[] removed", remove)
	}
	if len(value) > 1 {
		g.edit(path, kind+"[] reordered", func(v any) (any, bool) {
			items := slices.Clone(v.([]any))
			slices.Reverse(items)
			return items, true
		})
	}
	for i, item := range value {
		var subs []*jsonschema.Schema
		for _, s := range applied {
			if sub, ok := s.Items.(*jsonschema.Schema); ok {
				subs = append(subs, sub)
			}
			if s.Items2020 != nil {
				subs = append(subs, s.Items2020)
			}
		}
		at := append(slices.Clip(path), strconv.Itoa(i))
		if text, ok := item.(string); ok {
			g.edit(at, kind+"[] changed", func(any) (any, bool) { return text + "2", true })
		}
		g.visit(item, subs, at, kind+"[]")
	}
}

// isSchemaOfSchemas reports whether what is described is a schema in its turn.
func isSchemaOfSchemas(s *jsonschema.Schema) bool {
	if s.DynamicRef != nil && strings.Contains(s.Location, "json-schema.org") {
		return true
	}
	return strings.HasSuffix(s.Location, "definitions/Schema") || s.Ref != nil && strings.HasSuffix(s.Ref.Location, "definitions/Schema")
}

func remove(any) (any, bool) { return nil, false }

func (g *openAPIGrid) rename(path []string, key, kind string) {
	g.edit(path, kind+".{name} renamed", func(v any) (any, bool) {
		renamed := maps.Clone(v.(map[string]any))
		renamed[key+"2"] = renamed[key]
		delete(renamed, key)
		return renamed, true
	})
}

// edit adds the document with one place changed.
func (g *openAPIGrid) edit(path []string, what string, change func(any) (any, bool)) {
	text, err := json.MarshalIndent(replace(clone(g.root), path, change), "", " ")
	if err != nil {
		panic(err)
	}
	g.edits = append(g.edits, edit{what, "/" + strings.Join(path, "/"), string(text), object(g.root, path)})
}

// object returns the innermost object that a place stands in.
func object(v any, path []string) map[string]any {
	innermost, _ := v.(map[string]any)
	for _, step := range path[:max(0, len(path)-1)] {
		switch value := v.(type) {
		case map[string]any:
			v = value[step]
		case []any:
			i, _ := strconv.Atoi(step)
			v = value[i]
		}
		if m, ok := v.(map[string]any); ok {
			innermost = m
		}
	}
	return innermost
}

func replace(v any, path []string, change func(any) (any, bool)) any {
	if len(path) == 0 {
		changed, _ := change(v)
		return changed
	}
	switch value := v.(type) {
	case map[string]any:
		if len(path) > 1 {
			value[path[0]] = replace(value[path[0]], path[1:], change)
		} else if changed, keep := change(value[path[0]]); keep {
			value[path[0]] = changed
		} else {
			delete(value, path[0])
		}
	case []any:
		i, _ := strconv.Atoi(path[0])
		if len(path) > 1 {
			value[i] = replace(value[i], path[1:], change)
		} else if changed, keep := change(value[i]); keep {
			value[i] = changed
		} else {
			return slices.Delete(value, i, i+1)
		}
	}
	return v
}
