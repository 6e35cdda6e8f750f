// Package golden holds what bylaw generates and prints, as it was read and found right. Its tests hold
// the generated modules to what their users would ask of them: fresh, compiled, vetted, tested.
package golden

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// modules are the generated modules that are committed whole, each with its contract and its bylaw.yaml.
func modules() []string { return []string{"shop"} }

// TestModulesAreFresh fails when what the generator writes is no longer what has been read: `make
// golden` writes it anew, and the diff is then read as any change is.
func TestModulesAreFresh(t *testing.T) {
	command := build(t, "..", "./cmd/bylaw")
	for _, module := range modules() {
		t.Run(module, func(t *testing.T) {
			t.Parallel()
			run(t, module, command, "generate", "--check")
		})
	}
}

func TestModulesWork(t *testing.T) {
	for _, module := range modules() {
		t.Run(module, func(t *testing.T) {
			t.Parallel()
			run(t, module, "go", "vet", "./...")
			run(t, module, "go", "test", "./...")
		})
	}
}

// TestModulesAreClean asks staticcheck, which is a tool of this project's module and so is built here.
func TestModulesAreClean(t *testing.T) {
	staticcheck := build(t, "..", "honnef.co/go/tools/cmd/staticcheck")
	for _, module := range modules() {
		t.Run(module, func(t *testing.T) { run(t, module, staticcheck, "./...") })
	}
}

// build compiles a command of the module in dir and returns where it lies.
func build(t *testing.T, dir, pkg string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(pkg))
	run(t, dir, "go", "build", "-o", to, pkg)
	return to
}

// run runs a command in a folder. Modules of their own don't belong to a workspace around them.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %s %q: %v\n%s", dir, filepath.Base(name), args, err, out)
	}
	return string(out)
}
