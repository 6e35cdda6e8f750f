package workspace

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestDrafted(t *testing.T) {
	root := repository(t, map[string]string{
		"api/openapi.yaml": rootYAML, "api/old.proto": protoV1, ".gitignore": "ignored/\n", "third_party/a.yaml": rootYAML,
	})
	write(t, root, map[string]string{"ignored/a.yaml": rootYAML})
	disk, err := Dir(root)
	check(t, err)
	defer disk.Close()
	drafts := map[string]*source.File{}
	for name, content := range map[string]string{
		"api/openapi.yaml": "edited", "api/new.proto": protoV1, "fresh/deep/b.yaml": schema, "notes.txt": "no spec", "ignored/a.yaml": "edited",
	} {
		drafts[name] = source.NewFile(name, []byte(content))
	}
	tree := Drafted(disk, drafts)
	want := []string{"api/new.proto", "api/old.proto", "api/openapi.yaml", "fresh/deep/b.yaml", "third_party/a.yaml"}
	if got := tree.Paths(); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if file, err := tree.File("api/openapi.yaml"); err != nil || string(file.Content) != "edited" {
		t.Errorf("got %v, %v", file, err)
	}
	view := viewOf(tree)
	for folder, want := range map[string]bool{"": true, "api": true, "fresh": true, "fresh/deep": true, "fres": false, "fresh/deep/b.yaml": false} {
		if got := view.isFolder(folder); got != want {
			t.Errorf("%q is a folder: %v", folder, got)
		}
	}
	if got := view.list("fresh").paths; !slices.Equal(got, []string{"fresh/deep/b.yaml"}) {
		t.Errorf("fresh holds %v", got)
	}
	if got := Holding(t.Context(), tree, tree.Paths(), func(content []byte) bool {
		return strings.Contains(string(content), "shop.v1") || string(content) == "edited"
	}); !slices.Equal(got, want[:3]) {
		t.Errorf("found %v", got)
	}
}

func TestChosen(t *testing.T) {
	root := repository(t, map[string]string{
		"a.yaml": rootYAML, "b.yaml": rootYAML, ".gitignore": "ignored/\n", "third_party/a.yaml": rootYAML,
	})
	write(t, root, map[string]string{"ignored/a.yaml": rootYAML})
	disk, err := Dir(root)
	check(t, err)
	defer disk.Close()
	tree := Drafted(disk, map[string]*source.File{"new.yaml": source.NewFile("new.yaml", []byte(rootYAML))})
	chosen, err := Chosen(t.Context(), tree, Selection{Args: []string{"b.yaml"}, Excluded: func(path string) bool { return path == "b.yaml" }})
	check(t, err)
	for path, want := range map[string]bool{"a.yaml": true, "b.yaml": false, "ignored/a.yaml": false, "third_party/a.yaml": false, "new.yaml": true, "none.yaml": false} {
		if chosen(path) != want {
			t.Errorf("%s is chosen: %v, want %v", path, !want, want)
		}
	}
}
