package protobuf

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// folderTree is a folder of .proto files.
type folderTree struct {
	root  string
	paths []string
}

func newFolderTree(t *testing.T, root string) *folderTree {
	t.Helper()
	tree := &folderTree{root: root}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".proto") && !strings.HasPrefix(name, "preview/") {
			tree.paths = append(tree.paths, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func (t *folderTree) Paths() []string { return t.paths }

func (t *folderTree) File(name string) (*source.File, error) {
	content, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	return source.NewFile(name, content), nil
}

// TestCorpus generates from googleapis, all of it with BYLAW_PROOF and a part else. Everything that is
// refused is named here, with why.
func TestCorpus(t *testing.T) {
	tree := newFolderTree(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	wanted, floor := []string{"google/cloud/a", "google/pubsub", "google/iam", "google/storage", "google/home/graph", "google/protobuf"}, 150
	if os.Getenv("BYLAW_PROOF") == "1" {
		wanted, floor = []string{""}, 7000
	} else {
		t.Log("BYLAW_PROOF is not set: of", wanted, "only")
	}
	var chosen []string
	for _, name := range tree.paths {
		for _, prefix := range wanted {
			if strings.HasPrefix(name, prefix) && !refusedByGo(name) {
				chosen = append(chosen, name)
				break
			}
		}
	}
	apis, sets, _ := proto.LoadLinked(context.Background(), proto.Config{Tree: tree, Files: chosen, Descriptors: true})
	var linked []Linked
	for _, set := range sets {
		linked = append(linked, Linked(*set))
	}
	c, findings := NewContract(linked, apis)
	findings = append(findings, place(t, c)...)
	files, services, bindings := 0, 0, 0
	for _, p := range c.Packages() {
		o := generator.Options{Module: "example.com/shop", Support: "internal/platform", Outputs: generator.AllOutputs, Package: p.goName, Out: strings.TrimPrefix(p.importPath, "example.com/shop/")}
		plan, told := generator.Lower(New(c), p.API, o)
		findings = append(findings, told...)
		emitted, err := generator.Emit(t.Context(), plan, Language(), o, nil)
		if err != nil {
			t.Error(err)
		}
		files += len(emitted)
		for _, f := range emitted {
			if strings.HasSuffix(f.Path, ".grpc.go") {
				services++
			}
		}
	}
	for _, f := range findings {
		switch {
		case f.Severity < report.Error:
		case f.Rule == "generate/binding-collision": // two methods that answer to the same requests: real, and told
			bindings++
		default:
			t.Errorf("%s: %s: %s", f.Span.Path(), f.Rule, f.Message)
		}
	}
	t.Logf("%d files of %d packages become %d Go files, %d of them with services; %d bindings collide", len(chosen), len(c.Packages()), files, services, bindings)
	if len(chosen) < floor || files < 2*len(chosen) {
		t.Errorf("that is too little")
	}
}

// refusedByGo reports whether Go cannot be made of a file: grafeas' packages import each other, file by
// file, because it spreads one of them over two Go packages.
func refusedByGo(name string) bool {
	return strings.HasPrefix(name, "google/devtools/containeranalysis/v1beta1") || strings.HasPrefix(name, "grafeas/")
}
