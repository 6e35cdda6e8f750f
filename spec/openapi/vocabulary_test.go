package openapi

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestVocabularyIsDocumented compares the table of docs/vocabulary.md with what the two loaders know:
// the extensions here, and the options that are declared for proto.
func TestVocabularyIsDocumented(t *testing.T) {
	text := readText(t, "../../docs/vocabulary.md")
	documented := map[string]string{} // extension to option
	for _, row := range regexp.MustCompile("(?m)^\\|[^|]+\\| `(x-bylaw-[a-z-]+)` \\| ([^|]+) \\|").FindAllStringSubmatch(text, -1) {
		documented[row[1]] = strings.Trim(row[2], "` ")
	}
	if len(documented) < 10 {
		t.Fatalf("the table has %d rows: has its form changed?", len(documented))
	}
	var extensions, options []string
	for _, e := range vocabulary() {
		extensions = append(extensions, e.name)
		option := strings.ReplaceAll(strings.TrimPrefix(e.name, bylawPrefix), "-", "_")
		if e.name == "x-bylaw-ignore" { // proto has comments
			if !strings.Contains(documented[e.name], "comment") {
				t.Errorf("%s: the table says %q", e.name, documented[e.name])
			}
			continue
		}
		options = append(options, option)
		if documented[e.name] != option {
			t.Errorf("%s: the table gives it the option %q, want %q", e.name, documented[e.name], option)
		}
	}
	for name := range documented {
		if !slices.Contains(extensions, name) {
			t.Errorf("the table has %s, which is not read", name)
		}
	}
	for _, option := range declaredOptions(t) {
		if !slices.Contains(options, option) {
			t.Errorf("bylaw/options.proto has the field %s, which is no extension", option)
		}
	}
}

// declaredOptions returns the names of all fields of the messages in bylaw/options.proto.
func declaredOptions(t *testing.T) []string {
	text := readText(t, "../proto/bylaw/options.proto")
	var names []string
	for _, field := range regexp.MustCompile(`(?m)^  (?:optional )?(?:string|bool|uint64) (\w+) = \d+;`).FindAllStringSubmatch(text, -1) {
		names = append(names, field[1])
	}
	if len(names) < 20 {
		t.Fatalf("found only the fields %v: has the form of the file changed?", names)
	}
	return names
}

// TestConventionsAreDocumented pins that each other convention that is read stands in the document.
func TestConventionsAreDocumented(t *testing.T) {
	source, text := readText(t, "policy.go"), readText(t, "../../docs/vocabulary.md")
	for _, name := range regexp.MustCompile(`"(x-[a-z-]+)"`).FindAllStringSubmatch(source, -1) {
		if name[1] != bylawPrefix && !strings.Contains(text, "`"+name[1]) {
			t.Errorf("%s is not in docs/vocabulary.md", name[1])
		}
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
