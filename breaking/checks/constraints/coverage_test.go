package constraints

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checktest"
	"github.com/bylaw-dev/bylaw/spec"
)

// edits change each field of spec.Constraints, one at a time: the field, whose facets change, a
// field of a message before and after. {} stands for the constraint of OpenAPI or the option of proto.
var edits = []struct {
	field, facet, kind, old, new string
}{
	{"MinLength", "minLength", "string", ".string.min_len = 1", ".string.min_len = 2"},
	{"MaxLength", "maxLength", "string", ".string.max_len = 1", ".string.max_len = 2"},
	{"MinBytes", "minBytes", "string", ".string.min_bytes = 1", ".string.min_bytes = 2"},
	{"MaxBytes", "maxBytes", "bytes", ".bytes.max_len = 1", ".bytes.max_len = 2"},
	{"Pattern", "pattern", "string", `.string.pattern = "a"`, `.string.pattern = "b"`},
	{"Minimum", "minimum", "int32", ".int32.gte = 1", ".int32.gte = 2"},
	{"Maximum", "maximum", "int32", ".int32.lte = 1", ".int32.lte = 2"},
	{"MinItems", "minItems", "repeated string", ".repeated.min_items = 1", ".repeated.min_items = 2"},
	{"MaxItems", "maxItems", "repeated string", ".repeated.max_items = 1", ".repeated.max_items = 2"},
	{"UniqueItems", "uniqueItems", "repeated string", ".repeated.min_items = 1", ".repeated = {min_items: 1, unique: true}"},
	{"MinProperties", "minProperties", "map<string, string>", ".map.min_pairs = 1", ".map.min_pairs = 2"},
	{"MaxProperties", "maxProperties", "map<string, string>", ".map.max_pairs = 1", ".map.max_pairs = 2"},
	{"In", "in", "string", `.string.in = "a"`, `.string.in = "b"`},
	{"NotIn", "notIn", "string", `.string.not_in = "a"`, `.string.not_in = "b"`},
	{"Const", "const", "string", `.string.const = "a"`, `.string.const = "b"`},
	{"DefinedOnly", "definedOnly", "E", ".enum.not_in = 5", ".enum = {not_in: 5, defined_only: true}"},
	{"Rules", "rule r", "int32", `.cel = {id: "r" expression: "this > 1"}`, `.cel = {id: "r" expression: "this > 2"}`},
	{"Other", "buf.validate.string.prefix", "string", `.string.prefix = "a"`, `.string.prefix = "b"`},
}

func contract(kind, rule string) map[string]string {
	return map[string]string{"a.proto": `syntax = "proto3";
package a.v1;
import "buf/validate/validate.proto";
enum E { E_UNSPECIFIED = 0; }
message M { ` + kind + ` f = 1 [(buf.validate.field)` + rule + `]; }
`}
}

// TestEveryConstraintIsCompared changes each field of spec.Constraints, and the facets that stand for
// it, and wants one check to say so.
func TestEveryConstraintIsCompared(t *testing.T) {
	covered := []string{"MultipleOf"} // which proto has not: TestFacetsOfOpenAPI
	for _, e := range edits {
		covered = append(covered, e.field)
		c := checktest.Case{Name: e.field, Old: contract(e.kind, e.old), New: contract(e.kind, e.new)}
		changes := c.Run(t, append(Checks(), facets(t, e.facet)))
		if len(changes) != 2 {
			t.Errorf("%s: %d changes instead of one, and of one facet: %v", e.field, len(changes), changes)
		}
	}
	for _, field := range fieldsOf(t, "../../../spec/constraints.go", "Constraints") {
		if !slices.Contains(covered, field) {
			t.Errorf("no check is known to compare %s of spec.Constraints", field)
		}
	}
}

// facets returns a check that reports the one facet that changed, which has to have the given name.
func facets(t *testing.T, want string) *breaking.Check {
	return breaking.New(breaking.Meta{ID: "facets", Formats: breaking.BothFormats}, breaking.Hooks{
		Type: func(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
			old, new := breaking.Facets(pair.Old.Constraints), breaking.Facets(pair.New.Constraints)
			for _, f := range new {
				if !slices.Contains(old, f) {
					p.Changed(f.Name, "", f.Text, "a facet")
					if f.Name != want {
						t.Errorf("the facet %s changed instead of %s", f.Name, want)
					}
				}
			}
		},
	})
}

// TestFacetsOfOpenAPI changes the one constraint that only OpenAPI has.
func TestFacetsOfOpenAPI(t *testing.T) {
	document := func(step string) map[string]string {
		return map[string]string{"a.yaml": `openapi: 3.1.0
info: {title: T, version: 1.0.0}
paths:
  /a:
    get:
      parameters: [{name: p, in: query, schema: {type: number, multipleOf: ` + step + `}}]
      responses: {"204": {description: done}}
`}
	}
	c := checktest.Case{Old: document("1"), New: document("2")}
	if changes := c.Run(t, append(Checks(), facets(t, "multipleOf"))); len(changes) != 2 {
		t.Errorf("got %v", changes)
	}
}

// fieldsOf returns the names of a struct's fields.
func fieldsOf(t *testing.T, path, name string) (names []string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSpec); ok && s.Name.Name == name {
			for _, f := range s.Type.(*ast.StructType).Fields.List {
				for _, id := range f.Names {
					names = append(names, id.Name)
				}
			}
		}
		return true
	})
	if len(names) == 0 {
		t.Fatalf("%s has no struct %s", path, name)
	}
	return names
}

// TestRulesOfProtovalidateAreKnown holds the list of what rules mean against the library: a rule
// that it gets tomorrow must not be one of which nothing can be told.
func TestRulesOfProtovalidateAreKnown(t *testing.T) {
	inModel := strings.Fields("const in not_in defined_only len min_len max_len len_bytes min_bytes max_bytes pattern " +
		"min_items max_items unique min_pairs max_pairs items keys values gt gte lt lte within")
	rules := (&validate.FieldRules{}).ProtoReflect().Descriptor().Fields()
	tried := 0
	for i := range rules.Len() {
		kind := rules.Get(i)
		if kind.Message() == nil || kind.IsList() {
			continue
		}
		for j := range kind.Message().Fields().Len() {
			rule := string(kind.Message().Fields().Get(j).Name())
			tried++
			name := "buf.validate." + string(kind.Name()) + "." + rule
			if !slices.Contains(inModel, rule) && sortOf(name) == unknown {
				t.Errorf("it is not known what %s means", name)
			}
		}
	}
	if tried < 150 {
		t.Errorf("only %d rules were tried", tried)
	}
}
