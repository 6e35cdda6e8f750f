package openapi

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/spec"
)

// hostile loads a document that was made to hurt, and fails if that takes long or much memory. The
// limits are far above what is needed and far below what a quadratic reading would take.
func hostile(t *testing.T, document string) *spec.API {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	api, findings := loadFiles(t, map[string]string{"openapi.yaml": document})
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 2500 {
		t.Errorf("allocated %d MB for %d MB of text", used, len(document)>>20)
	}
	for i, f := range findings {
		if f.Rule == "internal" || i == 0 {
			t.Logf("%d findings, such as %s", len(findings), said(f))
		}
	}
	return api
}

func repeat(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

// jsonDocument is quicker to parse than YAML, so that it is the lowering that these tests burden.
func jsonDocument(paths, components string) string {
	return `{"openapi": "3.1.0", "paths": {` + strings.TrimSuffix(paths, ",") + `}, "components": {` + components + `}}`
}

func TestHostileReferences(t *testing.T) {
	const many = 100_000
	schemas := func(members string) string { return `"schemas": {` + strings.TrimSuffix(members, ",") + `}` }
	for name, document := range map[string]string{
		"many references to one schema": jsonDocument("", schemas(`"A": {}, "B": {"allOf": [`+strings.TrimSuffix(strings.Repeat(`{"$ref":"#/components/schemas/A"},`, 300_000), ",")+`]}`)),
		"a long chain of references": jsonDocument("", schemas(repeat(many, func(i int) string {
			return fmt.Sprintf(`"S%d": {"$ref": "#/components/schemas/S%d"},`, i, i+1)
		}))),
		"a long cycle": jsonDocument("", schemas(repeat(many, func(i int) string {
			return fmt.Sprintf(`"S%d": {"$ref": "#/components/schemas/S%d"},`, i, (i+1)%many)
		}))),
		"references that all lead nowhere": jsonDocument("", schemas(repeat(many, func(i int) string {
			return fmt.Sprintf(`"S%d": {"$ref": "#/components/schemas/T%d"},`, i, i)
		}))),
		"a long chain of allOf": jsonDocument("", schemas(repeat(many, func(i int) string {
			return fmt.Sprintf(`"S%d": {"required": ["a%d"], "allOf": [{"$ref": "#/components/schemas/S%d"}, {"properties": {"a%d": {}}}]},`, i, i, (i+1)%many, i)
		}))),
		"many that extend one with many names": jsonDocument("", schemas(
			`"Base": {"required": [`+strings.TrimSuffix(repeat(50_000, func(i int) string { return fmt.Sprintf(`"a%d",`, i) }), ",")+`]},`+
				repeat(50_000, func(i int) string {
					return fmt.Sprintf(`"S%d": {"allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"a%d": {}}},`, i, i)
				}))),
		"a long chain of parameters": jsonDocument(`"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/P0"}]}}`, `"parameters": {`+strings.TrimSuffix(repeat(many, func(i int) string {
			return fmt.Sprintf(`"P%d": {"$ref": "#/components/parameters/P%d"},`, i, i+1)
		}), ",")+`}`),
		"a path item that all paths share": jsonDocument(repeat(many, func(i int) string {
			return fmt.Sprintf(`"/p%d": {"$ref": "#/components/pathItems/I"},`, i)
		}), `"pathItems": {"I": {`+strings.TrimSuffix(repeat(8, func(i int) string {
			return fmt.Sprintf(`"%s": {"responses": {"200": {}, "400": {}}},`, []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}[i])
		}), ",")+`}}`),
		"an operation that all paths share": jsonDocument(repeat(many, func(i int) string {
			return fmt.Sprintf(`"/p%d": {"get": {"$ref": "#/paths/~1p0/put"}, "put": {"parameters": [%s]}},`, i, strings.TrimSuffix(strings.Repeat(`{"name":"a","in":"query"},`, 1+99*max(0, 1-i)), ","))
		}), ""),
		"a callback that leads back to its path": jsonDocument(`"/a": {"post": {"callbacks": {"c": {"{$url}": {"$ref": "#/paths/~1a"}}}}}`, ""),
		"path items that refer to each other": jsonDocument(repeat(many, func(i int) string {
			return fmt.Sprintf(`"/p%d": {"$ref": "#/paths/~1p%d"},`, i, (i+1)%many)
		}), ""),
		"extremely wide": jsonDocument("", schemas(`"A": {"type": "object", "properties": {`+strings.TrimSuffix(repeat(500_000, func(i int) string {
			return fmt.Sprintf(`"p%d": {"type": "string"},`, i)
		}), ",")+`}, "required": [`+strings.TrimSuffix(repeat(500_000, func(i int) string { return fmt.Sprintf(`"p%d",`, i) }), ",")+`]}`)),
		"many parameters beside a path of many operations": strings.Replace(jsonDocument(`"/a": {"parameters": [`+strings.TrimSuffix(repeat(20_000, func(i int) string {
			return fmt.Sprintf(`{"name":"p%d","in":"query"},`, i)
		}), ",")+`], "additionalOperations": {`+strings.TrimSuffix(repeat(20_000, func(i int) string {
			return fmt.Sprintf(`"M%d": {},`, i)
		}), ",")+`}}`, ""), "3.1.0", "3.2.0", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if api := hostile(t, document); api == nil {
				t.Error("nothing was read")
			}
		})
	}
}

func TestDeepSchemas(t *testing.T) {
	for _, keyword := range []string{"not", "items", "additionalProperties"} {
		depth := 9_990
		api := hostile(t, jsonDocument("", `"schemas": {"A": `+strings.Repeat(`{"`+keyword+`":`, depth)+"{}"+strings.Repeat("}", depth)+"}"))
		n := 0
		spec.Walk(api, &spec.Visitor{Type: func(*spec.Type) { n++ }})
		if n != depth+1 {
			t.Errorf("%s: %d schemas, want %d", keyword, n, depth+1)
		}
	}
}

func TestWideEnum(t *testing.T) {
	api := hostile(t, jsonDocument("", `"schemas": {"A": {"enum": [`+strings.TrimSuffix(strings.Repeat(`"same",`, 200_000), ",")+`]}}`))
	values := api.Types[0].Values
	if len(values) != 200_000 || values[199_999].ID() != "#/components/schemas/A/enum/same#200000" {
		t.Errorf("%d values, the last %s", len(values), values[len(values)-1].ID())
	}
}
