package golden

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// leastScore is the mutation score that the example contracts of new services have, at least: of all mutants that
// docs/mutation.md lists, without any exclusion.
const leastScore = 95

// TestContractsBite makes the example services, and measures on the service itself how many mistakes its example contract
// would notice: its own test plays the contract, and with the same flags each answer is mutated.
func TestContractsBite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("what plays and mutates is a script for sh")
	}
	bylaw := build(t, "..", "./cmd/bylaw")
	for _, kind := range []string{"openapi", "proto"} {
		t.Run(kind, func(t *testing.T) {
			around := t.TempDir()
			run(t, around, bylaw, "new", "service", "orders", "--kind", kind)
			module := filepath.Join(around, "orders")
			score := mutated(t, bylaw, module)
			t.Log(score.Summary.Headline)
			for _, one := range score.survivors() {
				t.Log("survives: " + one)
			}
			if score.Summary.Failing > 0 || len(score.tried()) < 500 {
				t.Errorf("%d mutants, and %s", len(score.tried()), score.Summary.Headline)
			}
			weaken(t, filepath.Join(module, "contracts"))
			if weaker := mutated(t, bylaw, module); len(weaker.survivors()) <= len(score.survivors()) {
				t.Errorf("the contract says less, and notices as much: %s", weaker.Summary.Headline)
			}
		})
	}
}

// weaken takes a field out of all that contracts expect.
func weaken(t *testing.T, contracts string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(contracts, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no contract: %v", err)
	}
	field := regexp.MustCompile(`(?m)^ +update_?[tT]ime: .*\n`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, field.ReplaceAll(text, nil), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// scored is what `bylaw contract mutate --format json` says.
type scored struct {
	Summary struct {
		Headline string
		Failing  int
	}
	Tables []struct {
		Name string
		Rows []mutant
	}
}

type mutant struct{ Mutant, Side, Operation, Status, Path, Verdict string }

func (s *scored) tried() []mutant {
	for _, t := range s.Tables {
		if t.Name == "tried" {
			return t.Rows
		}
	}
	return nil
}

func (s *scored) survivors() []string {
	var all []string
	for _, m := range s.tried() {
		if m.Verdict != "killed" {
			all = append(all, strings.Join([]string{m.Verdict, m.Side, m.Mutant, m.Operation, m.Status, m.Path}, " "))
		}
	}
	return all
}

// mutated has the service's own test play its contracts, and mutates what the service answers there.
func mutated(t *testing.T, bylaw, module string) *scored {
	t.Helper()
	folder := t.TempDir()
	script, report := filepath.Join(folder, "bylaw"), filepath.Join(folder, "score.json")
	text := strings.NewReplacer("BYLAW", bylaw, "REPORT", report, "LEAST", strconv.Itoa(leastScore)).Replace(`#!/bin/sh
# verify FLAGS...: mutates the answers with the same flags, then verifies
shift
spec=
case "$*" in *"--spec "*) ;; *) spec="--spec api/orders.yaml" ;; esac
BYLAW contract mutate "$@" $spec --min-score LEAST --format json=REPORT
exec BYLAW verify "$@"
`)
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BYLAW", script)
	run(t, module, "go", "test", "-count=1", "./internal/server", "-run", "TestContracts$")
	var said scored
	content, err := os.ReadFile(report)
	if err == nil {
		err = json.Unmarshal(content, &said)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &said
}
