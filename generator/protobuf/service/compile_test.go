package service

import (
	"maps"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf/protogo"
)

// TestHostileNames compiles what is generated for a contract that tries to prevent it.
func TestHostileNames(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	files := linked(t, "testdata", "hostile.proto")
	p := plugin(t, files, map[string]string{"hostile.proto": "trial/gen", "other.proto": "trial/gen/other/context;otherpb"})
	ours := lowered(t, generated(p), generator.AllOutputs)
	all, err := protogo.Messages(p)
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(all, ours)
	for _, name := range []string{"other.pb.go", "other.roundtrip_test.go"} {
		all["other/context/"+name] = all[name]
		delete(all, name)
	}
	dir := trialModule(t, all)
	run(t, dir, "go", "vet", "./gen/...")
	run(t, dir, strings.TrimSpace(run(t, ".", "go", "tool", "-n", "staticcheck")), "./gen/...")
	run(t, dir, "go", "test", "./gen/...")
}
