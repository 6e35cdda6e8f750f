package generator

import (
	"os"
	"testing"
)

func TestOnce(t *testing.T) {
	tr := newTree(t, "x/there.go", "mine\n")
	files := []File{theirs("x/service.go", "start\n"), theirs("x/there.go", "start\n")}
	tr.want("first", tr.put("x", files...), "missing x/service.go")
	tr.want("what is there is theirs", tr.get("x/there.go"), "mine\n")
	tr.set("x/service.go", "edited\n")
	tr.want("edited", tr.put("x", theirs("x/service.go", "new\n"), files[1]), "")
	tr.want("edited", tr.get("x/service.go"), "edited\n")
	if err := os.Remove(tr.path("x/service.go")); err != nil {
		t.Fatal(err)
	}
	tr.want("deleted", tr.put("x", files...), "")
	tr.want("it does not come back", tr.list(), "x/there.go")
	tr.set("x/service.go", Header+"\n")
	tr.want("no longer planned", tr.put("x"), "")
	tr.want("it stays", tr.list(), "x/service.go x/there.go")
}

func TestKit(t *testing.T) {
	tr := newTree(t)
	tr.want("first", tr.put("x", kit("x/k.go", "1"), kit("x/l.go", "1")), "missing x/k.go, missing x/l.go")
	tr.want("a new version", tr.put("x", kit("x/k.go", "2"), kit("x/l.go", "1")), "stale x/k.go")
	tr.set("x/k.go", "2, edited")
	tr.want("edited, and nothing new", tr.put("x", kit("x/k.go", "2"), kit("x/l.go", "1")), "edited x/k.go by hand")
	tr.want("edited, and something new", tr.put("x", kit("x/k.go", "3"), kit("x/l.go", "1")), "edited x/k.go by hand")
	tr.want("edited", tr.get("x/k.go"), "2, edited")
	tr.set("x/k.go", "3")
	tr.want("taken over", tr.put("x", kit("x/k.go", "3"), kit("x/l.go", "1")), "")
	tr.want("and ours again", tr.put("x", kit("x/k.go", "4"), kit("x/l.go", "1")), "stale x/k.go")
	if err := os.Remove(tr.path("x/l.go")); err != nil {
		t.Fatal(err)
	}
	tr.want("deleted by its owner", tr.put("x", kit("x/k.go", "4"), kit("x/l.go", "2")), "")
	tr.want("no longer planned", tr.put("x"), "")
	tr.want("it stays", tr.list(), "x/k.go")

	tr = newTree(t, "x/k.go", "someone's")
	tr.want("a file that was there", tr.put("x", kit("x/k.go", "1")), "edited x/k.go")
	tr.want("a file that was there", tr.get("x/k.go"), "someone's")
}

// Packages that several runs need are there until none of them does.
func TestSharedFiles(t *testing.T) {
	tr := newTree(t)
	wire := ours("platform/wire.go", "wire")
	tr.put("a", ours("a/a.go", "a"), wire)
	tr.want("there already", tr.put("b", ours("b/b.go", "b"), wire), "missing b/b.go")
	tr.want("another needs it", tr.put("a", ours("a/a.go", "a")), "")
	tr.want("no one does", tr.put("b", ours("b/b.go", "b")), "orphan platform/wire.go")
	tr.want("the end", tr.list(), "a/a.go b/b.go")
}
