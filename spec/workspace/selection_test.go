package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
)

// shop is a workspace with something of everything.
func shop() map[string]string {
	return map[string]string{
		"api/openapi.yaml":       rootYAML + "x-parts: [{$ref: schemas/order.yaml}]\n",
		"api/schemas/order.yaml": schema,
		"api/schemas/lost.yaml":  schema,
		"api/old.json":           `{"swagger": "2.0", "info": {}, "paths": {}}`,
		"proto/shop/v1/o.proto":  protoV1,
		"k8s/service.yaml":       manifest,
		"package.json":           `{"name": "shop", "version": "1.0.0"}`,
		"gen/out.yaml":           rootYAML,
	}
}

// classified writes the targets of a selection as "path kind", with ! for those that were named.
func classified(t *testing.T, tree view, wanted Selection) (lines []string, c *choice) {
	t.Helper()
	c, err := choose(tree, wanted)
	check(t, err)
	targets, err := c.classify(context.Background())
	check(t, err)
	kinds := [...]string{"other", "proto", "document", "fragment", "too large", "unreadable"}
	for _, target := range targets {
		line := target.path + " " + kinds[target.kind]
		if target.named {
			line += "!"
		}
		lines = append(lines, line)
	}
	return lines, c
}

func TestSelections(t *testing.T) {
	excludeGen := func(name string) bool { return name == "gen" || strings.HasPrefix(name, "gen/") }
	whole := []string{
		"api/old.json document", "api/openapi.yaml document", "api/schemas/lost.yaml fragment",
		"api/schemas/order.yaml fragment", "k8s/service.yaml other", "package.json other", "proto/shop/v1/o.proto proto",
	}
	for _, test := range []struct {
		args string
		want []string
	}{
		{"", whole},
		{".", whole},
		{"api/schemas", []string{"api/schemas/lost.yaml fragment", "api/schemas/order.yaml fragment"}},
		{"api/schemas/order.yaml k8s/service.yaml", []string{"api/schemas/order.yaml fragment!", "k8s/service.yaml other!"}},
		{"api api/old.json", []string{
			"api/old.json document!", "api/openapi.yaml document", "api/schemas/lost.yaml fragment", "api/schemas/order.yaml fragment"}},
		{"api/old.json api", []string{
			"api/old.json document!", "api/openapi.yaml document", "api/schemas/lost.yaml fragment", "api/schemas/order.yaml fragment"}},
		{"**/*.proto", []string{"proto/shop/v1/o.proto proto"}},
		{"api/*.{json,yaml}", []string{"api/old.json document", "api/openapi.yaml document"}},
		{"gen/out.yaml", []string{"gen/out.yaml document!"}},
		{"gen", []string{"gen/out.yaml document"}},
		{"gen/*", []string{"gen/out.yaml document"}},
		{"**/out.yaml", nil},
	} {
		got, c := classified(t, viewOf(memtree.New(shop())), Selection{Args: strings.Fields(test.args), Excluded: excludeGen})
		equal(t, test.args, got, test.want)
		if test.args == "" {
			equal(t, "skips", reasons(c.skips), []string{"gen/out.yaml: excluded by the configuration"})
		}
	}
}

func TestRootsByConfiguration(t *testing.T) {
	isRoot := func(name string) bool { return name == "k8s/service.yaml" || name == "proto/shop/v1/o.proto" }
	got, _ := classified(t, viewOf(memtree.New(shop())), Selection{Args: []string{"k8s", "proto"}, IsRoot: isRoot})
	equal(t, "targets", got, []string{"k8s/service.yaml document", "proto/shop/v1/o.proto proto"})
}

func TestArgumentsThatNameNothing(t *testing.T) {
	for arg, want := range map[string]string{
		"none.yaml":  "none.yaml: no such file or folder",
		"none.proto": "none.proto: no such file or folder",
		"../x.yaml":  "../x.yaml: ",
		"*.toml":     "*.toml: matches no .proto, YAML or JSON file",
		"api/[*":     "api/[*: malformed pattern",
	} {
		_, err := Load(context.Background(), memtree.New(shop()), Selection{Args: []string{"api", arg}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", arg, err, want)
		}
	}
}

func TestEmptyFolderIsNoted(t *testing.T) {
	root := folder(t, map[string]string{"docs/readme.md": "", "a.yaml": rootYAML})
	_, c := classified(t, openDir(t, root), Selection{Args: []string{"docs"}})
	equal(t, "notes", c.notes, []string{"no .proto, YAML or JSON file in docs"})
}

func TestSkippedFoldersByName(t *testing.T) {
	root := folder(t, map[string]string{"third_party/x/a.proto": protoV1, ".hidden/b.yaml": rootYAML, "c.yaml": rootYAML})
	tree := openDir(t, root)
	got, _ := classified(t, tree, Selection{})
	equal(t, "nothing named", got, []string{"c.yaml document"})
	got, _ = classified(t, tree, Selection{Args: []string{"third_party", ".hidden/b.yaml"}})
	equal(t, "named", got, []string{".hidden/b.yaml document!", "third_party/x/a.proto proto"})
	got, _ = classified(t, tree, Selection{Args: []string{"third_party/x"}})
	equal(t, "named below", got, []string{"third_party/x/a.proto proto"})
}

func TestUnreadableFile(t *testing.T) {
	root := folder(t, map[string]string{"a.yaml": rootYAML, "shut.yaml": rootYAML})
	makeUnreadable(t, filepath.Join(root, "shut.yaml"))
	tree := openDir(t, root)
	got, _ := classified(t, tree, Selection{})
	equal(t, "found", got, []string{"a.yaml document", "shut.yaml unreadable"})
	_, err := Load(context.Background(), tree, Selection{Args: []string{"shut.yaml"}})
	if err == nil || err.Error() != "shut.yaml: permission denied" {
		t.Errorf("named: error %v", err)
	}
}

// unreadableView is a tree of which one file cannot be read, whoever runs the test.
type unreadableView struct {
	view
	shut string
}

func (v unreadableView) read(name string) ([]byte, error) {
	if name == v.shut {
		return nil, &fileError{name, os.ErrPermission}
	}
	return v.view.read(name)
}

func TestFilesThatCannotBeReadAreSkipped(t *testing.T) {
	tree := unreadableView{viewOf(memtree.New(map[string]string{"a.yaml": rootYAML, "shut.yaml": rootYAML})), "shut.yaml"}
	got, _ := classified(t, tree, Selection{})
	equal(t, "targets", got, []string{"a.yaml document", "shut.yaml unreadable"})
	loaded, err := Load(context.Background(), tree, Selection{})
	check(t, err)
	equal(t, "skips", reasons(loaded.Skipped), []string{"shut.yaml: not readable"})
}

func TestTooLargeFiles(t *testing.T) {
	root := folder(t, map[string]string{"a.yaml": rootYAML, "dump.json": rootJSON})
	check(t, os.Truncate(filepath.Join(root, "dump.json"), MaxFile+1))
	tree := openDir(t, root)
	loaded, err := Load(context.Background(), tree, Selection{})
	check(t, err)
	equal(t, "found", reasons(loaded.Skipped), []string{"dump.json: larger than 64 MiB"})
	loaded, err = Load(context.Background(), tree, Selection{Args: []string{"dump.json"}})
	check(t, err)
	if len(loaded.Findings) != 1 || loaded.Findings[0].Rule != "file-too-large" || loaded.Findings[0].Span.Path() != "dump.json" {
		t.Errorf("named: %v", loaded.Findings)
	}
}

func TestStandardInput(t *testing.T) {
	for _, test := range []struct{ path, content, want string }{
		{"", protoV1, "stdin.proto proto!"},
		{"", "\ufeff// what it is\n/* and\nwhy */ edition = \"2023\";\n", "stdin.proto proto!"},
		{"", "// $ref: is what others say\n/* properties:\n */\nmessage Order {}\n", "stdin.proto proto!"},
		{"", "// Orders.\nproperties: are none\n", "stdin.yaml fragment!"},
		{"", rootYAML, "stdin.yaml document!"},
		{"", "\n " + rootJSON, "stdin.json document!"},
		{"", manifest, "stdin other!"},
		{"", "service: orders\n", "stdin other!"},
		{"", "", "stdin other!"},
		{"api/openapi.yaml", "", "api/openapi.yaml other!"},
		{"api/new.yaml", schema, "api/new.yaml fragment!"},
		{"x/y.proto", "", "x/y.proto proto!"},
	} {
		wanted := Selection{Args: []string{Stdin}, Stdin: strings.NewReader(test.content), StdinPath: test.path}
		tree, err := withStdin(viewOf(memtree.New(shop())), wanted)
		check(t, err)
		got, _ := classified(t, tree, wanted)
		equal(t, fmt.Sprintf("%q %q", test.path, test.content), got, []string{test.want})
	}
}

func TestStandardInputCoversTheFile(t *testing.T) {
	wanted := Selection{Args: []string{Stdin, "api"}, Stdin: strings.NewReader(manifest), StdinPath: "api/openapi.yaml"}
	tree, err := withStdin(viewOf(memtree.New(shop())), wanted)
	check(t, err)
	got, _ := classified(t, tree, wanted)
	equal(t, "targets", got, []string{
		"api/old.json document", "api/openapi.yaml other!", "api/schemas/lost.yaml fragment", "api/schemas/order.yaml fragment"})
	wanted.StdinPath = "api/added.yaml"
	tree, err = withStdin(viewOf(memtree.New(shop())), Selection{Args: wanted.Args, Stdin: strings.NewReader(manifest), StdinPath: wanted.StdinPath})
	check(t, err)
	equal(t, "a new file is listed", inFolder(tree.Paths(), "api")[:1], []string{"api/added.yaml"})
	equal(t, "with its folder", tree.list("api").paths[:1], []string{"api/added.yaml"})
}

func TestStandardInputFails(t *testing.T) {
	tree := memtree.New(shop())
	if _, err := Load(context.Background(), tree, Selection{Args: []string{Stdin}}); err == nil {
		t.Error("no reader, no error")
	}
	if _, err := Load(context.Background(), tree, Selection{Args: []string{Stdin}, Stdin: brokenPipe{}}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v", err)
	}
	loaded, err := Load(context.Background(), tree, Selection{Args: []string{Stdin}, Stdin: endless{}})
	check(t, err)
	if len(loaded.Findings) != 1 || loaded.Findings[0].Rule != "file-too-large" || loaded.Findings[0].Span.Path() != "stdin" {
		t.Errorf("endless input: %v", loaded.Findings)
	}
}

type brokenPipe struct{}

func (brokenPipe) Read([]byte) (int, error) { return 0, os.ErrClosed }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestTenThousandFilesAreNotKept(t *testing.T) {
	files := map[string]string{"api/openapi.yaml": rootYAML}
	for i := range 10_000 {
		files[fmt.Sprintf("k8s/%03d/%04d.yaml", i%100, i)] = manifest
	}
	root := folder(t, files)
	git(t, root, "init", "--quiet")
	tree := openDir(t, root)
	loaded, err := Load(context.Background(), tree, Selection{})
	check(t, err)
	if loaded.Counts != (Counts{Documents: 1, Other: 10_000}) {
		t.Errorf("counts %+v", loaded.Counts)
	}
	kept := 0
	tree.files.Range(func(_, _ any) bool { kept++; return true })
	if kept != 1 {
		t.Errorf("%d files are kept in memory, want the one document", kept)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Load(ctx, memtree.New(shop()), Selection{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
