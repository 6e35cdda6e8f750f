package openapi

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

// Every package of googleapis that has bindings is exported and read back: each binding is one operation. All of
// them are read with BYLAW_PROOF=1, else those of some folders.
func TestCorpus(t *testing.T) {
	tree := openFolder(t, filepath.Join(sharedtest.Corpus(t), "googleapis"))
	wanted := struct{ packages, operations, leftOut, ambiguous int }{33, 554, 0, 11}
	folders := []string{"google/pubsub/", "google/storage/", "google/firestore/", "google/cloud/kms/", "google/cloud/bigquery/", "google/spanner/"}
	if os.Getenv("BYLAW_PROOF") == "1" {
		folders = []string{""}
		wanted.packages, wanted.operations, wanted.ambiguous = 478, 14230, 56 // those of two services or two bindings that are one path
	}
	got := wanted
	got.packages, got.operations, got.leftOut, got.ambiguous = 0, 0, 0, 0
	for _, api := range packagesIn(t, tree, folders) {
		if !Bound(api) {
			continue
		}
		d, findings := Export(api)
		left, ambiguous := told(t, api, findings)
		if bindings := bindingsOf(api); d.Operations+left+ambiguous != bindings {
			t.Errorf("%s: %d operations of %d bindings, %d left out", api.Name, d.Operations, bindings, left+ambiguous)
		}
		again(t, api, d)
		got.packages, got.operations, got.leftOut, got.ambiguous = got.packages+1, got.operations+d.Operations, got.leftOut+left, got.ambiguous+ambiguous
	}
	t.Logf("%+v", got)
	if got != wanted {
		t.Errorf("got %+v, want %+v", got, wanted)
	}
}

func packagesIn(t *testing.T, tree *folder, folders []string) []*spec.API {
	var files []string
	for _, path := range tree.Paths() {
		for _, prefix := range folders {
			if strings.HasPrefix(path, prefix) && !strings.HasPrefix(path, "preview/") {
				files = append(files, path)
			}
		}
	}
	apis, _ := proto.Load(context.Background(), proto.Config{Tree: tree, Files: files, ImportPaths: []string{"."}})
	var own []*spec.API
	for _, api := range apis {
		if !api.Imported {
			own = append(own, api)
		}
	}
	return own
}

// told counts the bindings that the findings leave out.
func told(t *testing.T, api *spec.API, findings []report.Finding) (left, ambiguous int) {
	for _, f := range findings {
		switch f.Rule {
		case customMethod:
			left++
		case ambiguousPath:
			ambiguous++
		case unknownField:
			t.Errorf("%s: %s", api.Name, f.Message)
		}
	}
	return left, ambiguous
}

func bindingsOf(api *spec.API) int {
	n := 0
	for _, s := range api.Services {
		for _, op := range s.Operations {
			n += len(op.HTTP)
		}
	}
	return n
}

// again reads the document with our loader and with a plain reader of YAML.
func again(t *testing.T, api *spec.API, d *Document) {
	text := d.YAML()
	back, findings := readBack(t, text)
	for _, f := range findings {
		t.Errorf("%s: %s: %s at %d", api.Name, f.Rule, f.Message, f.Span.Start)
	}
	if n := countOperations(back); n != d.Operations {
		t.Errorf("%s: %d operations of %d are read back", api.Name, n, d.Operations)
	}
	var plain any
	if err := yaml.Unmarshal(text, &plain); err != nil {
		t.Errorf("%s: %v", api.Name, err)
	}
	if other, _ := Export(api); !bytes.Equal(other.YAML(), text) {
		t.Errorf("%s: two exports differ", api.Name)
	}
}
