package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestNoSilentEditOfOpenAPI makes every edit that the meta-schemas know of, one at a time, and
// demands that it is reported, or refused by the loader, or stands on the list of what is no matter
// of the contract.
func TestNoSilentEditOfOpenAPI(t *testing.T) {
	document := readRich(t)
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	tally := newTally(t, "api.json", string(text), excusesOfOpenAPI())
	for _, e := range openAPIEdits(t, document) {
		tally.add(t, e)
	}
	tally.judge(t, "openapi")
}

// TestNoSilentEditOfProto does the same with descriptor.proto and the annotation protos.
func TestNoSilentEditOfProto(t *testing.T) {
	file := compileRich(t)
	text, ok := written(file)
	if !ok {
		t.Fatal("the rich file can't be printed")
	}
	tally := newTally(t, "rich.proto", text, excusesOfProto())
	for _, e := range protoEdits(t, file) {
		if e.text != text { // an empty message of options, say, is not written
			tally.add(t, e)
		}
	}
	tally.judge(t, "proto")
}

// tally counts what comes of edits.
type tally struct {
	file     string
	old      []*spec.API
	outcomes map[string]map[string]int // by what was edited
	excuses  []excuse
	used     []bool // which excuses were needed
	edits    int
}

func newTally(t *testing.T, file, text string, excuses []excuse) *tally {
	t.Helper()
	return &tally{
		file: file, old: linttest.Load(t, map[string]string{file: text}), outcomes: map[string]map[string]int{},
		excuses: excuses, used: make([]bool, len(excuses)),
	}
}

func (y *tally) add(t *testing.T, e edit) {
	t.Helper()
	y.edits++
	if y.outcomes[e.what] == nil {
		y.outcomes[e.what] = map[string]int{}
	}
	for _, one := range y.comesOf(t, e) {
		y.outcomes[e.what][one]++
	}
}

// comesOf returns what is said of an edit.
func (y *tally) comesOf(t *testing.T, e edit) []string {
	t.Helper()
	now, mistakes := linttest.LoadAnyway(map[string]string{y.file: e.text})
	result, err := breaking.Run(context.Background(), breaking.Versions{Old: y.old, New: now}, All())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Failures {
		t.Errorf("%s at %s: %s", e.what, e.where, f.Message)
	}
	switch said := outcomes(result.Changes); {
	case len(said) > 0:
		return said
	case len(mistakes) > 0:
		return []string{"refused by the loader"}
	}
	for i, x := range y.excuses {
		if x.covers(e) {
			y.used[i] = true
			return []string{"no matter of the contract: " + x.reason}
		}
	}
	t.Errorf("silent: %s at %s", e.what, e.where)
	return nil
}

func outcomes(changes []breaking.Change) []string {
	var said []string
	for i := range changes {
		c := &changes[i]
		said = append(said, fmt.Sprintf("%s: backward %s, forward %s", c.ID(), side(c.Backward), side(c.Forward)))
	}
	slices.Sort(said)
	return slices.Compact(said)
}

func side(v breaking.Verdicts) string {
	worst := v.On(breaking.Wire | breaking.JSON | breaking.Source | breaking.Behavior)
	if worst == breaking.Safe {
		return "safe"
	}
	return worst.String() + " " + v.At(worst).String()
}

// excuse says why edits change nothing for anyone.
type excuse struct {
	what   string            // a regular expression for all of edit.what
	when   func(e edit) bool // nil: always
	reason string
}

func (x *excuse) covers(e edit) bool {
	return regexp.MustCompile("^("+x.what+")$").MatchString(e.what) && (x.when == nil || x.when(e))
}

// judge fails on excuses that nothing needs, and compares the coverage with what
// `bylaw breaking --coverage` prints.
func (y *tally) judge(t *testing.T, format string) {
	t.Helper()
	for i, x := range y.excuses {
		if !y.used[i] {
			t.Errorf("%s: no silent edit needs the excuse for %q", format, x.what)
		}
	}
	t.Logf("%d edits of %d kinds", y.edits, len(y.outcomes))
	y.compare(t, filepath.Join("..", "coverage", format+".tsv"))
}

// compare holds what comes of every kind of edit against the file that the command prints.
func (y *tally) compare(t *testing.T, path string) {
	t.Helper()
	var lines []string
	for what, outcomes := range y.outcomes {
		for outcome, n := range outcomes {
			lines = append(lines, fmt.Sprintf("%s\t%d\t%s", what, n, outcome))
		}
	}
	slices.Sort(lines)
	want := "edit\tplaces\twhat comes of it\n" + strings.Join(lines, "\n") + "\n"
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: difflib.SplitLines(string(got)), B: difflib.SplitLines(want), FromFile: path, ToFile: "what comes of the edits", Context: 0,
		})
		t.Errorf("%s is stale, read the difference and renew it with make bless TEST=TestNoSilentEdit:\n%s", path, diff)
	}
}
