package config

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema(testCatalog())))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("bylaw.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("bylaw.json") // against the meta-schema of draft-07
	if err != nil {
		t.Fatal(err)
	}
	if schema.DraftVersion != 7 {
		t.Errorf("the schema is of draft %d", schema.DraftVersion)
	}
	return schema
}

// asEditor reads a file as an editor does before it asks the schema: as JSON, where a day is text.
func asEditor(t *testing.T, text string) any {
	t.Helper()
	value, problems := read(sourceOf(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if value == nil {
		return nil
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(appendJSON(nil, value)))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// TestSchemaAgrees holds the schema against Parse: both accept a sample, or both refuse it.
func TestSchemaAgrees(t *testing.T) {
	schema := compileSchema(t)
	for _, s := range samples() {
		if s.noSchema != "" {
			continue // the reason stands in the sample
		}
		t.Run(s.name, func(t *testing.T) {
			_, findings := parse(FileName, s.yaml)
			refused := slices.ContainsFunc(findings, func(f report.Finding) bool { return f.Severity == report.Error })
			if err := schema.Validate(asEditor(t, s.yaml)); (err != nil) != refused {
				t.Errorf("Parse says %q, the schema says %v", said(findings), err)
			}
		})
	}
}

// TestSchemaExceptions keeps the reasons honest: a sample that the schema is said not to see
// through must pass it, or not reach it.
func TestSchemaExceptions(t *testing.T) {
	schema := compileSchema(t)
	for _, s := range samples() {
		if s.noSchema == "" || s.noSchema == notJSON {
			continue
		}
		if err := schema.Validate(asEditor(t, s.yaml)); err != nil {
			t.Errorf("%s: the schema does see the mistake: %v", s.name, err)
		}
	}
}

func TestSchemaWithoutRules(t *testing.T) {
	if text := Schema(Catalog{}); !bytes.Contains(text, []byte(`"rules"`)) || text[len(text)-1] != '\n' {
		t.Errorf("%s", text)
	}
}

// TestSchemaHelpsEditors looks at what an editor shows for one rule.
func TestSchemaHelpsEditors(t *testing.T) {
	text := string(Schema(testCatalog()))
	for _, want := range []string{
		`"description": "a page size has no maximum. Group pagination, error by itself; presets: relaxed."`,
		`"default": 1000`,
		`"additionalProperties": false`,
		`"description": "Now called field-name-case."`,
		`"description": "Every rule of the group naming."`,
		`"field-removed": {`,
		`"description": "a field of a message."`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the schema lacks %s", want)
		}
	}
}
