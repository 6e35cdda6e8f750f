package generator

import (
	"os"
	"strings"
	"testing"
)

func none(string) bool { return false }

// below returns what Rules ask of the files of a folder.
func below(folder string) func(string) bool {
	return func(name string) bool { return strings.HasPrefix(name, folder) }
}

// upgrade brings what was made once up to date, and says what differed.
func (t tree) upgrade(r Rules, files ...File) string {
	t.Helper()
	run, err := Begin(t.root, false)
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	p := t.place(".")
	p.Stamp = "new"
	drift, err := run.Upgrade(p, files, r)
	if err == nil {
		err = run.Commit(t.Context())
	}
	return said(drift, err)
}

func (t tree) delete(name string) {
	t.Helper()
	if err := os.Remove(t.path(name)); err != nil {
		t.Fatal(err)
	}
}

func TestUpgrade(t *testing.T) {
	rules := Rules{Take: none, Hold: none, Keep: none}
	tr := newTree(t)
	tr.put(".", kit("k", "1"), kit("edited", "1"), kit("deleted", "1"), kit("gone", "1"), kit("gone-edited", "1"), theirs("s", "1"), theirs("s-deleted", "1"), theirs("s-gone", "1"), kit("same", "1"))
	tr.set("edited", "1, edited")
	tr.set("gone-edited", "1, edited")
	tr.set("same", "2")
	tr.set("found", "somebody's")
	tr.delete("deleted")
	tr.delete("s-deleted")
	files := []File{kit("k", "2"), kit("edited", "2"), kit("deleted", "2"), theirs("s", "2"), theirs("s-deleted", "2"), kit("same", "2"), kit("found", "2"), kit("added", "2"), theirs("s-added", "2")}
	tr.want("first", tr.upgrade(rules, files...), "missing added, theirs edited by hand, theirs found, orphan gone, withdrawn gone-edited by hand, stale k, theirs s, missing s-added, withdrawn s-gone")
	tr.want("files", tr.list(), "added edited found gone-edited k s s-added s-gone same")
	for name, content := range map[string]string{"k": "2", "edited": "1, edited", "found": "somebody's", "s": "1", "same": "2", "added": "2"} {
		tr.want(name, tr.get(name), content)
	}
	manifest := tr.get(ManifestPath)
	if !strings.Contains(manifest, `"stamp": "new"`) {
		t.Error(manifest)
	}
	tr.want("the second time", tr.upgrade(rules, files...), "")
	tr.want("the second time", tr.get(ManifestPath), manifest)
	rules.Again = true
	tr.want("asked again", tr.upgrade(rules, files...), "theirs edited by hand, withdrawn gone-edited by hand, theirs s, withdrawn s-gone")
	tr.want("asked again", tr.get(ManifestPath), manifest)

	rules.Again = false
	files[1].Content = []byte("3")
	tr.want("one change more", tr.upgrade(rules, files...), "theirs edited by hand")
	tr.set("edited", "3")
	tr.want("taken over", tr.upgrade(rules, files...), "")
	files[1].Content = []byte("4")
	tr.want("and ours again", tr.upgrade(rules, files...), "stale edited")
}

// Who takes a file has ours, whatever it was.
func TestUpgradeTakes(t *testing.T) {
	tr := newTree(t)
	tr.put(".", kit("x/edited", "1"), kit("x/deleted", "1"), theirs("x/s", "1"), theirs("x/gone", "1"), theirs("x/gone-edited", "1"), theirs("y", "1"))
	tr.set("x/edited", "1, edited")
	tr.set("x/gone-edited", "1, edited")
	tr.delete("x/deleted")
	files := []File{kit("x/edited", "2"), kit("x/deleted", "2"), theirs("x/s", "2"), theirs("y", "2")}
	tr.want("take", tr.upgrade(Rules{Take: below("x/"), Hold: none, Keep: none}, files...), "missing x/deleted, stale x/edited by hand, orphan x/gone, withdrawn x/gone-edited by hand, stale x/s, theirs y")
	tr.want("files", tr.list(), "x/deleted x/edited x/gone-edited x/s y")
	tr.want("edited", tr.get("x/edited"), "2")
	tr.want("again", tr.upgrade(Rules{Take: none, Hold: none, Keep: none}, files...), "")
}

// What is held stays, and the stamp says so until it is held no more.
func TestUpgradeHolds(t *testing.T) {
	tr := newTree(t)
	tr.put(".", kit("x/k", "1"), kit("x/gone", "1"), kit("x/edited", "1"), kit("y", "1"), theirs("kept", "1"))
	tr.set("x/edited", "1, edited")
	tr.set("kept", "2")
	files := []File{kit("x/k", "2"), kit("x/edited", "2"), kit("x/new", "2"), kit("y", "2")}
	rules := Rules{Take: none, Hold: below("x/"), Keep: below("kept"), Waiting: "waiting"}
	tr.want("held", tr.upgrade(rules, files...), "theirs x/edited by hand, held x/gone, held x/k, held x/new, stale y")
	tr.want("files", tr.list(), "kept x/edited x/gone x/k y")
	if manifest := tr.get(ManifestPath); !strings.Contains(manifest, `"stamp": "waiting"`) {
		t.Error(manifest)
	}
	tr.want("still held", tr.upgrade(rules, files...), "held x/gone, held x/k, held x/new")
	rules.Take = below("x/")
	tr.want("taken", tr.upgrade(rules, files...), "stale x/edited by hand, orphan x/gone, stale x/k, missing x/new")
	if manifest := tr.get(ManifestPath); !strings.Contains(manifest, `"stamp": "new"`) {
		t.Error(manifest)
	}
}

// A process that ends before its files are in their places has nobody think that they were deleted.
func TestUpgradeThatFailsHalfway(t *testing.T) {
	tr := newTree(t)
	tr.put(".", kit("k", "1"))
	run, err := Begin(tr.root, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.Upgrade(tr.place("."), []File{kit("k", "2"), kit("new", "2")}, Rules{Take: none, Hold: none, Keep: none}); err != nil {
		t.Fatal(err)
	}
	if err := run.stageAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	tr.set("new/in/the/way", "")
	err = run.settle()
	run.Close()
	if err == nil {
		t.Error("a file took the place of a folder")
	}
	if err := os.RemoveAll(tr.path("new")); err != nil {
		t.Fatal(err)
	}
	tr.want("the next", tr.upgrade(Rules{Take: none, Hold: none, Keep: none}, kit("k", "2"), kit("new", "2")), "missing new")
}

// Outputs of one transaction are written together, and what one of them wants the other doesn't delete.
func TestTransaction(t *testing.T) {
	tr := newTree(t)
	tr.put("a", ours("a/a.go", "a"), ours("p/wire.go", "wire"))
	run, err := Begin(tr.root, false)
	if err != nil {
		t.Fatal(err)
	}
	for out, files := range map[string][]File{"a": {ours("a/a.go", "2")}, "b": {ours("b/b.go", "b"), ours("p/wire.go", "wire"), ours("p/new.go", "new")}, "c": {ours("c/c.go", "c"), ours("p/new.go", "new")}} {
		if _, err := run.Put(tr.place(out), files); err != nil {
			t.Fatal(err)
		}
	}
	tr.want("before", tr.list(), "a/a.go p/wire.go")
	err = run.Commit(t.Context())
	run.Close()
	if err != nil {
		t.Fatal(err)
	}
	tr.want("after", tr.list(), "a/a.go b/b.go c/c.go p/new.go p/wire.go")
	tr.want("as each knows it", tr.put("b", ours("b/b.go", "b"), ours("p/wire.go", "wire"), ours("p/new.go", "new")), "")
	tr.want("no one wants it", tr.put("b", ours("b/b.go", "b")), "orphan p/wire.go")
}
