package validate

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

const harnessVersion = "github.com/bufbuild/protovalidate/tools@v1.2.2"

// conformanceCases is how many cases the suite has at that version, compiledCases how many of them need no run time.
const (
	conformanceCases = 2872
	compiledCases    = 1828
)

// TestConformance has the suite of protovalidate decide about the compiled rules of its own messages, and
// then compares them with the run time on random ones.
func TestConformance(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("generates and builds all messages of the conformance suite, which takes minutes: BYLAW_PROOF=1 runs it")
	}
	tools := harness(t)
	set := descriptors(t, tools)
	for _, f := range parsed(t, "shop.proto").GetFile() {
		if f.GetName() == "shop.proto" {
			set.File = append(set.File, f)
		}
	}
	for _, level := range []string{"API_OPEN", "API_OPAQUE"} {
		t.Run(level, func(t *testing.T) { conforms(t, tools, set, level) })
	}
	files, _ := generate(t, parsed(t, "shop.proto"))
	t.Run("speed", func(t *testing.T) { runBenchmark(t, trialModule(t, files)) })
}

// conforms holds messages of one of Go's APIs against the suite and against the run time.
func conforms(t *testing.T, tools string, set *descriptorpb.FileDescriptorSet, level string) {
	files, findings := generateAt(t, set, level)
	dir := trialModule(t, files)
	packages := map[string]bool{}
	for name := range files {
		packages[path.Join("trial/gen", path.Dir(name))] = true
	}
	executor := program(t, dir, slices.Sorted(maps.Keys(packages)))
	run(t, dir, "go", "vet", "./gen/...")
	reasons := map[string]int{}
	for _, f := range findings {
		reasons[f.Message]++
	}
	for _, message := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("%d × %s", reasons[message], message)
	}
	runSuite(t, tools, executor)
	t.Log(run(t, dir, executor, "fuzz", "1", "200"))
}

// harness builds the suite in a copy of its module, for a plain install asks git, and fails.
func harness(t *testing.T) string {
	t.Helper()
	var module struct{ Dir string }
	if err := json.Unmarshal([]byte(run(t, t.TempDir(), "go", "mod", "download", "-json", harnessVersion)), &module); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(module.Dir)); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "protovalidate-conformance/dump/main.go", read(t, "testdata/dump.go.txt"))
	run(t, dir, "go", "build", "-o", "harness", "./protovalidate-conformance")
	return dir
}

func descriptors(t *testing.T, tools string) *descriptorpb.FileDescriptorSet {
	t.Helper()
	set := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal([]byte(run(t, tools, "go", "run", "./protovalidate-conformance/dump")), set); err != nil {
		t.Fatal(err)
	}
	return set
}

func runSuite(t *testing.T, tools, executor string) {
	counts := filepath.Join(t.TempDir(), "counts")
	command := exec.Command(filepath.Join(tools, "harness"), "--strict_message", "--strict_error", "--timeout=5m", executor)
	command.Env = append(os.Environ(), "TRIAL_COUNTS="+counts)
	out, err := command.CombinedOutput()
	decided := strings.Split(strings.TrimSpace(read(t, counts)), "\n")
	compiled := 0
	for _, line := range decided {
		if strings.HasPrefix(line, "compiled ") {
			compiled++
		}
	}
	summary := fmt.Sprintf("%d cases, %d decided by compiled rules, %d with the run time", len(decided), compiled, len(decided)-compiled)
	if err != nil {
		t.Fatalf("%s: %v\n%.6000s", summary, err, out)
	}
	t.Logf("%s\n%.2000s", summary, out)
	if len(decided) != conformanceCases || compiled < compiledCases {
		t.Errorf("want %d cases, %d of them compiled", conformanceCases, compiledCases)
	}
}

// runBenchmark measures a message of ordinary size beside the run time, and demands that a good one costs
// no allocation. It goes round several times, so that what else the machine does hits both.
func runBenchmark(t *testing.T, dir string) {
	write(t, dir, "gen/verdicts_test.go", read(t, "testdata/verdicts.go.txt"))
	write(t, dir, "gen/bench_test.go", read(t, "testdata/bench.go.txt"))
	run(t, dir, "go", "test", "-c", "-o", "gen.test", "./gen")
	for range 10 {
		t.Log(run(t, dir, "./gen.test", "-test.bench", ".", "-test.benchtime", "100ms"))
	}
}
