package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// earlier writes a service as templates of version 1 made it, with its code, and stands in it.
func earlier(t *testing.T, kind string) {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "upgrade", "v1-"+kind+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("GOPROXY", "off") // what is lacking is told
	folder := filepath.Join(t.TempDir(), "orders")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	for _, f := range archive.Files {
		put(t, f.Name, string(f.Data))
	}
	bylaw(t, "generate")
}

// tree returns the files of the folder one stands in.
func tree(t *testing.T) map[string]string {
	t.Helper()
	names, err := filesOf(".")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(content)
	}
	return files
}

// changed returns what differs between two trees, sorted.
func changed(before, after map[string]string) (names []string) {
	for name, content := range after {
		if old, ok := before[name]; !ok || old != content {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// compiles fails if a folder's own Go doesn't; modules that aren't there keep it from being tried.
func compiles(t *testing.T) {
	t.Helper()
	command := exec.Command("go", "vet", "./...")
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if said, err := command.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, said)
	}
}

// TestUpgradeOfVersion1 upgrades a service that nobody has touched. What waits for its owner waits, and says how it goes on.
func TestUpgradeOfVersion1(t *testing.T) {
	for _, kind := range []string{"openapi", "proto"} {
		t.Run(kind, func(t *testing.T) {
			earlier(t, kind)
			before := tree(t)
			said := bylaw(t, "new", "--upgrade")
			for _, want := range []string{
				"orders: made by templates of version 1, and these are 3\n", "  overwritten Makefile\n",
				"  README.md is yours and left alone; what the templates have changed in it since:\n--- a/README.md\n",
				"  internal/service/once.go is no longer of the templates, and yours: delete it if nothing needs it\n",
				"files of ours wait (cmd/orders, internal/config, internal/server, internal/service, internal/store", "nothing of it has been edited, so that `bylaw new --upgrade --take .` does both\n",
			} {
				if !strings.Contains(said, want) {
					t.Errorf("%q isn't in\n%s", want, said)
				}
			}
			after := tree(t)
			for _, name := range changed(before, after) {
				if strings.HasSuffix(name, ".go") && !strings.HasPrefix(name, "gen/") && !strings.HasPrefix(name, "internal/api/") && !strings.HasPrefix(name, "internal/platform/") {
					t.Errorf("%s has changed", name)
				}
			}
			if kind == "openapi" {
				compiles(t)
			}
			if said := bylaw(t, "new", "--upgrade"); !strings.HasPrefix(said, "orders: nothing to do, the templates of version 3 are all in it\nNote: ") {
				t.Error(said)
			}
			if again := changed(after, tree(t)); len(again) > 0 {
				t.Error("the second time changes", again)
			}
			bylaw(t, "new", "--upgrade", "--check")
			bylaw(t, "generate", "--check")

			bylaw(t, "new", "--upgrade", "--take", ".")
			if _, err := os.Stat("internal/service/once.go"); err == nil {
				t.Error("once.go is still there")
			}
			if said := bylaw(t, "new", "--upgrade"); said != "orders: nothing to do, the templates of version 3 are all in it\n" {
				t.Error(said)
			}
			bylaw(t, "generate", "--check")
			asMadeToday(t, kind)
		})
	}
}

// asMadeToday holds the service one stands in to a new one.
func asMadeToday(t *testing.T, kind string) {
	t.Helper()
	if kind == "proto" {
		moveContract(t)
	}
	upgraded := tree(t)
	folder := filepath.Join(t.TempDir(), "orders")
	bylaw(t, "new", "service", "orders", "--kind", kind, "--module", "example.com/orders", "--out", folder)
	t.Chdir(folder)
	for _, name := range changed(upgraded, tree(t)) {
		if !slices.Contains([]string{".bylaw/generate.json", "go.mod", "go.sum"}, name) {
			t.Errorf("%s is otherwise in a new service", name)
		}
	}
}

// moveContract puts the contract where those of new services lie, as its owner would: by hand, and then an upgrade.
func moveContract(t *testing.T) {
	t.Helper()
	for name, to := range map[string]string{"api/orders.proto": "api/orders/v1/orders.proto", "bylaw.yaml": "bylaw.yaml"} {
		content, err := os.ReadFile(name)
		if err == nil {
			err = os.Remove(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		put(t, to, strings.ReplaceAll(string(content), "api/orders.proto", "api/orders/v1/orders.proto"))
	}
	bylaw(t, "new", "--upgrade", "--take", ".")
	bylaw(t, "generate")
}

// TestUpgradeKeepsWhatIsTheirs upgrades a service that people have worked on.
func TestUpgradeKeepsWhatIsTheirs(t *testing.T) {
	earlier(t, "openapi")
	put(t, "Makefile", "# mine\n")
	put(t, "README.md", "# mine\n")
	for _, name := range []string{"Dockerfile", "docs/runbook.md"} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	put(t, "deploy/alerts/mine.yaml", "mine\n")
	before := tree(t)
	diff := bylaw(t, "new", "--upgrade", "--diff")
	if dry := bylaw(t, "new", "--upgrade", "--dry-run"); !strings.Contains(dry, "would overwrite deploy/kubernetes/deployment.yaml") || !strings.Contains(diff, "+++ b/deploy/kubernetes/deployment.yaml") {
		t.Error(dry, diff)
	}
	var out bytes.Buffer
	if code := run([]string{"new", "--upgrade", "--check"}, streams{in: strings.NewReader(""), out: &out, err: &out}); code != exitFindings {
		t.Errorf("--check: %d\n%s", code, out.String())
	}
	if touched := changed(before, tree(t)); len(touched) > 0 {
		t.Error("what was only looked at has changed", touched)
	}
	said := bylaw(t, "new", "--upgrade")
	if strings.Contains(said, "--take .`") {
		t.Error("it proposes to overwrite what was edited")
	}
	if !strings.Contains(said, "  Makefile is yours and left alone; what the templates have instead:\n") || !strings.Contains(said, "-# mine\n") {
		t.Error(said)
	}
	after := tree(t)
	for name, want := range map[string]string{"Makefile": "# mine\n", "README.md": "# mine\n", "Dockerfile": "", "docs/runbook.md": "", "deploy/alerts/mine.yaml": "mine\n"} {
		if after[name] != want {
			t.Errorf("%s: %q", name, after[name])
		}
	}
	if !strings.Contains(bylaw(t, "new", "--upgrade", "--diff"), "-# mine\n") {
		t.Error("--diff doesn't tell again of what is theirs")
	}
}

// What the templates have changed in an edited file is known from git.
func TestUpgradeKnowsHistory(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	earlier(t, "openapi")
	commit := func() {
		for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x"}} {
			if said, err := exec.Command("git", args...).CombinedOutput(); err != nil {
				t.Fatal(err, string(said))
			}
		}
	}
	commit()
	put(t, "Makefile", "# mine\n")
	commit()
	said := bylaw(t, "new", "--upgrade")
	if _, after, ok := strings.Cut(said, "  Makefile is yours and left alone; what the templates have changed in it since:\n"); !ok || strings.Contains(after, "-# mine") {
		t.Error(said)
	}
}

// TestStoppedUpgrades stops the command at many moments: then nothing has changed, or everything.
func TestStoppedUpgrades(t *testing.T) {
	earlier(t, "openapi")
	before := tree(t)
	stopped := 0
	for _, asked := range []int{0, 1, 5, 20, 60, 120, 180, 240} {
		u, err := newUpgrade(upgradeFlags{upgrade: true}, ".")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		err = u.run(&stopAt{Context: ctx, left: asked, stop: stop}, streams{out: new(bytes.Buffer), err: new(bytes.Buffer)})
		stop()
		if err == nil {
			break
		}
		stopped++
		if touched := changed(before, tree(t)); len(touched) > 0 {
			t.Fatalf("%d: stopped, and changed are %v", asked, touched)
		}
	}
	if stopped < 3 {
		t.Errorf("stopped %d times", stopped)
	}
}

// TestTwoUpgradesAtOnce has two do the same: both succeed, and it is done once.
func TestTwoUpgradesAtOnce(t *testing.T) {
	earlier(t, "openapi")
	var group sync.WaitGroup
	said := make([]bytes.Buffer, 2)
	for i := range said {
		group.Go(func() {
			if code := run([]string{"new", "--upgrade"}, streams{in: strings.NewReader(""), out: &said[i], err: &said[i]}); code != exitClean {
				t.Errorf("%d\n%s", code, said[i].String())
			}
		})
	}
	group.Wait()
	if !strings.HasPrefix(bylaw(t, "new", "--upgrade"), "orders: nothing to do") {
		t.Error(said[0].String(), said[1].String())
	}
	bylaw(t, "generate", "--check")
	nothingBeside(t, ".")
}
