package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tree is the folder of a module in a test.
type tree struct {
	*testing.T
	root string
}

func newTree(t *testing.T, files ...string) tree {
	tr := tree{t, t.TempDir()}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for i := 0; i < len(files); i += 2 {
		tr.set(files[i], files[i+1])
	}
	return tr
}

func (t tree) path(name string) string { return filepath.Join(t.root, filepath.FromSlash(name)) }

func (t tree) set(name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(t.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(t.path(name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (t tree) get(name string) string {
	t.Helper()
	content, err := os.ReadFile(t.path(name))
	if err != nil {
		return "none"
	}
	return string(content)
}

// list returns every file of the tree but the manifest, sorted.
func (t tree) list() string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(t.root, func(path string, d fs.DirEntry, err error) error {
		local, _ := filepath.Rel(t.root, path)
		if err == nil && !d.IsDir() && filepath.ToSlash(local) != ManifestPath {
			names = append(names, filepath.ToSlash(local))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func (t tree) place(out string) Place { return Place{Root: t.root, Out: out, Target: "go"} }

// put generates into a folder, and says what differed.
func (t tree) put(out string, files ...File) string {
	t.Helper()
	return said(Disk(t.Context(), t.place(out)).Put(files))
}

func (t tree) check(out string, files ...File) string {
	t.Helper()
	return said(Check(t.place(out)).Put(files))
}

// said renders a drift without the manifest, or the error.
func said(drift Drift, err error) string {
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, d := range drift {
		if d.Path == ManifestPath {
			continue
		}
		text := d.Kind.String() + " " + d.Path
		if d.ByHand {
			text += " by hand"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// ours is a regenerated file that says something.
func ours(path, text string) File {
	return File{Path: path, Content: Headed("", []byte(text+"\n"))}
}

func theirs(path, text string) File { return File{Path: path, Owner: Once, Content: []byte(text)} }

func kit(path, text string) File { return File{Path: path, Owner: Kit, Content: []byte(text)} }

func (t tree) want(what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got\n\t%s\nwant\n\t%s", what, got, want)
	}
}

func TestRegenerated(t *testing.T) {
	tr := newTree(t, "x/own.go", "package x\n")
	a, b := ours("x/a.go", "a"), ours("x/sub/b.go", "b")
	tr.want("before", tr.check("x", a, b), "missing x/a.go, missing x/sub/b.go")
	tr.want("a check writes nothing", tr.list(), "x/own.go")
	tr.want("first run", tr.put("x", a, b), "missing x/a.go, missing x/sub/b.go")
	tr.want("content", tr.get("x/a.go"), string(a.Content))
	tr.want("again", tr.put("x", a, b), "")
	tr.want("changed", tr.put("x", ours("x/a.go", "new"), b), "stale x/a.go")
	tr.want("content", tr.get("x/a.go"), string(ours("", "new").Content))
	tr.want("fewer", tr.check("x", ours("x/a.go", "new")), "orphan x/sub/b.go")
	tr.want("fewer", tr.put("x", ours("x/a.go", "new")), "orphan x/sub/b.go")
	tr.want("nothing is left of it", tr.list(), "x/a.go x/own.go")
	if _, err := os.Stat(tr.path("x/sub")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder is left: %v", err)
	}
	tr.want("nothing any more", tr.put("x"), "orphan x/a.go")
	tr.want("what was there", tr.list(), "x/own.go")
	if tr.get(ManifestPath) != "none" {
		t.Error("a manifest of nothing is left")
	}
}

func TestUnchangedFilesAreUntouched(t *testing.T) {
	tr := newTree(t)
	files := []File{ours("x/a.go", "a"), ours("x/b.go", "b")}
	tr.put("x", files...)
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range []string{"x/a.go", "x/b.go", ManifestPath} {
		if err := os.Chtimes(tr.path(name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	touched := func() (names []string) {
		for _, name := range []string{"x/a.go", "x/b.go", ManifestPath} {
			if info, err := os.Stat(tr.path(name)); err != nil || !info.ModTime().Equal(old) {
				names = append(names, name)
			}
		}
		return names
	}
	tr.put("x", files...)
	if names := touched(); len(names) > 0 {
		t.Errorf("touched: %v", names)
	}
	tr.put("x", files[0], ours("x/b.go", "new"))
	if names := touched(); !slices.Equal(names, []string{"x/b.go", ManifestPath}) {
		t.Errorf("touched: %v", names)
	}
}

// Windows' git may have changed the ends of lines.
func TestEndsOfLines(t *testing.T) {
	tr := newTree(t)
	f := ours("x/a.go", "a")
	tr.put("x", f)
	for _, name := range []string{f.Path, ManifestPath} {
		tr.set(name, strings.ReplaceAll(tr.get(name), "\n", "\r\n"))
	}
	before := tr.get(f.Path)
	drift, err := Check(tr.place("x")).Put([]File{f})
	if len(drift) > 0 || err != nil {
		t.Errorf("%+v, %v", drift, err)
	}
	tr.put("x", f)
	tr.want("untouched", tr.get(f.Path), before)
	tr.want("still ours", tr.put("x", ours("x/b.go", "b")), "orphan x/a.go, missing x/b.go")
}

func TestEditedByHand(t *testing.T) {
	tr := newTree(t)
	a, b := ours("x/a.go", "a"), ours("x/b.go", "b")
	tr.put("x", a, b)
	tr.set("x/a.go", tr.get("x/a.go")+"edited\n")
	tr.set("x/b.go", tr.get("x/b.go")+"edited\n")
	tr.want("overwritten, for the header forbids it", tr.put("x", a), "stale x/a.go by hand, orphan x/b.go by hand")
}

// Whatever does not begin with our header is not ours, whatever the manifest says.
func TestForeignFiles(t *testing.T) {
	tr := newTree(t, "x/a.go", "package x\n", "x/b.go", "\n"+Header+"\n")
	const foreign = ": is not generated by bylaw, and would be overwritten: move it away, or generate into another folder"
	got := tr.put("x", ours("x/a.go", "a"), ours("x/b.go", "b"), ours("x/c.go", "c"))
	tr.want("in the way", got, "x/a.go"+foreign+"\nx/b.go"+foreign)
	tr.want("nothing was written", tr.list(), "x/a.go x/b.go")

	tr = newTree(t)
	tr.put("x", ours("x/a.go", "a"), ours("x/b.go", "b"))
	tr.set("x/a.go", "package x // mine now\n")
	tr.want("an orphan that was adopted", tr.put("x", ours("x/b.go", "b")), "")
	tr.want("it stays", tr.list(), "x/a.go x/b.go")
	tr.want("and is no orphan later", tr.put("x", ours("x/b.go", "b")), "")
}

// A file that only says it is ours is not deleted.
func TestUnlistedFiles(t *testing.T) {
	tr := newTree(t, "x/old.go", Header+"\npackage x\n", "x/other.go", "package x\n", "y/old.go", Header+"\n")
	tr.want("before", tr.put("x", ours("x/a.go", "a")), "missing x/a.go, unlisted x/old.go")
	tr.want("it stays", tr.list(), "x/a.go x/old.go x/other.go y/old.go")
	if err := os.Remove(tr.path(ManifestPath)); err != nil {
		t.Fatal(err)
	}
	tr.want("without a manifest nothing is an orphan", tr.put("x", ours("x/b.go", "b")), "unlisted x/a.go, missing x/b.go, unlisted x/old.go")
	tr.want("all that is wanted is listed again", tr.put("x", ours("x/a.go", "a"), ours("x/b.go", "b")), "unlisted x/old.go")
}

func TestLinksAndFolders(t *testing.T) {
	const link = "bylaw writes through no symbolic link, so replace it by what it leads to"
	const move = "move it away, or generate into another folder"
	tr := newTree(t, "real/a.go", Header+"\n", "file", "x", "dir/a.go/b", "")
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.go")
	if err := os.WriteFile(elsewhere, []byte(Header+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"linked": "real", "l.go": "real/a.go", "out.go": elsewhere, "broken.go": "nowhere"} {
		if err := os.Symlink(to, tr.path(from)); err != nil {
			t.Skip("this system has no symbolic links for us:", err)
		}
	}
	for path, want := range map[string]string{
		"linked/a.go": "linked: is no folder, and linked/a.go would lie in it: " + link,
		"l.go":        "l.go: is no regular file, and a generated one would take its place: " + link,
		"out.go":      "out.go: is no regular file, and a generated one would take its place: " + link,
		"broken.go":   "broken.go: is no regular file, and a generated one would take its place: " + link,
		"file/a.go":   "file: is no folder, and file/a.go would lie in it: " + move,
		"dir/a.go":    "dir/a.go: is no regular file, and a generated one would take its place: " + move,
		"../a.go":     "../a.go: leads out of the folder of the module",
		"/tmp/a.go":   "/tmp/a.go: leads out of the folder of the module",
		"x/../../a":   "x/../../a: leads out of the folder of the module",
	} {
		tr.want(path, tr.put(".", ours(path, "new")), want)
	}
	if content, err := os.ReadFile(elsewhere); string(content) != Header+"\n" {
		t.Error(string(content), err)
	}
}

// countdown is a context that ends after it has been asked so many times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestStoppedRunChangesNothing(t *testing.T) {
	for asked := range 4 {
		tr := newTree(t)
		tr.put("x", ours("x/a.go", "a"), ours("x/old.go", "old"))
		manifest := tr.get(ManifestPath)
		sink := Disk(&countdown{t.Context(), asked}, tr.place("x"))
		if _, err := sink.Put([]File{ours("x/a.go", "new"), ours("x/new/b.go", "b"), ours("x/new/c.go", "c")}); !errors.Is(err, context.Canceled) {
			t.Errorf("%d: %v", asked, err)
		}
		tr.want("files", tr.list(), "x/a.go x/old.go")
		tr.want("content", tr.get("x/a.go"), string(ours("", "a").Content))
		tr.want("manifest", tr.get(ManifestPath), manifest)
		if _, err := os.Stat(tr.path("x/new")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%d: an empty folder is left", asked)
		}
	}
}

// A run that fails between two files leaves whole files, and the next one knows all of them.
func TestRunThatFailsHalfway(t *testing.T) {
	tr := newTree(t)
	tr.put("x", ours("x/a.go", "a"))
	run, err := Begin(tr.root, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.Put(tr.place("x"), []File{ours("x/a.go", "a"), ours("x/b.go", "b"), ours("x/c.go", "c"), ours("x/d.go", "d")}); err != nil {
		t.Fatal(err)
	}
	if err := run.stageAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	tr.set("x/c.go/in/the/way", "")
	err = run.settle()
	run.Close()
	if err == nil {
		t.Error("a file took the place of a folder")
	}
	tr.want("failed", tr.list(), "x/a.go x/b.go x/c.go/in/the/way")
	if err := os.RemoveAll(tr.path("x/c.go")); err != nil {
		t.Fatal(err)
	}
	tr.want("another spec", tr.put("x", ours("x/a.go", "a"), ours("x/c.go", "c")), "orphan x/b.go, missing x/c.go")
	tr.want("after", tr.list(), "x/a.go x/c.go")
}

// What a run that was killed has left beside its files goes with the next one that writes.
func TestDebris(t *testing.T) {
	tr := newTree(t, "x/.a.go.bylaw-tmp", Header, "x/.b.go.bylaw-tmp", Header)
	tr.put("x", ours("x/a.go", "a"))
	tr.want("after", tr.list(), "x/a.go")
}

// Runs at the same time lose nothing of each other.
func TestRunsAtTheSameTime(t *testing.T) {
	tr := newTree(t)
	var group sync.WaitGroup
	var wanted []string
	shared := ours("platform/wire.go", "wire")
	for i := range 12 {
		out := fmt.Sprintf("p%02d", i)
		wanted = append(wanted, out+"/a.go", out+"/b.go")
		group.Go(func() {
			for n := range 5 {
				files := []File{ours(out+"/a.go", fmt.Sprint(n)), ours(out+"/b.go", "b"), shared}
				if got := said(Disk(t.Context(), tr.place(out)).Put(files)); strings.Contains(got, ":") {
					t.Error(got)
				}
			}
		})
	}
	group.Wait()
	slices.Sort(wanted)
	tr.want("files", tr.list(), strings.Join(wanted, " ")+" platform/wire.go")
	for target, want := range map[string]int{"": 12, tr.place("").Target: 12, "another": 0} {
		if outs, err := Recorded(tr.root, "", target); err != nil || len(outs) != want {
			t.Error(target, outs, err)
		}
	}
}

func TestPermissionsStay(t *testing.T) {
	tr := newTree(t)
	tr.put("x", ours("x/a.go", "a"))
	if err := os.Chmod(tr.path("x/a.go"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(tr.path("x/a.go"))
	tr.put("x", ours("x/a.go", "new"))
	if info, err := os.Stat(tr.path("x/a.go")); err != nil || info.Mode() != before.Mode() {
		t.Error(info.Mode(), err)
	}
}

func TestMemory(t *testing.T) {
	var m Memory
	got := said(m.Put([]File{ours("x/b.go", "b"), ours("x/a.go", "a")}))
	if got != "missing x/a.go, missing x/b.go" || len(m.Files) != 2 {
		t.Error(got, m.Files)
	}
}
