package http

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// disk reads a folder.
type disk struct{ root string }

// Paths leaves out preview/, which declares symbols a second time.
func (d disk) Paths() (all []string) {
	_ = filepath.WalkDir(d.root, func(path string, _ fs.DirEntry, err error) error {
		name, _ := filepath.Rel(d.root, path)
		if name = filepath.ToSlash(name); err == nil && strings.HasSuffix(name, ".proto") && !strings.HasPrefix(name, "preview/") {
			all = append(all, name)
		}
		return err
	})
	return all
}

func (d disk) File(path string) (*source.File, error) {
	content, err := os.ReadFile(filepath.Join(d.root, path))
	return source.NewFile(path, content), err
}

// Every package of googleapis by itself, as one server would serve it. All findings are true: BigQuery's
// storage has rpcs that share method and path, in Discovery Engine two services have the same ones, and
// Firestore tells documents from collections by an odd number of segments, which no template can say.
func TestCorpus(t *testing.T) {
	tree := disk{filepath.Join(sharedtest.Corpus(t), "googleapis")}
	apis, _ := proto.Load(context.Background(), proto.Config{Tree: tree, Files: tree.Paths()})
	bindings, found := 0, map[string]int{}
	for _, api := range apis {
		if api.Imported {
			continue
		}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				bindings += len(o.HTTP)
			}
		}
		for _, f := range Check(api) {
			found[strings.TrimPrefix(f.Rule, "generate/")+" "+api.Name]++
		}
	}
	want := map[string]int{
		"binding-collision google.cloud.bigquery.storage.v1": 5, "binding-collision google.cloud.bigquery.storage.v1beta1": 1,
		"binding-collision google.cloud.bigquery.storage.v1beta2": 5, "binding-collision google.cloud.discoveryengine.v1": 15,
		"binding-collision google.cloud.discoveryengine.v1alpha": 15, "binding-collision google.cloud.discoveryengine.v1beta": 15,
		"binding-hidden google.firestore.v1": 1, "binding-hidden google.firestore.v1beta1": 1,
	}
	if bindings != 14_286 || !maps.Equal(found, want) {
		t.Errorf("%d bindings: %v", bindings, found)
	}
}
