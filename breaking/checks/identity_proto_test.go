package checks

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/jhump/protoreflect/v2/protoprint"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// TestSameProtoContract compares packages of googleapis with themselves, every declaration in
// another order and laid out anew.
func TestSameProtoContract(t *testing.T) {
	root := filepath.Join(sharedtest.Corpus(t), "googleapis")
	tree, err := workspace.Dir(root)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for _, folder := range []string{
		"google/pubsub/v1", "google/spanner/admin/database/v1", "google/storage/v2", "google/logging/v2", "google/bigtable/admin/v2",
		"google/cloud/compute/v1", "google/container/v1", "google/cloud/aiplatform/v1", "google/api/servicecontrol/v1",
	} {
		files := protosIn(t, root, folder)
		sorted := overlay{tree, sortedFiles(t, root, files)}
		sameAPIs(t, folder, loadProtos(tree, files), loadProtos(sorted, files), everything)
	}
}

func protosIn(t *testing.T, root, folder string) (files []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, folder, "*.proto"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: no files (%v)", folder, err)
	}
	for _, file := range found {
		files = append(files, path.Join(folder, filepath.Base(file)))
	}
	return files
}

func loadProtos(tree source.Tree, files []string) []*spec.API {
	apis, _ := proto.Load(context.Background(), proto.Config{Tree: tree, Files: files})
	return apis
}

// sortedFiles prints the files with the declarations of each sorted by name.
func sortedFiles(t *testing.T, root string, files []string) map[string]*source.File {
	t.Helper()
	compiler := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{root}}),
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	compiled, err := compiler.Compile(context.Background(), files...)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]*source.File{}
	for i, file := range compiled {
		text, err := (&protoprint.Printer{SortElements: true, Indent: "\t"}).PrintProtoToString(file)
		if err != nil {
			t.Fatal(err)
		}
		if before, err := os.ReadFile(filepath.Join(root, files[i])); err != nil || string(before) == text {
			t.Errorf("%s is as it was (%v)", files[i], err)
		}
		printed[files[i]] = source.NewFile(files[i], []byte(text))
	}
	return printed
}

// overlay is a tree in which some files are others.
type overlay struct {
	source.Tree
	files map[string]*source.File
}

func (o overlay) File(name string) (*source.File, error) {
	if file := o.files[name]; file != nil {
		return file, nil
	}
	return o.Tree.File(name)
}
