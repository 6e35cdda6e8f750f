package proto

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// TestBundle reads sets back, of a real service among them: they stand alone, and both forms say the same.
func TestBundle(t *testing.T) {
	corpus := sharedtest.Corpus(t)
	files := map[string]string{}
	for _, folder := range []string{"google/pubsub/v1", "google/api", "google/iam/v1", "google/type"} {
		names, err := filepath.Glob(filepath.Join(corpus, "googleapis", folder, "*.proto"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[folder+"/"+filepath.Base(name)] = string(text)
		}
	}
	sets := described(t, files, "google/pubsub/v1/pubsub.proto")
	binary, err := Bundle(sets, false)
	if err != nil {
		t.Fatal(err)
	}
	all := new(descriptorpb.FileDescriptorSet)
	if err := protobuf.Unmarshal(binary, all); err != nil {
		t.Fatal(err)
	}
	registry, err := protodesc.NewFiles(all)
	if err != nil {
		t.Fatal(err)
	}
	if d, err := registry.FindDescriptorByName("google.pubsub.v1.Publisher.CreateTopic"); err != nil || d.ParentFile().SourceLocations().ByDescriptor(d).LeadingComments == "" {
		t.Errorf("CreateTopic has no comment: %v", err)
	}
	text, err := Bundle(sets, true)
	if err != nil {
		t.Fatal(err)
	}
	again := new(descriptorpb.FileDescriptorSet)
	if err := protojson.Unmarshal(text, again); err != nil || !protobuf.Equal(all, again) {
		t.Errorf("the JSON says something else: %v", err)
	}
	if second, err := Bundle(described(t, files, "google/pubsub/v1/pubsub.proto"), false); err != nil || !bytes.Equal(binary, second) {
		t.Errorf("the same files made other bytes: %v", err)
	}
}

func TestBundleOfTwoWithOneName(t *testing.T) {
	_, one, _ := LoadLinked(context.Background(), Config{Tree: memtree.New(map[string]string{"a.proto": "syntax = \"proto3\"; message A {}"}), Files: []string{"a.proto"}, Descriptors: true})
	_, two, _ := LoadLinked(context.Background(), Config{Tree: memtree.New(map[string]string{"a.proto": "syntax = \"proto3\"; message B {}"}), Files: []string{"a.proto"}, Descriptors: true})
	if _, err := Bundle(slices.Concat(one, two), false); err == nil || !strings.Contains(err.Error(), "a.proto") {
		t.Errorf("two files with one name are in one set: %v", err)
	}
	if _, err := Bundle(slices.Concat(one, one), false); err != nil {
		t.Error(err)
	}
}
