package validate

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// group is one schema of JSON-Schema-Test-Suite with its instances.
type group struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

const draft, remotes = "tests/draft2020-12/", "http://localhost:1234/"

// suite is draft 2020-12: what is required, and the schemas that it finds on the net.
type suite struct {
	files   map[string][]group
	remotes map[string][]byte
}

func loadSuite(t *testing.T) *suite {
	t.Helper()
	s := &suite{map[string][]group{}, map[string][]byte{}}
	for archive := tar.NewReader(sharedtest.Conformance(t, "json-schema-test-suite.tar.gz")); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return s
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		if url, ok := strings.CutPrefix(header.Name, "remotes/"); ok {
			s.remotes[remotes+url] = text
		} else if name, ok := strings.CutPrefix(header.Name, draft); ok && path.Dir(name) == "." && path.Ext(name) == ".json" {
			var groups []group
			if err := json.Unmarshal(text, &groups); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			s.files[name] = groups
		}
	}
}

func (s *suite) fetch(_ context.Context, url string) ([]byte, error) {
	if text, ok := s.remotes[url]; ok {
		return text, nil
	}
	return nil, fmt.Errorf("the suite has no %s", url)
}

// load reads the schema as a component of a document; nil if it is refused.
func (s *suite) load(t *testing.T, schema json.RawMessage) *spec.API {
	t.Helper()
	files := map[string]string{"schema.json": string(schema)}
	component := `{"$ref": "schema.json"}`
	if schema[0] != '{' {
		component = string(schema)
	}
	files["openapi.json"] = `{"openapi": "3.1.1", "info": {"title": "Suite", "version": "1"}, "paths": {}, "components": {"schemas": {"Subject": ` + component + `}}}`
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(files), Roots: []string{"openapi.json"}, Remote: s.fetch})
	if len(apis) == 0 || len(findings) > 0 || strings.Contains(string(schema), "metaschema-") /* another dialect */ || !translatable(apis[0]) {
		return nil
	}
	return apis[0]
}

// translatable reports whether all patterns mean something to Go; others are refused elsewhere.
func translatable(api *spec.API) bool {
	ok := true
	spec.Walk(api, &spec.Visitor{Type: func(s *spec.Type) {
		if c := s.Constraints; c != nil && c.Pattern != "" {
			_, err := ecma.Translate(c.Pattern)
			ok = ok && err == nil
		}
	}})
	return ok
}

// TestSuite holds Check against JSON-Schema-Test-Suite 2020-12. Of its required files, format.json is
// left out: it wants `format` to be no more than a remark, and contracts mean it.
func TestSuite(t *testing.T) {
	s := loadSuite(t)
	right, refused := 0, 0
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if name == "format.json" {
			continue
		}
		for _, g := range s.files[name] {
			api := s.load(t, g.Schema)
			if api == nil {
				refused += len(g.Tests)
				continue
			}
			c := New(api)
			c.untyped = true
			check := c.Check(api.Types[slices.IndexFunc(api.Types, func(s *spec.Type) bool { return s.Name == "Subject" })])
			for _, test := range g.Tests {
				if got := allows(check, test.Data); got != test.Valid {
					t.Errorf("%s: %s: %s: valid is %v\n%s\n%s", name, g.Description, test.Description, got, g.Schema, test.Data)
				} else {
					right++
				}
			}
		}
	}
	t.Logf("%d cases decided right, %d refused", right, refused)
	if right < 1157 {
		t.Errorf("only %d cases are decided", right)
	}
}

func allows(check wire.Check, text []byte) bool {
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(text, wire.Limits{})
	if ok {
		check(&r, n)
	}
	return r.OK()
}
