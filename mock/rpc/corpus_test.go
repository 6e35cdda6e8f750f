package rpc

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/mock"
)

// TestGoogleapis serves packages of many kinds, and calls each method over REST that has a binding: what was made up as
// a request must be accepted, and what was made up as an answer be sent.
func TestGoogleapis(t *testing.T) {
	corpus := filepath.Join(sharedtest.Corpus(t), "googleapis")
	for _, folder := range []string{
		"google/pubsub/v1", "google/spanner/v1", "google/bigtable/admin/v2", "google/storage/v2", "google/firestore/v1", "google/cloud/kms/v1", "google/logging/v2", "google/cloud/run/v2", "google/longrunning",
	} {
		t.Run(folder, func(t *testing.T) {
			files, chosen := linked(t, corpus, folder)
			s, err := New(files, chosen, mock.Options{Logger: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			called := 0
			for _, m := range s.methods {
				request, err := s.maker.Request(m)
				if err != nil {
					t.Errorf("%s: no request: %v", m.FullName(), err)
					continue
				}
				c, ok := overHTTP(m, request)
				if !ok || m.IsStreamingClient() {
					continue
				}
				called++
				r := httptest.NewRequest(c.method, c.target, bytes.NewReader(c.body))
				if c.body != nil {
					r.Header.Set("Content-Type", "application/json")
				}
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				if w.Code != 200 {
					t.Errorf("%s: %s %s %s: %d %s", m.FullName(), c.method, c.target, c.body, w.Code, w.Body)
				}
			}
			t.Logf("%d of %d methods called, %d rules left out", called, len(s.methods), len(s.LeftOut()))
		})
	}
}

// linked links all files of a folder of googleapis.
func linked(t *testing.T, root, folder string) (*protoregistry.Files, []string) {
	t.Helper()
	var names []string
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".proto") {
			name, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	compiler := protocompile.Compiler{Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{root}})}
	found, err := compiler.Compile(context.Background(), names...)
	if err != nil {
		t.Fatal(err)
	}
	set, seen := new(descriptorpb.FileDescriptorSet), map[string]bool{}
	var add func(protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if seen[f.Path()] {
			return
		}
		seen[f.Path()] = true
		for i := range f.Imports().Len() {
			add(f.Imports().Get(i).FileDescriptor)
		}
		set.File = append(set.File, protodesc.ToFileDescriptorProto(f))
	}
	for _, f := range found {
		add(f)
	}
	text, err := proto.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	fresh := new(descriptorpb.FileDescriptorSet) // whose options have the types of this program
	if err := proto.Unmarshal(text, fresh); err != nil {
		t.Fatal(err)
	}
	files, err := protodesc.NewFiles(fresh)
	if err != nil {
		t.Fatal(err)
	}
	return files, names
}
