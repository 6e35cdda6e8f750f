package bundle_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/openapi/bundle"
)

// TestCorpus takes real documents apart, a file for each schema, response, parameter and path, and puts them together again.
func TestCorpus(t *testing.T) {
	dir := sharedtest.Corpus(t)
	for name, least := range map[string]int{"api.github.com.json": 1500, "stripe.yaml": 1200} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(dir, "openapi", name))
			if err != nil {
				t.Fatal(err)
			}
			files := split(t, content)
			if len(files) < least {
				t.Fatalf("only %d files", len(files))
			}
			whole, _ := openapi.LoadLinked(context.Background(), openapi.Config{Tree: memtree.New(map[string]string{"openapi.json": string(content)}), Roots: []string{"openapi.json"}})
			parts, findings := openapi.LoadLinked(context.Background(), openapi.Config{Tree: memtree.New(files), Roots: []string{"openapi.json"}, Links: true})
			for _, f := range findings[:min(len(findings), 3)] {
				t.Errorf("%s %s: %s", f.Span.Path(), f.Rule, f.Message)
			}
			text, findings := bundle.OpenAPI(parts[0], bundle.Same)
			for _, f := range findings[:min(len(findings), 3)] {
				t.Errorf("%s: %s", f.Rule, f.Message)
			}
			again, findings := openapi.LoadLinked(context.Background(), openapi.Config{Tree: memtree.New(map[string]string{"openapi.json": string(text)}), Roots: []string{"openapi.json"}})
			for _, f := range findings[:min(len(findings), 3)] {
				t.Errorf("%s: %s", f.Rule, f.Message)
			}
			if len(again) != 1 || len(again[0].API.Documents) != 1 || operations(again[0].API) < 400 || operations(again[0].API) != operations(whole[0].API) {
				t.Fatalf("%d operations of %d", operations(again[0].API), operations(whole[0].API))
			}
			result, err := breaking.Run(context.Background(), breaking.Versions{Old: []*spec.API{whole[0].API}, New: []*spec.API{again[0].API}}, checks.All())
			if err != nil {
				t.Fatal(err)
			}
			unused := 0
			for _, c := range result.Changes {
				switch {
				case c.Check == "definition" && c.Kind == breaking.Removed: // nothing refers to it, so that it is in no part
					unused++
				case strings.HasPrefix(c.Attribute, "x-"), c.Check == "example" && strings.Contains(c.From, "$ref"):
					// What looks like a reference there isn't one to OpenAPI.
				case !t.Failed():
					t.Errorf("%s %s: %s", c.Check, c.Element, c.Message)
				}
			}
			t.Logf("%d files, %d kB, %d schemas that nothing refers to", len(files), len(text)>>10, unused)
		})
	}
}

func operations(api *spec.API) (n int) {
	spec.Walk(api, &spec.Visitor{Operation: func(*spec.Operation) { n++ }})
	return n
}

var local = regexp.MustCompile(`"#/components/(schemas|parameters|responses|examples|headers|requestBodies)/([^"/]+)((?:/[^"]*)?)"`)

// split takes a document apart.
func split(t *testing.T, content []byte) map[string]string {
	t.Helper()
	var document map[string]any
	if err := yaml.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	put := func(path, up string, v any) {
		text, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		files[path] = local.ReplaceAllStringFunc(string(text), func(ref string) string {
			m := local.FindStringSubmatch(ref)
			if m[3] != "" {
				m[3] = "#" + m[3]
			}
			return fmt.Sprintf("%q", up+m[1]+"/"+url.PathEscape(m[2])+".json"+m[3])
		})
	}
	components := document["components"].(map[string]any)
	for section, all := range components {
		if !local.MatchString(`"#/components/` + section + `/x"`) {
			continue
		}
		for name, v := range all.(map[string]any) {
			put("api/"+section+"/"+name+".json", "../", v)
		}
		delete(components, section)
	}
	paths := document["paths"].(map[string]any)
	n := 0
	for path, item := range paths {
		n++
		file := fmt.Sprintf("paths/p%d.json", n)
		put("api/"+file, "../", item)
		paths[path] = map[string]any{"$ref": "api/" + file}
	}
	put("openapi.json", "api/", document)
	return files
}
