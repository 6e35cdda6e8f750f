package schema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/report"
)

// TestLower holds what is generated for small contracts against testdata/lower, and compiles it.
// BYLAW_BLESS=1 renews the expectations.
func TestLower(t *testing.T) {
	paths, err := filepath.Glob("testdata/lower/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lowerCase(t, path, archive)
		})
	}
}

func lowerCase(t *testing.T, path string, archive *txtar.Archive) {
	version, given := "3.1.0", &txtar.Archive{Comment: archive.Comment}
	var text string
	var o schema.Options
	for _, file := range archive.Files {
		switch file.Name {
		case "version":
			version = strings.TrimSpace(string(file.Data))
		case "types": // name, import path and type of what the user maps
			for line := range strings.Lines(string(file.Data)) {
				words := strings.Fields(line)
				o.Types = append(o.Types, generator.TypeMapping{Name: words[0], Import: words[1], Type: words[2]})
			}
		case "schemas.yaml":
			text = string(file.Data)
		default:
			continue
		}
		given.Files = append(given.Files, file)
	}
	decls, findings := lowered(load(t, document(version, text)), o)
	var told strings.Builder
	broken := false
	for _, f := range findings {
		told.WriteString(said(f) + "\n")
		broken = broken || f.Severity == report.Error
	}
	given.Files = append(given.Files, txtar.File{Name: "findings", Data: []byte(told.String())})
	if !broken {
		given.Files = append(given.Files,
			txtar.File{Name: "types.go", Data: emitted(t, "types.go.tmpl", decls)}, txtar.File{Name: "json.go", Data: emitted(t, "json.go.tmpl", decls)})
		compiles(t, packaged(t, decls))
	}
	compare(t, path, txtar.Format(given))
}

func compare(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is generated now: read the difference that BYLAW_BLESS=1 makes", path)
	}
}
