// Command scaffold begins a rule or a breaking check: its Go file, its documentation, its fixtures and
// its line in the group's list. It is a maintainer's tool and no part of bylaw. What it writes compiles, and
// fails the tests until it says something.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if len(os.Args) != 3 || os.Args[1] != rules.name && os.Args[1] != checks.name {
		fmt.Fprintln(os.Stderr, "usage: make new-rule ID=GROUP/ID, or make new-check ID=GROUP/ID")
		os.Exit(2)
	}
	k := rules
	if os.Args[1] == checks.name {
		k = checks
	}
	if err := run(".", k, os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "scaffold:", err)
		os.Exit(1)
	}
}

// run writes the files of the new rule or check below the project's root.
func run(root string, k kind, id string) error {
	files, err := scaffold(os.DirFS(root), k, id)
	if err != nil {
		return err
	}
	for _, name := range sorted(files) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

func sorted(files map[string][]byte) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
