package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// packages are those that single edits are made of: a service with streams, long-running
// operations, resources with many enums, oneofs and maps, and a proto2 package.
var packages = []string{
	"google/pubsub/v1", "google/longrunning", "google/spanner/admin/database/v1", "google/datastore/v1", "google/logging/v2", "ledger/v1",
}

// legacy is the folder of ledger/v1: the corpus has no proto2.
const legacy = "agreement/testdata"

// comparePackages judges edits of every kind of every package.
func (r *runner) comparePackages(t *table, rules map[string][]string) error {
	for _, name := range packages {
		if err := r.comparePackage(t, rules, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (r *runner) comparePackage(t *table, rules map[string][]string, name string) error {
	root := filepath.Join(r.corpus, "googleapis")
	if _, err := os.Stat(filepath.Join(root, name)); err != nil {
		root = legacy
	}
	edits, err := packageEdits(root, name)
	if err != nil {
		return err
	}
	for _, side := range []string{"old", "new"} {
		if err := copyPackage(root, name, filepath.Join(r.scratch, side)); err != nil {
			return err
		}
	}
	for _, e := range thin(edits, r.sample) {
		file := filepath.Join(r.scratch, "new", e.file)
		if err := write(file, e.text); err != nil {
			return err
		}
		if err := r.judgeProto(t, rules, e.kind, e.at); err != nil {
			return err
		}
		if err := copyFile(filepath.Join(r.scratch, "old", e.file), file); err != nil {
			return err
		}
	}
	return nil
}

// packageEdits returns the edits of all files of a package.
func packageEdits(root, name string) ([]protoEdit, error) {
	var edits []protoEdit
	entries, err := fs.ReadDir(os.DirFS(root), name)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		file := path.Join(name, entry.Name())
		if path.Ext(file) != ".proto" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			return nil, err
		}
		more, err := protoEdits(file, string(content))
		if err != nil {
			return nil, err
		}
		edits = append(edits, more...)
	}
	return edits, nil
}

// thin keeps so many edits of each kind, spread evenly.
func thin(edits []protoEdit, each int) []protoEdit {
	total, seen := map[string]int{}, map[string]int{}
	for _, e := range edits {
		total[e.kind]++
	}
	var kept []protoEdit
	for _, e := range edits {
		i, n := seen[e.kind], total[e.kind]
		seen[e.kind]++
		if n <= each || i*each/n != (i+1)*each/n {
			kept = append(kept, e)
		}
	}
	return kept
}

var importLine = regexp.MustCompile(`(?m)^import (?:public )?"([^"]+)";`)

// copyPackage makes a module of a package and what it imports.
func copyPackage(root, name, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(root, name))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".proto" {
			continue
		}
		if err := copyProto(root, path.Join(name, entry.Name()), to); err != nil {
			return err
		}
	}
	return write(filepath.Join(to, "buf.yaml"), bufModule)
}

// copyProto copies a file and what it imports. What comes with the compiler stays where it is.
func copyProto(root, file, to string) error {
	target := filepath.Join(to, file)
	if _, err := os.Stat(target); err == nil || strings.HasPrefix(file, "google/protobuf/") {
		return nil
	}
	if err := copyFile(filepath.Join(root, file), target); err != nil {
		return err
	}
	content, err := os.ReadFile(target)
	if err != nil {
		return err
	}
	for _, m := range importLine.FindAllStringSubmatch(string(content), -1) {
		if err := copyProto(root, m[1], to); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return write(to, string(content))
}
