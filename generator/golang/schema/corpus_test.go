package schema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

func TestCorpusCompiles(t *testing.T) {
	folder := filepath.Join(sharedtest.Corpus(t), "openapi")
	for _, name := range []string{"api.github.com.json", "stripe.yaml"} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			tree := memtree.New(map[string]string{name: string(content)})
			apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: tree, Roots: []string{name}})
			started := time.Now()
			decls, findings := reachable(apis[0])
			for i, f := range findings {
				if i < 40 || f.Severity == report.Error {
					t.Log(said(f))
				}
			}
			types, json := emitted(t, "types.go.tmpl", decls), emitted(t, "json.go.tmpl", decls)
			t.Logf("%d declarations, %d + %d lines in %s", len(decls), bytes.Count(types, []byte("\n")), bytes.Count(json, []byte("\n")), time.Since(started))
			compiles(t, packaged(t, decls))
		})
	}
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
