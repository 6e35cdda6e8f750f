package format_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/format"
)

// TestSuite runs the format cases of the JSON Schema test suite, which lies beside the project.
func TestSuite(t *testing.T) {
	counts := map[string]int{}
	for file, content := range suite(t) {
		name := strings.TrimSuffix(path.Base(file), ".json")
		name = strings.TrimPrefix(name, "ecmascript-")
		fits := format.Find(name)
		if name == "unknown" {
			continue
		}
		if fits == nil {
			t.Errorf("the format %s isn't known", name)
			continue
		}
		for _, c := range textCases(t, content) {
			counts[name]++
			if fits(c.text) != c.valid {
				t.Errorf("%s: %q must be %v: %s", name, c.text, c.valid, c.description)
			}
		}
	}
	total := 0
	for name, n := range counts {
		t.Logf("%s: %d", name, n)
		total += n
	}
	if len(counts) != 19 || total < 480 {
		t.Errorf("%d formats with %d cases: some are missing", len(counts), total)
	}
}

type textCase struct {
	description, text string
	valid             bool
}

// textCases gives the cases whose data is a string; a format says nothing about others.
func textCases(t *testing.T, content []byte) (cases []textCase) {
	var groups []struct {
		Description string
		Tests       []struct {
			Description string
			Data        json.RawMessage
			Valid       bool
		}
	}
	if err := json.Unmarshal(content, &groups); err != nil {
		t.Fatal(err)
	}
	for _, group := range groups {
		for _, test := range group.Tests {
			var text *string
			if json.Unmarshal(test.Data, &text) == nil && text != nil {
				cases = append(cases, textCase{group.Description + ": " + test.Description, *text, test.Valid})
			}
		}
	}
	return cases
}

// suite gives the files of the format cases.
func suite(t *testing.T) map[string][]byte {
	file, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "conformance", "json-schema-test-suite.tar.gz"))
	if errors.Is(err, os.ErrNotExist) && os.Getenv("BYLAW_REQUIRE_SHARED") != "1" {
		t.Skip("needs the folder ../shared/conformance beside the project, which is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for entries := tar.NewReader(unzipped); ; {
		entry, err := entries.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(entry.Name, "tests/draft2020-12/optional/format/") && strings.HasSuffix(entry.Name, ".json") {
			if files[entry.Name], err = io.ReadAll(entries); err != nil {
				t.Fatal(err)
			}
		}
	}
}
