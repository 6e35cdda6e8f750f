package schema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// TestCorpusCompiles lowers what the operations of real contracts use, and vets it. It asserts how much
// there is, so that no crash can't mean that nothing was lowered, and that GitHub's stays within what
// issue 5 allows.
func TestCorpusCompiles(t *testing.T) {
	folder := filepath.Join(sharedtest.Corpus(t), "openapi")
	for _, c := range []struct {
		name               string
		declarations, most int // at least, lines at most
	}{{"api.github.com.json", 1900, 80_000}, {"stripe.yaml", 4000, 145_000}, {"ghes-3.19.json", 1500, 70_000}} {
		t.Run(c.name, func(t *testing.T) {
			decls, findings := reachable(corpus(t, folder, c.name))
			for _, f := range findings {
				if t.Log(said(f)); f.Severity == report.Error || f.Span.IsZero() {
					t.Error(said(f))
				}
			}
			types, json := emitted(t, "types.go.tmpl", decls), emitted(t, "json.go.tmpl", decls)
			lines := bytes.Count(types, []byte("\n")) + bytes.Count(json, []byte("\n"))
			t.Logf("%d declarations, %d lines", len(decls), lines)
			if len(decls) < c.declarations || lines > c.most {
				t.Errorf("%d declarations, want at least %d; %d lines, want at most %d", len(decls), c.declarations, lines, c.most)
			}
			compiles(t, packaged(t, decls))
		})
	}
}

func corpus(t *testing.T, folder, name string) *spec.API {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	tree := memtree.New(map[string]string{name: string(content)})
	apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: tree, Roots: []string{name}})
	if len(apis) != 1 {
		t.Fatal("nothing was loaded")
	}
	return apis[0]
}

// reachable lowers what operations use.
func reachable(api *spec.API) ([]schema.Decl, []report.Finding) {
	types := schema.New(api, naming.NewScope(), schema.Options{})
	use := func(media []*spec.MediaType, name string) {
		for _, m := range media {
			if m.Type != nil {
				types.Use(m.Type, name).Check()
			}
		}
	}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.Kind != spec.Call {
				continue
			}
			name := naming.Exported(o.Name)
			for _, p := range o.Parameters {
				slot := types.Slot(p.Type, name+naming.Exported(p.Name), p.Required, p.Default)
				slot.Shape.Param()
			}
			if o.Request != nil {
				use(o.Request.Content, name+"Body")
			}
			for _, r := range o.Responses {
				use(r.Content, name+naming.Exported(r.Status))
			}
		}
	}
	return types.Decls()
}
