package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/bylaw-dev/bylaw/generator/protobuf"
)

// required returns what is to be done so that the modules are there that generated code imports: one
// sentence for each go.mod that lacks some, or has them too old.
func required(outcomes []outcome) (sentences []string) {
	var roots []string
	imported := map[string]map[string]bool{}
	for _, o := range outcomes {
		if imported[o.place.Root] == nil {
			imported[o.place.Root] = map[string]bool{}
			roots = append(roots, o.place.Root)
		}
		for _, f := range o.files() {
			for _, name := range protobuf.Imports(f) {
				imported[o.place.Root][name] = true
			}
		}
	}
	for _, root := range roots {
		if missing := missingModules(root, protobuf.Modules(imported[root])); len(missing) > 0 {
			text := "run `go get " + strings.Join(missing, " ") + "` and then `go mod tidy`"
			if shown := relative(root); shown != "." {
				text = "in " + shown + ", " + text
			}
			sentences = append(sentences, text)
		}
	}
	return sentences
}

// missingModules returns those of the modules, as "path@version", that a go.mod does not require, or
// only an older version of.
func missingModules(root string, wanted []string) []string {
	has := map[string]string{}
	if content, err := os.ReadFile(filepath.Join(root, "go.mod")); err == nil {
		if parsed, err := modfile.ParseLax("go.mod", content, nil); err == nil {
			for _, r := range parsed.Require {
				has[r.Mod.Path] = r.Mod.Version
			}
		}
	}
	return slices.DeleteFunc(wanted, func(w string) bool {
		path, version, _ := strings.Cut(w, "@")
		return has[path] != "" && semver.Compare(has[path], version) >= 0
	})
}
