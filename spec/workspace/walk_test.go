package workspace

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

func TestWalk(t *testing.T) {
	root := folder(t, map[string]string{
		"api/orders.yaml":                  rootYAML,
		"api/Orders.JSON":                  rootJSON,
		"api/orders.yml":                   rootYAML,
		"api/readme.md":                    "",
		"google/devtools/build/v1/b.proto": protoV1, // "build" is a package here
		"shop/vendor/v1/vendor.proto":      protoV1, // and so is "vendor"
		"target/v1/goal.proto":             protoV1, // and "target"
		".hidden/a.yaml":                   rootYAML,
		".spectral.yaml":                   "",
		"web/node_modules/x/package.json":  "{}",
		"third_party/acme/acme.proto":      protoV1,
		"go/vendor/modules.txt":            "",
		"go/vendor/acme/acme.proto":        protoV1,
		"java/pom.xml":                     "",
		"java/target/classes/orders.yaml":  rootYAML,
		"kotlin/build.gradle.kts":          "",
		"kotlin/build/orders.yaml":         rootYAML,
		"rust/out/CACHEDIR.TAG":            "Signature: 8a477f597d28d172789f06886806bc55",
		"rust/out/orders.yaml":             rootYAML,
		"py/env/pyvenv.cfg":                "",
		"py/env/lib/openapi.json":          rootJSON,
	})
	found := openDir(t, root).list("")
	equal(t, "paths", found.paths, []string{
		".spectral.yaml", "api/Orders.JSON", "api/orders.yaml", "api/orders.yml",
		"go/vendor/acme/acme.proto", "google/devtools/build/v1/b.proto", "shop/vendor/v1/vendor.proto",
		"target/v1/goal.proto", "third_party/acme/acme.proto",
	})
	equal(t, "skips", reasons(found.skips), []string{
		".hidden: hidden folder", "go/vendor: third-party code", "java/target: build output",
		"kotlin/build: build output", "py/env: third-party code", "rust/out: build output",
		"third_party: third-party code", "web/node_modules: third-party code",
	})
}

func TestWalkMeetsRepositories(t *testing.T) {
	root := folder(t, map[string]string{"loose.yaml": rootYAML, "shop/a.yaml": rootYAML, "shop/.gitignore": "gen/\n", "shop/gen/b.yaml": rootYAML})
	git(t, filepath.Join(root, "shop"), "init", "--quiet")
	equal(t, "paths", openDir(t, root).Paths(), []string{"loose.yaml", "shop/a.yaml"})
}

func TestUnreadableFolder(t *testing.T) {
	root := folder(t, map[string]string{"a.yaml": rootYAML, "shut/b.yaml": rootYAML})
	makeUnreadable(t, filepath.Join(root, "shut"))
	found := openDir(t, root).list("")
	equal(t, "paths", found.paths, []string{"a.yaml"})
	equal(t, "skips", reasons(found.skips), []string{"shut: not readable"})
}

func makeUnreadable(t *testing.T, at string) {
	t.Helper()
	check(t, os.Chmod(at, 0))
	t.Cleanup(func() { os.Chmod(at, 0o755) })
	if file, err := os.Open(at); err == nil {
		file.Close()
		t.Skip("needs a user whom permissions stop; this one reads everything")
	}
}

func TestWalkIsBounded(t *testing.T) {
	files := map[string]string{"top.yaml": rootYAML}
	for i := range 40 {
		files[fmt.Sprintf("a/%02d.md", i)] = ""
		files[fmt.Sprintf("a/deep/%02d.yaml", i)] = ""
	}
	tree := openDir(t, folder(t, files))
	found := tree.walk("", 30)
	equal(t, "paths", found.paths, []string{"top.yaml"})
	if len(found.notes) != 1 || !strings.Contains(found.notes[0], "more than 30 files") {
		t.Errorf("notes %q", found.notes)
	}
	if whole := tree.walk("", 1000); len(whole.paths) != 41 || len(whole.notes) != 0 {
		t.Errorf("%d paths, notes %q", len(whole.paths), whole.notes)
	}
}

func TestWalkFindsTheWholeCorpus(t *testing.T) {
	found := openDir(t, filepath.Join(sharedtest.Corpus(t), "googleapis")).list("")
	if len(found.paths) != 7291 || len(found.skips) != 0 || !slices.IsSorted(found.paths) {
		t.Errorf("%d files, skipped %v", len(found.paths), found.skips)
	}
}
