package declared

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const page = "../../docs/custom-rules.md"

// TestDocs holds the page against the tables of properties, and reads its example as a
// configuration. BYLAW_BLESS=1 writes the tables.
func TestDocs(t *testing.T) {
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(content), "-run TestDocs -->\n")
	_, after, found := strings.Cut(rest, "<!-- end -->")
	if !found {
		t.Fatalf("%s has no place for the tables", page)
	}
	want := before + "-run TestDocs -->\n" + tables() + "<!-- end -->" + after
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(content) {
		t.Errorf("%s is not what the code says: BYLAW_BLESS=1 writes it anew", page)
	}
	_, example, _ := strings.Cut(before, "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	c, findings := config.Parse(source.NewFile("bylaw.yaml", []byte(example)), config.Catalog{CheckCustom: Check})
	if len(findings) > 0 || len(c.Custom) != 3 {
		t.Errorf("the example declares %d rules: %+v", len(c.Custom), findings)
	}
	if found := run(t, c.Custom[0], openAPISpec); len(found) != 0 {
		t.Errorf("an owner is not seen: %+v", found)
	}
	if found := run(t, c.Custom[1], openAPISpec); len(found) != 1 || found[0].Severity != report.Warning {
		t.Errorf("a missing region is not seen: %+v", found)
	}
}

// tables are the properties of each kind as Markdown.
func tables() string {
	var out strings.Builder
	shared := len(ofAll())
	fmt.Fprintf(&out, "\n## Every element\n\n%s", table(newModel().kinds[0].properties[:shared]))
	for _, k := range newModel().kinds {
		fmt.Fprintf(&out, "\n## `%s`\n\n%s", k.name, table(k.properties[shared:]))
	}
	return out.String()
}

func table(properties []property) string {
	var out strings.Builder
	out.WriteString("| property | type | what it is |\n|---|---|---|\n")
	for _, p := range properties {
		fmt.Fprintf(&out, "| `%s` | %s | %s |\n", p.name, typeName(p.typ), p.doc)
	}
	return out.String()
}

func typeName(t *cel.Type) string { return strings.ReplaceAll(t.String(), namespace, "") }
