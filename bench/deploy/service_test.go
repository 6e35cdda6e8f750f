package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// service is the folder of a new service.
type service struct {
	name, folder string
	kind, store  string
}

// services makes one of each kind and store.
func services(t *testing.T) (all []service) {
	t.Helper()
	command := filepath.Join(t.TempDir(), "bylaw")
	build := exec.Command("go", "build", "-o", command, "./cmd/bylaw")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, kind := range []string{"proto", "openapi"} {
		for _, store := range []string{"memory", "sqlite", "postgres"} {
			s := service{"orders", filepath.Join(t.TempDir(), "orders"), kind, store}
			make := exec.Command(command, "new", "service", s.name, "--kind", kind, "--store", store, "--out", s.folder)
			make.Env = []string{"PATH=/nowhere", "HOME=" + t.TempDir()} // without Go nothing is fetched, and nothing here needs it
			if out, err := make.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			all = append(all, s)
		}
	}
	return all
}

func (s service) read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.folder, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// checks say what is wrong with a file that the service has.
var checks = []struct {
	path string
	run  func(service) []string
}{
	{"deploy/kubernetes", service.kubernetes},
	{".github/workflows/ci.yaml", service.workflow},
	{"Dockerfile", service.dockerfile},
	{".pre-commit-config.yaml", service.preCommit},
}

func TestNewServices(t *testing.T) {
	all := services(t)
	for _, s := range all {
		for _, check := range checks {
			t.Run(s.kind+"/"+s.store+"/"+check.path, func(t *testing.T) {
				for _, wrong := range check.run(s) {
					t.Error(wrong)
				}
			})
		}
	}
	t.Run("mistakes are found", func(t *testing.T) { mistakesAreFound(t, all) })
}
