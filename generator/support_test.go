package generator_test

import (
	"go/format"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/templates"
)

var shop = generator.Options{Source: "api.yaml", Module: "example.com/shop", Support: "internal/platform"}

func support(t *testing.T, packages ...string) []generator.File {
	t.Helper()
	files, err := generator.Support(shop, packages)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func folders(files []generator.File) []string {
	var names []string
	for _, file := range files {
		names = append(names, path.Dir(file.Path))
	}
	return slices.Compact(names)
}

func TestSupportTakesWhatIsImported(t *testing.T) {
	if got, want := folders(support(t, "retry", "retry")), []string{"internal/platform/retry"}; !slices.Equal(got, want) {
		t.Errorf("retry needs %v, want %v", got, want)
	}
	if got, want := folders(support(t, "wire")), "internal/platform/value"; !slices.Contains(got, want) {
		t.Errorf("wire needs %v; want also %s, which it imports", got, want)
	}
	if got := folders(support(t, "fault")); !slices.Contains(got, "internal/platform/errors") {
		t.Errorf("fault of the kit needs %v; want also errors of the other module, which it imports", got)
	}
	if got := support(t); len(got) != 0 {
		t.Errorf("nothing needs %v", folders(got))
	}
	if _, err := generator.Support(shop, []string{"wire", "wires"}); err == nil || !strings.Contains(err.Error(), "wires") {
		t.Errorf("error %v, want one that names wires", err)
	}
}

func TestSupportIsTheUsersOwn(t *testing.T) {
	for _, file := range support(t, "boundary", "client", "edge", "celvalid") {
		text := string(file.Content)
		if strings.Contains(text, `"`+templates.SupportModule) || strings.Contains(text, `"`+templates.KitModule) {
			t.Errorf("%s imports from a module of ours", file.Path)
		}
		if !generator.IsOurs(file.Content) || strings.Contains(text, shop.Source) {
			t.Errorf("%s must have our header, and name no spec: several may share it", file.Path)
		}
		if strings.HasSuffix(file.Path, "_test.go") {
			t.Errorf("%s is a test of ours", file.Path)
		}
		if pretty, err := format.Source(file.Content); err != nil || string(pretty) != text {
			t.Errorf("%s is not gofmt'd (%v)", file.Path, err)
		}
	}
}

func TestSupportIsTheSameEachTime(t *testing.T) {
	a, b := support(t, "client", "boundary"), support(t, "boundary", "client", "wire")
	if !slices.EqualFunc(a, b, func(x, y generator.File) bool { return x.Path == y.Path && string(x.Content) == string(y.Content) }) {
		t.Error("the order in which packages are named changes what is emitted")
	}
	if !slices.IsSortedFunc(a, func(x, y generator.File) int { return strings.Compare(x.Path, y.Path) }) {
		t.Error("the files are not sorted")
	}
}

func TestSupportCompilesAlone(t *testing.T) {
	module := t.TempDir()
	write := func(name string, content []byte) {
		name = filepath.Join(module, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module example.com/shop\n\ngo 1.24\n"))
	for _, file := range support(t, "boundary", "client") {
		write(file.Path, file.Content)
	}
	vet := exec.Command("go", "vet", "./...")
	vet.Dir = module
	vet.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	if out, err := vet.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}
