package proto

import (
	"context"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// fingerprint hashes everything that Load says, in the order it says it.
func fingerprint(apis []*spec.API, findings []report.Finding) uint64 {
	sum := fnv.New64a()
	node := func(kind string, n *spec.Node) {
		fmt.Fprintln(sum, kind, n.ID(), n.Doc, n.Span.Path(), n.Span.Start, n.Span.End, n.NameSpan.Start, n.Deprecated != nil, n.Policy)
	}
	for _, api := range apis {
		fmt.Fprintln(sum, "api", api.Name, api.Imported, api.Version, len(api.Resources))
		spec.Walk(api, &spec.Visitor{
			Document:  func(d *spec.Document) { node("document", &d.Node) },
			Service:   func(s *spec.Service) { node("service", &s.Node) },
			Operation: func(o *spec.Operation) { node("operation", &o.Node) },
			Type:      func(t *spec.Type) { node("type", &t.Node) },
			OneOf:     func(o *spec.OneOf) { node("oneof", &o.Node) },
			EnumValue: func(v *spec.EnumValue) { node("value", &v.Node) },
			Field: func(f *spec.Field) {
				node("field", &f.Node)
				fmt.Fprintln(sum, f.Number, f.Presence, f.Behavior, summary(f.Type))
				if use := element(f.Type); use.Target != nil {
					fmt.Fprintln(sum, use.Target.ID())
				}
			},
		})
	}
	for _, f := range findings {
		fmt.Fprintln(sum, f.Rule, f.Severity, f.Message, f.Cure, f.Span.Path(), f.Span.Start, f.Span.End)
		for _, r := range f.Related {
			fmt.Fprintln(sum, r.Message, r.Span.Path(), r.Span.Start)
		}
	}
	return sum.Sum64()
}

func TestLoadIsTheSameAtAnyParallelism(t *testing.T) {
	root := filepath.Join(sharedtest.Corpus(t), "googleapis")
	var prints []uint64
	for _, processors := range []int{1, 2, 8} {
		before := runtime.GOMAXPROCS(processors)
		tree := newDiskTree(t, root)
		var files []string
		for _, path := range tree.paths {
			if strings.HasPrefix(path, "preview/") || strings.HasPrefix(path, "google/cloud/a") {
				files = append(files, path)
			}
		}
		prints = append(prints, fingerprint(Load(context.Background(), Config{Tree: tree, Files: files})))
		runtime.GOMAXPROCS(before)
	}
	if prints[0] != prints[1] || prints[0] != prints[2] {
		t.Errorf("three runs gave %x", prints)
	}
}

// With preview/ names are declared twice. Each file says so, and the rest is linted as without it.
func TestGoogleapisWithPreview(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole corpus a second time")
	}
	tree := newDiskTree(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	apis, findings := Load(context.Background(), Config{Tree: tree, Files: tree.paths})
	got := map[string]int{}
	for _, f := range findings {
		if f.Rule != report.DuplicateSymbol || !strings.HasPrefix(f.Span.Path(), "preview/") || len(f.Related) != 1 || strings.HasPrefix(f.Related[0].Span.Path(), "preview/") {
			t.Errorf("%s: %s: %s", f.Span.Path(), f.Rule, f.Message)
		}
		got[f.Severity.String()]++
	}
	for _, api := range apis {
		if !api.Imported {
			got["documents"] += len(api.Documents)
			spec.Walk(api, &spec.Visitor{
				Operation: func(*spec.Operation) { got["operations"]++ },
				Field:     func(*spec.Field) { got["fields"]++ },
			})
		}
	}
	want := map[string]int{"documents": 7291, "operations": 12344, "fields": 150846}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%d %s, want %d", got[name], name, n)
		}
	}
	if got["error"]+got["info"] != 57 {
		t.Errorf("%d errors and %d copies, want 57 together", got["error"], got["info"])
	}
}
