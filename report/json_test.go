package report

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaPath = "../docs/schema/output.schema.json"

func readJSON(t *testing.T, path string) any {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	value, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// closed forbids what the schema does not describe: readers must bear new fields, but here one
// that is not documented is a mistake.
func closed(schema any) {
	switch node := schema.(type) {
	case map[string]any:
		if _, ok := node["properties"].(map[string]any); ok {
			node["additionalProperties"] = false
		}
		for _, child := range node {
			closed(child)
		}
	case []any:
		for _, child := range node {
			closed(child)
		}
	}
}

func compiled(t *testing.T, schema any) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	result, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%v in:\n%s", err, text)
	}
}

// summaries are runs of every kind, for the schemas to be tried on.
func summaries(t *testing.T) map[string]*Summary {
	broken := source.NewFile("a\xff b%#?\n\"<ü>.proto", []byte("\xff\x00\u2028</script>"))
	return map[string]*Summary{
		"shop":      shopSummary(t),
		"nothing":   {},
		"consumers": consumersSummary(t),
		"tables":    {Tables: []Table{scores(), {Name: "none"}}},
		"hostile": {Findings: []Finding{{
			Rule: "r", Severity: Info, Span: broken.Span(0, 2), Message: "a\xff\x00 [x](https://evil)", Element: "\x1b\xfe",
			Related: []Related{{Message: "no place"}},
			Fixes:   []Fix{{Title: "empty", Safety: Safe, Edits: []Edit{{broken.Span(0, 0), "\xff"}, {broken.Span(1, 2), ""}}}},
		}}},
	}
}

func TestJSONMatchesItsSchema(t *testing.T) {
	definition := readJSON(t, schemaPath)
	closed(definition)
	schema := compiled(t, definition)
	for name, s := range summaries(t) {
		t.Run(name, func(t *testing.T) { validate(t, schema, printed(t, JSON, s, Options{})) })
	}
}

func TestJSONGolden(t *testing.T) {
	golden(t, "shop.json", printed(t, JSON, shopSummary(t), Options{}))
}

func TestJSONHasOneFindingALine(t *testing.T) {
	s := shopSummary(t)
	lines := 0
	for line := range strings.Lines(printed(t, JSON, s, Options{})) {
		if strings.HasPrefix(line, `    {"rule":`) {
			lines++
			if !json.Valid([]byte(strings.TrimRight(line, ",\n"))) {
				t.Errorf("a line that is no JSON: %s", line)
			}
		}
	}
	if lines != len(s.Findings) {
		t.Errorf("%d lines for %d findings", lines, len(s.Findings))
	}
}

// The three ways to count must lead to the same place.
func TestJSONPositions(t *testing.T) {
	for i, f := range shopSummary(t).Findings {
		location := jsonLocationOf(f.Span)
		if location == nil {
			continue
		}
		lines := strings.SplitAfter(string(f.Span.File.Content), "\n")
		line := lines[location.Start.Line-1]
		before := strings.Join(lines[:location.Start.Line-1], "")
		characters := string([]rune(line)[:location.Start.Column-1])
		if len(before)+len(characters) != location.Start.Offset {
			t.Errorf("finding %d: line %d column %d is offset %d, not %d", i,
				location.Start.Line, location.Start.Column, len(before)+len(characters), location.Start.Offset)
		}
	}
}

// docs/output-json.md shows one finding as it is printed.
func TestJSONDocumentation(t *testing.T) {
	const path = "../docs/output-json.md"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	intro, rest, _ := strings.Cut(string(page), "```json\n")
	_, after, ok := strings.Cut(rest, "```\n")
	if !ok {
		t.Fatal("the page has no example")
	}
	want := intro + "```json\n" + documented(t) + "```\n" + after
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(page) {
		t.Error("the example is not what is printed; BYLAW_BLESS=1 renews it")
	}
	definition, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, word := range regexp.MustCompile(`\w+`).FindAllString(intro, -1) {
		explained[word] = true
	}
	for _, name := range propertyNames(t, definition) {
		if !explained[name] {
			t.Errorf("the page does not explain %q", name)
		}
	}
}

func documented(t *testing.T) string {
	s := shopSummary(t)
	for i, f := range s.Findings {
		if f.Rule == "field-name-case" {
			f.Related = []Related{{Message: "the API writes customer_id elsewhere", Span: at(t, f.Span.File, "created_at")}}
			s.Findings = s.Findings[i : i+1]
			s.Findings[0] = f
			break
		}
	}
	s.Rule = func(id string) (RuleInfo, bool) {
		return RuleInfo{
			Title: "a field is written in another case than the rest of the API", Group: "naming", Severity: Warning,
			HelpURI: homePage + "/blob/main/docs/rules/" + id + ".md",
		}, true
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(printed(t, JSON, s, Options{})), "", "  "); err != nil {
		t.Fatal(err)
	}
	return pretty.String()
}

func propertyNames(t *testing.T, schema []byte) []string {
	var names []string
	var walk func(any)
	walk = func(value any) {
		switch node := value.(type) {
		case map[string]any:
			if properties, ok := node["properties"].(map[string]any); ok {
				for name := range properties {
					names = append(names, name)
				}
			}
			for _, child := range node {
				walk(child)
			}
		}
	}
	var value any
	if err := json.Unmarshal(schema, &value); err != nil {
		t.Fatal(err)
	}
	walk(value)
	if len(names) < 30 {
		t.Fatalf("only %d properties found", len(names))
	}
	return names
}
