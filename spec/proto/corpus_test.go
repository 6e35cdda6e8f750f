package proto

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"github.com/bufbuild/protocompile/protoutil"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// diskTree reads the files of a folder when they are asked for.
type diskTree struct {
	root  string
	paths []string
	mu    sync.Mutex
	files map[string]*source.File
}

func newDiskTree(tb testing.TB, root string) *diskTree {
	t := &diskTree{root: root, files: map[string]*source.File{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".proto") {
			relative, _ := filepath.Rel(root, path)
			t.paths = append(t.paths, filepath.ToSlash(relative))
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func (t *diskTree) Paths() []string { return t.paths }

func (t *diskTree) File(path string) (*source.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if file := t.files[path]; file != nil {
		return file, nil
	}
	content, err := os.ReadFile(filepath.Join(t.root, path))
	if err != nil {
		return nil, err
	}
	t.files[path] = source.NewFile(path, content)
	return t.files[path], nil
}

// stable returns the files of googleapis without preview/, which declares symbols a second time.
func (t *diskTree) stable() []string {
	var files []string
	for _, path := range t.paths {
		if !strings.HasPrefix(path, "preview/") {
			files = append(files, path)
		}
	}
	return files
}

// googleapis is the corpus as we read it and as the compiler does. Both are made once, because
// they take seconds and gigabytes.
type googleapis struct {
	apis        []*spec.API
	findings    []report.Finding
	files       linker.Files
	descriptors map[protoreflect.FullName]protoreflect.Descriptor
}

var readGoogleapis = struct {
	once sync.Once
	*googleapis
}{}

func loadGoogleapis(t *testing.T) *googleapis {
	t.Helper()
	tree := newDiskTree(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	readGoogleapis.once.Do(func() {
		g := &googleapis{descriptors: map[protoreflect.FullName]protoreflect.Descriptor{}}
		g.apis, g.findings = Load(context.Background(), Config{Tree: tree, Files: tree.stable()})
		g.compile(t, tree)
		readGoogleapis.googleapis = g
	})
	if readGoogleapis.googleapis == nil {
		t.Fatal("the corpus could not be read")
	}
	return readGoogleapis.googleapis
}

// compile reads the corpus as any other program would, and indexes every descriptor by its name.
func (g *googleapis) compile(t *testing.T, tree *diskTree) {
	compiler := protocompile.Compiler{
		SourceInfoMode: protocompile.SourceInfoStandard,
		Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{
			Accessor: func(path string) (io.ReadCloser, error) { return os.Open(filepath.Join(tree.root, path)) },
		}),
	}
	files, err := compiler.Compile(context.Background(), tree.stable()...)
	if err != nil {
		t.Fatal(err)
	}
	g.files = files
	for _, file := range files {
		g.index(file)
	}
}

// index notes a file and everything below it, except for the entries of maps: they stand nowhere.
func (g *googleapis) index(file protoreflect.FileDescriptor) {
	g.indexContainer(file)
	for i := range file.Services().Len() {
		service := file.Services().Get(i)
		g.descriptors[service.FullName()] = service
		for j := range service.Methods().Len() {
			g.descriptors[service.Methods().Get(j).FullName()] = service.Methods().Get(j)
		}
	}
}

type declarations interface {
	container
	Extensions() protoreflect.ExtensionDescriptors
}

func (g *googleapis) indexContainer(in declarations) {
	for i := range in.Extensions().Len() {
		g.descriptors[in.Extensions().Get(i).FullName()] = in.Extensions().Get(i)
	}
	for i := range in.Enums().Len() {
		enum := in.Enums().Get(i)
		g.descriptors[enum.FullName()] = enum
		for j := range enum.Values().Len() {
			g.descriptors[enum.Values().Get(j).FullName()] = enum.Values().Get(j)
		}
	}
	for i := range in.Messages().Len() {
		if message := in.Messages().Get(i); !message.IsMapEntry() {
			g.indexMessage(message)
		}
	}
}

func (g *googleapis) indexMessage(message protoreflect.MessageDescriptor) {
	g.descriptors[message.FullName()] = message
	for i := range message.Fields().Len() {
		g.descriptors[message.Fields().Get(i).FullName()] = message.Fields().Get(i)
	}
	for i := range message.Oneofs().Len() {
		if oneof := message.Oneofs().Get(i); !oneof.IsSynthetic() {
			g.descriptors[oneof.FullName()] = oneof
		}
	}
	g.indexContainer(message)
}

// raw returns the descriptor message, which holds what reflection leaves out.
func raw(d protoreflect.Descriptor) any { return protoutil.ProtoFromDescriptor(d) }
