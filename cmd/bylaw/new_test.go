package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// creationIn returns a creation of an example, into a folder.
func creationIn(t *testing.T, name, folder string) *creation {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	n, err := newCreation(newFlags{kind: "openapi", out: folder, module: "example.com/" + name}, name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTwoServicesAtOnce makes two services in one folder at the same time: one is there in the end, whole, and the other
// is told so.
func TestTwoServicesAtOnce(t *testing.T) {
	for name, prepare := range map[string]func(string) error{
		"new":   func(string) error { return nil },
		"empty": func(folder string) error { return os.Mkdir(folder, 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "service")
			if err := prepare(folder); err != nil {
				t.Fatal(err)
			}
			both := []*creation{creationIn(t, "orders", folder), creationIn(t, "stock", folder)}
			errs := make([]error, len(both))
			var group sync.WaitGroup
			for i, n := range both {
				group.Go(func() { errs[i] = n.run(t.Context(), streams{out: new(bytes.Buffer), err: new(bytes.Buffer)}) })
			}
			group.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("%v, %v", errs[0], errs[1])
			}
			names, err := filesOf(folder)
			if err != nil {
				t.Fatal(err)
			}
			orders := slices.Contains(names, "cmd/orders/main.go")
			if stock := slices.Contains(names, "cmd/stock/main.go"); orders == stock || orders != (errs[0] == nil) {
				t.Errorf("orders %t (%v), stock %t (%v)", orders, errs[0], stock, errs[1])
			}
			nothingBeside(t, folder)
		})
	}
}

// nothingBeside fails if something half made lies in a folder or around it.
func nothingBeside(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Dir(folder), func(name string, _ fs.DirEntry, err error) error {
		if strings.Contains(filepath.Base(name), "bylaw-new") || strings.HasSuffix(name, ".bylaw-tmp") {
			t.Errorf("%s is left", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stopAt ends its context when it is asked for the n-th time whether it has ended, and not before.
type stopAt struct {
	context.Context
	mutex sync.Mutex
	left  int
	stop  context.CancelFunc
}

func (s *stopAt) Err() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.left--; s.left < 0 {
		s.stop()
	}
	return s.Context.Err()
}

// TestStoppedServices stops the command at many moments: then nothing is there, or everything.
func TestStoppedServices(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "service")
	if err := creationIn(t, "orders", whole).run(t.Context(), streams{out: new(bytes.Buffer), err: new(bytes.Buffer)}); err != nil {
		t.Fatal(err)
	}
	want, err := filesOf(whole)
	if err != nil {
		t.Fatal(err)
	}
	stopped := 0
	for _, asked := range []int{0, 1, 10, 60, 150, 300, 400, 450, 500, 550, 600, 10_000} {
		folder := filepath.Join(t.TempDir(), "service")
		if asked%100 == 0 { // into a folder that is there
			if err := os.Mkdir(folder, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		err := creationIn(t, "orders", folder).run(&stopAt{Context: ctx, left: asked, stop: stop}, streams{out: new(bytes.Buffer), err: new(bytes.Buffer)})
		stop()
		got, walking := filesOf(folder)
		switch {
		case err == nil && (walking != nil || !slices.Equal(got, want)):
			t.Errorf("%d: %d of %d files", asked, len(got), len(want))
		case err != nil && len(got) > 0:
			t.Errorf("%d: stopped, and %d files are there", asked, len(got))
		case err != nil:
			stopped++
		}
		nothingBeside(t, folder)
	}
	if stopped < 3 || stopped == 12 {
		t.Errorf("stopped %d times of 12", stopped)
	}
}

// TestTakesBack fails to put a file into its place after others: those go again.
func TestTakesBack(t *testing.T) {
	from, target := t.TempDir(), filepath.Join(t.TempDir(), "service")
	names := []string{"a/b/c", "a/d", "e"}
	for _, name := range append([]string{"../nothing"}, names...) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(from, "x", name)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(from, "x", name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(target, "e"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	p := placing{target: target, files: names}
	if err := p.put(t.Context(), filepath.Join(from, "x")); err == nil || !strings.Contains(err.Error(), "e is in the way") {
		t.Error(err)
	}
	left, err := os.ReadDir(target)
	content, reading := os.ReadFile(filepath.Join(target, "e"))
	if err != nil || reading != nil || len(left) != 1 || string(content) != "theirs" {
		t.Errorf("%v, %v, %q", left, err, content)
	}
}

// What Go can't do is told, and the service is there nonetheless.
func TestTidy(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module example.com/x\n\ngo 1.26\n\nrequire example.com/none v1.0.0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "x.go"), []byte("package x\n\nimport _ \"example.com/none\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOPROXY", "off")
	if notes := tidy(t.Context(), folder); len(notes) != 1 || !strings.HasPrefix(notes[0], "`go mod tidy` has failed, run it again: ") {
		t.Error(notes)
	}
	t.Setenv("PATH", "")
	if notes := tidy(t.Context(), folder); len(notes) != 1 || !strings.HasPrefix(notes[0], "Go isn't installed") {
		t.Error(notes)
	}
}

// What is told of is what the service itself lacks, and not what tests of a module that it uses import.
func TestTidyTestsOfOthers(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":          "module example.com/x\n\ngo 1.26\n\nrequire example.com/other v0.0.0\n\nreplace example.com/other => ./other\n",
		"x.go":            "package x\n\nimport _ \"example.com/other\"\n",
		"other/go.mod":    "module example.com/other\n\ngo 1.26\n\nrequire example.com/none v1.0.0\n",
		"other/o.go":      "package other\n",
		"other/o_test.go": "package other\n\nimport _ \"example.com/none\"\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOPROXY", "off")
	command, err := exec.LookPath("go")
	if err != nil {
		t.Skip("Go isn't installed")
	}
	if notes := goCommand(t.Context(), command, folder, "mod", "tidy"); len(notes) == 0 {
		t.Error("nothing is missing")
	}
	if notes := tidy(t.Context(), folder); len(notes) > 0 {
		t.Error(notes)
	}
}

func TestInstallable(t *testing.T) {
	for version, want := range map[string]string{"devel": "latest", "devel-0123456789ab": "latest", "v1.2.3": "v1.2.3"} {
		if got := installable(version); got != want {
			t.Errorf("%s: %s, want %s", version, got, want)
		}
	}
}
