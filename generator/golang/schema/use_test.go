package schema_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/spec"
)

func used(t *testing.T, text string) (*schema.Types, *spec.Type) {
	api := load(t, document("3.1.0", text))
	return schema.New(api, naming.NewScope(), schema.Options{}), api.Types[0]
}

func TestFiles(t *testing.T) {
	types, form := used(t, "Form: {type: object, required: [photo], properties: {photo: {type: string, format: binary}, more: {type: array, items: {type: string, format: binary}}, title: {type: string}}}")
	types.File(form.Fields[0].Type)
	types.File(form.Fields[1].Type.Items)
	shape := types.Use(form, "")
	for name, want := range map[string]string{"photo": "wire.File", "more": "[]wire.File", "title": "value.Optional[string]"} {
		if f, ok := shape.Field(name); !ok || f.Slot.Go != want {
			t.Errorf("%s is %s, want %s", name, f.Slot.Go, want)
		}
	}
	decls, _ := types.Decls()
	text := string(emitted(t, "json.go.tmpl", decls))
	if !strings.Contains(text, "wire.ReadFile(&x.Photo, r, m.Required(0))") || strings.Contains(text, `Key("photo")`) || strings.Contains(text, `"more", x.More`) {
		t.Errorf("files are read, and not written with the rest:\n%s", text)
	}
	compiles(t, packaged(t, decls))
}

func TestParam(t *testing.T) {
	for text, want := range map[string]string{
		"{type: string}":                "param.Text",
		"{type: integer}":               "param.Integer",
		"{type: number}":                "param.Number",
		"{type: [boolean, 'null']}":     "param.Bool",
		"{}":                            "param.Text",
		"{type: string, enum: [a, b]}":  "param.Text",
		"{type: integer, enum: [1, 2]}": "param.Integer",
		"{oneOf: [{type: integer}, {type: string}]}":                                              "&param.Shape{Scalars: wire.KindInteger|wire.KindString}",
		"{type: array, items: {type: integer}}":                                                   "aShape = &param.Shape{Items: param.Integer}",
		"{type: object, properties: {x: {type: integer}}, additionalProperties: {type: boolean}}": "aShape = &param.Shape{Properties: []param.Property{\n{Name: \"x\", Shape: param.Integer},\n}, Additional: param.Bool}",
	} {
		types, s := used(t, "A: "+text)
		got := types.Use(s, "").Param()
		if decls, _ := types.Decls(); strings.HasSuffix(got, "Shape") {
			for _, d := range decls {
				if d.Name == got && d.Shape != nil {
					got += " = " + d.Shape.Value
				}
			}
		}
		if got != want {
			t.Errorf("%s travels as %s, want %s", text, got, want)
		}
	}
}

func TestParamOfRecursion(t *testing.T) {
	types, s := used(t, "A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/A'}}}")
	types.Use(s, "").Param()
	decls, findings := types.Decls()
	if len(findings) != 1 || findings[0].Rule != "generate/deep-parameter" {
		t.Errorf("what is left out is not said once: %v", findings)
	}
	for _, d := range decls {
		if d.Shape != nil && len(d.Shape.Value) > 5000 {
			t.Errorf("a shape of %d bytes", len(d.Shape.Value))
		}
	}
	compiles(t, packaged(t, decls))
}

func TestExpressionsOfLists(t *testing.T) {
	types, s := used(t, "A: {type: object, properties: {a: {type: array, items: {type: object, properties: {x: {type: string}}}}}}")
	shape := types.Use(s.Fields[0].Type, "Items")
	for got, want := range map[string]string{
		shape.Go: "[]ItemsItem", shape.Check(): "wire.CheckArray[ItemsItem]", shape.Reader(): "wire.ReadArray[ItemsItem]", shape.Writer(): "wire.WriteItems[ItemsItem]",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
