package schema

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// conformanceSuite is JSON-Schema-Test-Suite, draft 2020-12.
type conformanceSuite struct {
	files   map[string][]suiteGroup // by path below the draft: "ref.json", "optional/format/uri.json"
	remotes map[string][]byte       // by URL
}

type suiteGroup struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

const suiteDraft, suiteRemotes = "tests/draft2020-12/", "http://localhost:1234/"

func loadSuite(t *testing.T) *conformanceSuite {
	t.Helper()
	s := &conformanceSuite{files: map[string][]suiteGroup{}, remotes: metaschemas(t)}
	archive := tar.NewReader(sharedtest.Conformance(t, "json-schema-test-suite.tar.gz"))
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return s
		}
		if err != nil {
			t.Fatal(err)
		}
		name, isTest := strings.CutPrefix(header.Name, suiteDraft)
		url, isRemote := strings.CutPrefix(header.Name, "remotes/")
		if header.Typeflag != tar.TypeReg || !isTest && !isRemote {
			continue
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		if isRemote {
			s.remotes[suiteRemotes+url] = text
			continue
		}
		var groups []suiteGroup
		if err := json.Unmarshal(text, &groups); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s.files[name] = groups
	}
}

// metaschemas returns the schemas of JSON Schema 2020-12 itself, which come with the library that is
// our oracle.
func metaschemas(t *testing.T) map[string][]byte {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/santhosh-tekuri/jsonschema/v6").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(dir)), "metaschemas", "draft", "2020-12")
	found := map[string][]byte{}
	for _, name := range []string{
		"schema", "meta/core", "meta/applicator", "meta/unevaluated", "meta/validation", "meta/meta-data",
		"meta/format-annotation", "meta/format-assertion", "meta/content",
	} {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		found["https://json-schema.org/draft/2020-12/"+name] = text
	}
	return found
}

func (s *conformanceSuite) fetch(_ context.Context, url string) ([]byte, error) {
	if text, ok := s.remotes[url]; ok {
		return text, nil
	}
	return nil, fmt.Errorf("the suite has no %s", url)
}

// names returns the files below a folder of the draft, itself "." for the required ones.
func (s *conformanceSuite) names(folder string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if path.Dir(name) == folder {
			names = append(names, name)
		}
	}
	return names
}

// load reads the schema as a component of an OpenAPI document. A schema that is an object has a file
// of its own, so that it is the root that # means in it.
func (s *conformanceSuite) load(schema json.RawMessage) (*spec.API, []report.Finding) {
	files := map[string]string{"schema.json": string(schema)}
	component := `{"$ref": "schema.json"}`
	if schema[0] != '{' {
		component = string(schema)
	}
	files["openapi.json"] = `{"openapi": "3.1.1", "info": {"title": "Suite", "version": "1"}, "paths": {}, "components": {"schemas": {"Subject": ` + component + `}}}`
	apis, findings := openapi.Load(context.Background(), openapi.Config{Tree: memtree.New(files), Roots: []string{"openapi.json"}, Remote: s.fetch})
	if len(apis) == 0 {
		return nil, findings
	}
	return apis[0], findings
}
