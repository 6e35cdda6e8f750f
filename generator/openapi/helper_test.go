package openapi

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// fixture is the contract with every kind of method, binding and rule.
const fixture = "../../templates/kit/internal/shop/shop.proto"

// memory is a tree of texts.
type memory map[string]string

func (m memory) Paths() []string {
	var paths []string
	for path := range m {
		paths = append(paths, path)
	}
	return paths
}

func (m memory) File(path string) (*source.File, error) {
	if text, ok := m[path]; ok {
		return source.NewFile(path, []byte(text)), nil
	}
	return nil, fs.ErrNotExist
}

// folder is a tree of files on disk.
type folder struct {
	root  string
	paths []string
	mu    sync.Mutex
	files map[string]*source.File
}

func openFolder(t testing.TB, root string) *folder {
	t.Helper()
	d := &folder{root: root, files: map[string]*source.File{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".proto") {
			relative, _ := filepath.Rel(root, path)
			d.paths = append(d.paths, filepath.ToSlash(relative))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *folder) Paths() []string { return d.paths }

func (d *folder) File(path string) (*source.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if file := d.files[path]; file != nil {
		return file, nil
	}
	content, err := os.ReadFile(filepath.Join(d.root, path))
	if err != nil {
		return nil, err
	}
	d.files[path] = source.NewFile(path, content)
	return d.files[path], nil
}

// protoOf reads a contract of one file.
func protoOf(t testing.TB, text string) *spec.API {
	t.Helper()
	apis, findings := proto.Load(context.Background(), proto.Config{Tree: memory{"api.proto": text}, Files: []string{"api.proto"}, ImportPaths: []string{"."}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%s: %s", f.Rule, f.Message)
		}
	}
	for _, api := range apis {
		if !api.Imported {
			return api
		}
	}
	t.Fatal("there is no package in it")
	return nil
}

// exportOf exports a contract of one file, which OpenAPI can say without an error.
func exportOf(t testing.TB, text string) (*Document, []report.Finding) {
	t.Helper()
	d, findings := Export(protoOf(t, text))
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%s: %s", f.Rule, f.Message)
		}
	}
	return d, findings
}

// readBack reads an exported document with our own loader.
func readBack(t testing.TB, yaml []byte) (*spec.API, []report.Finding) {
	t.Helper()
	apis, findings := openapi.Load(context.Background(), openapi.Config{Tree: memory{"openapi.yaml": string(yaml)}, Roots: []string{"openapi.yaml"}})
	if len(apis) != 1 {
		t.Fatalf("%d APIs in the document: %v", len(apis), findings)
	}
	return apis[0], findings
}

func countOperations(api *spec.API) int {
	n := 0
	for _, s := range api.Services {
		n += len(s.Operations)
	}
	return n
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
