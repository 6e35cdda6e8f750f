package memtree

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
)

func TestTree(t *testing.T) {
	tree := New(map[string]string{"b/c.proto": "c", "a.yaml": "a"})
	if got, want := tree.Paths(), []string{"a.yaml", "b/c.proto"}; !slices.Equal(got, want) {
		t.Errorf("paths %q, want %q", got, want)
	}
	first, err := tree.File("b/c.proto")
	if err != nil || string(first.Content) != "c" || first.Path != "b/c.proto" {
		t.Fatalf("file %+v, error %v", first, err)
	}
	if again, _ := tree.File("b/c.proto"); again != first {
		t.Error("two reads of one path gave two files")
	}
	for path, want := range map[string]error{"b": fs.ErrNotExist, "../a.yaml": fs.ErrInvalid, "./a.yaml": fs.ErrInvalid} {
		if _, err := tree.File(path); !errors.Is(err, want) {
			t.Errorf("%s: error %v, want %v", path, err, want)
		}
	}
}
