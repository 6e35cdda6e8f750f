package service

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf/protogo"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// folders hold ten services of different kinds: streams each way, long-running operations, names of resources, oneofs,
// maps, Any, mixins, and a package with many services.
var folders = []string{
	"google/pubsub/v1", "google/spanner/v1", "google/bigtable/v2", "google/storage/v2", "google/firestore/v1",
	"google/cloud/kms/v1", "google/logging/v2", "google/cloud/speech/v2", "google/cloud/secretmanager/v1", "google/longrunning",
}

// TestPeer has protoc-gen-go-grpc v1.6.2 generate the glue of ten packages of googleapis, and compares every
// declaration with ours. Both are compiled, and so is all else that is generated.
func TestPeer(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("installs protoc-gen-go-grpc and builds ten packages of googleapis: BYLAW_PROOF=1 runs it")
	}
	bin := t.TempDir()
	t.Setenv("GOBIN", bin)
	run(t, ".", "go", "install", "google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2")
	all, services := map[string]string{}, 0
	p := ofGoogle(t, folders...)
	ours, peer := lowered(t, generated(p), generator.AllOutputs), theirs(t, p, filepath.Join(bin, "protoc-gen-go-grpc"))
	for _, f := range generated(p) {
		if len(f.Services) == 0 {
			continue
		}
		services += len(f.Services)
		same(t, ours[f.GeneratedFilenamePrefix+".grpc.go"], peer[f.GeneratedFilenamePrefix+"_grpc.pb.go"])
	}
	t.Logf("%d services of %d packages declare and register the same", services, len(folders))
	if services < len(folders) {
		t.Errorf("%d services", services)
	}
	messages, err := protogo.Messages(p)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range messages {
		if path.Dir(name) == "google/type" {
			name = strings.TrimSuffix(name, ".pb.go") + "/" + path.Base(name)
		}
		all[name] = text
	}
	maps.Copy(all, ours)
	dir := trialModule(t, all)
	run(t, dir, "go", "vet", "./gen/...")
	t.Log(run(t, dir, "go", "test", "./gen/google/..."))
}

// ofGoogle links packages of googleapis. Go is generated for them and all that they import, but for what the modules of
// genproto hold that the kit needs.
func ofGoogle(t *testing.T, folders ...string) *protogen.Plugin {
	t.Helper()
	files := google(t, folders...)
	packages := map[string]string{}
	for _, f := range files {
		switch dir := path.Dir(f.GetName()); {
		case dir == "google/api" || dir == "google/rpc" || strings.HasPrefix(dir, "google/protobuf"):
		case dir == "google/type": // each file is a package of its own
			name := strings.TrimSuffix(path.Base(f.GetName()), ".proto")
			packages[f.GetName()] = path.Join("trial/gen/google/type", name) + ";" + name
		default:
			_, name, _ := strings.Cut(f.GetOptions().GetGoPackage(), ";")
			packages[f.GetName()] = path.Join("trial/gen", dir) + ";" + name
		}
	}
	return plugin(t, files, packages)
}

// google links all files below folders of googleapis.
func google(t *testing.T, folders ...string) []*descriptorpb.FileDescriptorProto {
	t.Helper()
	root := filepath.Join(sharedtest.Corpus(t), "googleapis")
	var names []string
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(at string, entry fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(at, ".proto") {
				name, _ := filepath.Rel(root, at)
				names = append(names, filepath.ToSlash(name))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return linked(t, root, names...)
}

// TestWholeCorpus lowers every service of googleapis, and says what can't be had.
func TestWholeCorpus(t *testing.T) {
	if testing.Short() || os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("links all of googleapis: BYLAW_PROOF=1 runs it")
	}
	files, packages := google(t, "google"), map[string]string{}
	for _, f := range files {
		if packages[f.GetName()] = f.GetOptions().GetGoPackage(); packages[f.GetName()] == "" {
			packages[f.GetName()] = path.Join("trial/gen", path.Dir(f.GetName()))
		}
	}
	p := plugin(t, files, packages)
	plan := Lower(generated(p), Options{Outputs: generator.AllOutputs})
	for _, f := range plan.Findings {
		t.Logf("%s: %s: %s", f.Severity, f.Element, f.Message)
	}
	methods, calls := 0, 0
	for _, u := range plan.Units {
		if file, ok := u.Data.(*AgreementFile); ok {
			for _, s := range file.Services {
				methods += len(s.Calls)
				for _, c := range s.Calls {
					if c.Skip == "" {
						calls++
					} else {
						t.Logf("%s %s: %s", s.Service, c.Method, c.Skip)
					}
				}
			}
		}
	}
	if methods < 12_000 || calls != methods || len(plan.Findings) > 0 {
		t.Error("every method had a request, and an answer")
	}
	t.Logf("%d units, %d methods, requests for %d of them, %d findings", len(plan.Units), methods, calls, len(plan.Findings))
}
