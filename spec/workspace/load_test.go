package workspace

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// document returns an OpenAPI document with one operation whose answer is the schema referred to.
func openAPI(title, ref string) string {
	return fmt.Sprintf(`openapi: 3.1.1
info: {title: %s, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: list%s
      responses:
        "200":
          description: The orders.
          content:
            application/json:
              schema: {$ref: %q}
`, title, title, ref)
}

// split is a workspace of OpenAPI documents in several files.
func split() map[string]string {
	return map[string]string{
		"api/orders.yaml":        openAPI("Orders", "schemas/order.yaml"),
		"api/admin.yaml":         openAPI("Admin", "schemas/order.yaml"),
		"api/users.yaml":         openAPI("Users", "schemas/us%20er.yaml"),
		"api/schemas/order.yaml": "type: object\nproperties:\n  item: {$ref: item.yaml}\n",
		"api/schemas/item.yaml":  schema,
		"api/schemas/us er.yaml": schema,
		"api/schemas/lost.yaml":  schema,
		"k8s/service.yaml":       manifest + "# see item.yaml and lost.yaml\n",
	}
}

func load(t *testing.T, tree source.Tree, wanted Selection) *Loaded {
	t.Helper()
	loaded, err := Load(context.Background(), tree, wanted)
	check(t, err)
	return loaded
}

// roots returns the root files of the loaded APIs.
func roots(l *Loaded) (names []string) {
	for _, api := range l.APIs {
		if !api.Imported {
			names = append(names, api.Root.Path)
		}
	}
	return names
}

// focus returns those of the paths whose findings are wanted.
func focus(l *Loaded, paths []string) (wanted []string) {
	for _, name := range paths {
		if l.Focus(name) {
			wanted = append(wanted, name)
		}
	}
	return wanted
}

// told writes findings as "rule path".
func told(l *Loaded) (lines []string) {
	for _, f := range l.Findings {
		lines = append(lines, f.Rule+" "+f.Span.Path())
	}
	return lines
}

func TestLoad(t *testing.T) {
	all := []string{"api/admin.yaml", "api/orders.yaml", "api/users.yaml"}
	orderFiles := []string{"api/orders.yaml", "api/schemas/item.yaml", "api/schemas/order.yaml"}
	for _, test := range []struct {
		args               string
		roots, focus, told []string
		skips              []string
		counts             Counts
	}{
		{"", all, memtree.New(split()).Paths(),
			nil, []string{"api/schemas/lost.yaml: " + string(Unreferenced)}, Counts{Documents: 3, Fragments: 3, Other: 1}},
		{"api/orders.yaml", all[1:2], orderFiles, nil, nil, Counts{Documents: 1}},
		{"api/schemas/order.yaml", all[:2], []string{"api/schemas/order.yaml"}, nil, nil, Counts{Fragments: 1}},
		{"api/schemas/item.yaml", all[:2], []string{"api/schemas/item.yaml"}, nil, nil, Counts{Fragments: 1}},
		{"api/schemas/us?er.yaml", all[2:], []string{"api/schemas/us er.yaml"}, nil, nil, Counts{Fragments: 1}},
		{"api/orders.yaml api/schemas/item.yaml", all[1:2], orderFiles, nil, nil, Counts{Documents: 1, Fragments: 1}},
		{"api/schemas", all, []string{"api/schemas/item.yaml", "api/schemas/lost.yaml", "api/schemas/order.yaml", "api/schemas/us er.yaml"},
			nil, []string{"api/schemas/lost.yaml: " + string(Unreferenced)}, Counts{Fragments: 3}},
		{"api/schemas/lost.yaml", nil, []string{"api/schemas/lost.yaml"}, []string{"not-a-spec api/schemas/lost.yaml"}, nil, Counts{}},
		{"k8s/service.yaml", nil, []string{"k8s/service.yaml"}, []string{"not-a-spec k8s/service.yaml"}, nil, Counts{Other: 1}},
		{"k8s", nil, []string{"k8s/service.yaml"}, nil, nil, Counts{Other: 1}},
	} {
		t.Run(test.args, func(t *testing.T) {
			tree := memtree.New(split())
			loaded := load(t, tree, Selection{Args: strings.Fields(test.args)})
			equal(t, "roots", roots(loaded), test.roots)
			equal(t, "focus", focus(loaded, tree.Paths()), test.focus)
			equal(t, "told", told(loaded), test.told)
			equal(t, "skips", reasons(loaded.Skipped), test.skips)
			if loaded.Counts != test.counts {
				t.Errorf("counts %+v, want %+v", loaded.Counts, test.counts)
			}
		})
	}
}

func TestNotASpecIsInformationWithAPlace(t *testing.T) {
	loaded := load(t, memtree.New(split()), Selection{Args: []string{"k8s/service.yaml"}})
	f := loaded.Findings[0]
	if f.Severity != report.Info || f.Span.Text() != "apiVersion: v1" || f.Cure == "" {
		t.Errorf("finding %+v at %q", f, f.Span.Text())
	}
	loaded = load(t, memtree.New(nil), Selection{Args: []string{Stdin}, Stdin: strings.NewReader("no spec\n")})
	if f := loaded.Findings[0]; f.Severity != report.Error || f.Span.Text() != "no spec" {
		t.Errorf("what was piped in as a spec: %+v", f)
	}
}

func TestBothFormats(t *testing.T) {
	files := split()
	files["proto/shop/v1/order.proto"] = "syntax = \"proto3\";\npackage shop.v1;\nimport \"shop/v1/item.proto\";\nmessage Order { Item item = 1; }\n"
	files["proto/shop/v1/item.proto"] = "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string id = 1; }\n"
	tree := memtree.New(files)
	loaded := load(t, tree, Selection{})
	equal(t, "roots", roots(loaded), []string{"proto/shop/v1/item.proto", "api/admin.yaml", "api/orders.yaml", "api/users.yaml"})
	equal(t, "told", told(loaded), nil)
	loaded = load(t, tree, Selection{Args: []string{"proto/shop/v1/order.proto"}})
	equal(t, "focus", focus(loaded, tree.Paths()), []string{"proto/shop/v1/order.proto"})
	equal(t, "told", told(loaded), nil)
}

func TestSwaggerIsSaid(t *testing.T) {
	tree := memtree.New(map[string]string{"old.json": `{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}}`})
	for _, args := range [][]string{nil, {"old.json"}} {
		equal(t, "told", told(load(t, tree, Selection{Args: args})), []string{"swagger-2 old.json"})
	}
}

func TestErrorsInTheWayAreTold(t *testing.T) {
	files := split()
	files["api/users.yaml"] = "openapi: 3.1.1\ninfo: [\n# schemas/lost.yaml\n"
	files["proto/a.proto"] = "syntax = \"proto3\";\npackage a.v1;\nimport \"b.proto\";\nmessage A { B b = 1; }\n"
	files["proto/b.proto"] = "syntax = \"proto3\";\npackage a.v1;\nmessage B {\n"
	tree := memtree.New(files)
	got := told(load(t, tree, Selection{Args: []string{"proto/a.proto"}}))
	if !slices.Contains(got, "syntax proto/b.proto") {
		t.Errorf("an import that cannot be read: %q", got)
	}
	got = told(load(t, tree, Selection{Args: []string{"api/schemas/lost.yaml"}}))
	equal(t, "a document that may refer to the file", got, []string{"not-a-spec api/schemas/lost.yaml", "syntax api/users.yaml"})
	got = told(load(t, tree, Selection{Args: []string{"api/schemas/item.yaml"}}))
	equal(t, "a document that does not", got, nil)
}

func TestFragmentThroughStandardInput(t *testing.T) {
	loaded := load(t, memtree.New(split()), Selection{
		Args: []string{Stdin}, Stdin: strings.NewReader("type: array\nitems: {$ref: missing.yaml}\n"), StdinPath: "api/schemas/item.yaml"})
	equal(t, "roots", roots(loaded), []string{"api/admin.yaml", "api/orders.yaml"})
	equal(t, "told", told(loaded), []string{"unresolved-reference api/schemas/item.yaml"})
}

func TestStandardInputRefersToFiles(t *testing.T) {
	tree := memtree.New(split())
	loaded := load(t, tree, Selection{Args: []string{Stdin}, Stdin: strings.NewReader(openAPI("New", "schemas/item.yaml")), StdinPath: "api/stdin"})
	equal(t, "roots", roots(loaded), []string{"api/stdin.yaml"})
	equal(t, "told", told(loaded), nil)
	equal(t, "focus", focus(loaded, append(tree.Paths(), "api/stdin.yaml")), []string{"api/schemas/item.yaml", "api/stdin.yaml"})
}

func TestPartsByOthersAreOutOfFocus(t *testing.T) {
	root := folder(t, map[string]string{
		"api/a.yaml":             openAPI("A", "../third_party/t.yaml"),
		"third_party/t.yaml":     schema,
		"third_party/own/b.yaml": openAPI("B", "../t.yaml"),
		"gen/c.yaml":             openAPI("C", "parts/c.yaml"),
		"gen/parts/c.yaml":       schema,
	})
	excluded := func(name string) bool { return strings.HasPrefix(name, "gen") }
	for arg, want := range map[string][]string{
		"":                       {"api/a.yaml"},
		"api/a.yaml":             {"api/a.yaml"},
		"third_party/own/b.yaml": {"third_party/own/b.yaml", "third_party/t.yaml"},
		"gen/c.yaml":             {"gen/c.yaml", "gen/parts/c.yaml"},
	} {
		tree := openDir(t, root)
		loaded := load(t, tree, Selection{Args: strings.Fields(arg), Excluded: excluded})
		all := []string{"api/a.yaml", "gen/c.yaml", "gen/parts/c.yaml", "third_party/own/b.yaml", "third_party/t.yaml"}
		equal(t, arg, focus(loaded, all), want)
		equal(t, "told", told(loaded), nil)
	}
}

func TestSymbolicLinksOutAreRefused(t *testing.T) {
	root := folder(t, map[string]string{"in/a.yaml": openAPI("A", "leak.yaml"), "secret.yaml": schema})
	link(t, filepath.Join(root, "secret.yaml"), filepath.Join(root, "in", "leak.yaml"))
	loaded := load(t, openDir(t, filepath.Join(root, "in")), Selection{})
	if len(loaded.Findings) != 1 || loaded.Findings[0].Span.Path() != "a.yaml" {
		t.Errorf("findings %q", told(loaded))
	}
}

// watched counts how often a tree is listed, and which files are looked into.
type watched struct {
	view
	listed atomic.Int32
	looked atomic.Int32
}

func (w *watched) Paths() []string {
	w.listed.Add(1)
	return w.view.Paths()
}

func (w *watched) list(folder string) listing {
	w.listed.Add(1)
	return w.view.list(folder)
}

func (w *watched) read(name string) ([]byte, error) {
	w.looked.Add(1)
	return w.view.read(name)
}

func TestNamedFilesAreNotSearchedFor(t *testing.T) {
	files := split()
	files["proto/shop/v1/order.proto"] = "syntax = \"proto3\";\npackage shop.v1;\nimport \"google/protobuf/empty.proto\";\nimport \"shop/v1/item.proto\";\nmessage Order { Item item = 1; }\n"
	files["proto/shop/v1/item.proto"] = "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string id = 1; }\n"
	root := repository(t, files)
	for _, args := range [][]string{{"proto/shop/v1/order.proto"}, {"api/orders.yaml"}, {"api/orders.yaml", "api/schemas/item.yaml"}} {
		tree := &watched{view: openDir(t, root)}
		load(t, tree, Selection{Args: args})
		if tree.listed.Load() != 0 || tree.looked.Load() != 0 {
			t.Errorf("%q listed the tree %d times and looked into %d files", args, tree.listed.Load(), tree.looked.Load())
		}
	}
	tree := &watched{view: openDir(t, root)}
	load(t, tree, Selection{Args: []string{"api/schemas/item.yaml"}})
	if tree.listed.Load() == 0 {
		t.Error("the documents of a fragment cannot have been found")
	}
}

func TestSameAtAnyParallelism(t *testing.T) {
	root := folder(t, split())
	var first string
	for _, processors := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(processors)
		loaded := load(t, openDir(t, root), Selection{Args: []string{"api", "k8s/service.yaml"}})
		runtime.GOMAXPROCS(before)
		got := fmt.Sprint(roots(loaded), told(loaded), reasons(loaded.Skipped), loaded.Counts, loaded.Notes)
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("at %d: %s\nbefore: %s", processors, got, first)
		}
	}
}

func TestManyFragmentsByName(t *testing.T) {
	files := map[string]string{"other.yaml": openAPI("Other", "elsewhere.yaml"), "elsewhere.yaml": schema}
	var refs strings.Builder
	for i := range maxNames + 10 {
		name := fmt.Sprintf("schemas/s%03d.yaml", i)
		files[name] = schema
		fmt.Fprintf(&refs, "    S%d: {$ref: %s}\n", i, name)
	}
	files["openapi.yaml"] = rootYAML + "components:\n  schemas:\n" + refs.String()
	loaded := load(t, memtree.New(files), Selection{Args: []string{"schemas/*.yaml"}})
	equal(t, "roots", roots(loaded), []string{"openapi.yaml"})
	if loaded.Counts.Fragments != maxNames+10 {
		t.Errorf("counts %+v", loaded.Counts)
	}
}

func TestOpenAndLoad(t *testing.T) {
	repo := repository(t, split())
	dir := filepath.Join(repo, "api", "schemas")
	tree, wanted, err := Open(dir, Selection{Args: []string{"item.yaml"}})
	check(t, err)
	defer tree.Close()
	loaded := load(t, tree, wanted)
	equal(t, "roots", roots(loaded), []string{"api/admin.yaml", "api/orders.yaml"})
	check(t, os.Remove(filepath.Join(dir, "item.yaml")))
	_, err = Load(context.Background(), openDir(t, repo), wanted)
	if err == nil || err.Error() != "api/schemas/item.yaml: no such file or folder" {
		t.Errorf("error %v", err)
	}
}

func TestOnePackageOfTheCorpus(t *testing.T) {
	at := filepath.Join(sharedtest.Corpus(t), "googleapis", "google", "pubsub", "v1")
	tree, wanted, err := Open(folder(t, nil), Selection{Args: []string{at}})
	check(t, err)
	defer tree.Close()
	loaded := load(t, tree, wanted)
	equal(t, "roots", roots(loaded), []string{"google/pubsub/v1/pubsub.proto"})
	equal(t, "told", told(loaded), nil)
	if loaded.Counts != (Counts{Proto: 2}) {
		t.Errorf("counts %+v", loaded.Counts)
	}
}
