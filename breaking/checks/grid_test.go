package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

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
	tally := newTally(t, "api.json", string(text))
	for _, e := range openAPIEdits(t, document) {
		tally.add(t, e)
	}
	tally.judge(t, "openapi", silentOpenAPI())
}

// TestNoSilentEditOfProto does the same with descriptor.proto and the annotation protos.
func TestNoSilentEditOfProto(t *testing.T) {
	file := compileRich(t)
	text, ok := written(file)
	if !ok {
		t.Fatal("the rich file can't be printed")
	}
	tally := newTally(t, "rich.proto", text)
	for _, e := range protoEdits(t, file) {
		tally.add(t, e)
	}
	tally.judge(t, "proto", silentProto())
}

// tally counts what comes of edits.
type tally struct {
	file     string
	old      []*spec.API
	outcomes map[string]map[string]int // by what was edited
	edits    int
}

func newTally(t *testing.T, file, text string) *tally {
	t.Helper()
	return &tally{file: file, old: linttest.Load(t, map[string]string{file: text}), outcomes: map[string]map[string]int{}}
}

func (y *tally) add(t *testing.T, e edit) {
	t.Helper()
	y.edits++
	if y.outcomes[e.what] == nil {
		y.outcomes[e.what] = map[string]int{}
	}
	now, mistakes := linttest.LoadAnyway(map[string]string{y.file: e.text})
	result, err := breaking.Run(context.Background(), breaking.Versions{Old: y.old, New: now}, All())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Failures {
		t.Errorf("%s: %s", e.what, f.Message)
	}
	said := outcomes(result.Changes)
	if len(said) == 0 && len(mistakes) > 0 {
		said = []string{"refused"}
	}
	if len(said) == 0 {
		said = []string{silent}
	}
	for _, one := range said {
		y.outcomes[e.what][one]++
	}
}

const silent = "SILENT"

func outcomes(changes []breaking.Change) []string {
	var said []string
	for i := range changes {
		c := &changes[i]
		said = append(said, fmt.Sprintf("%s (backward %s, forward %s)", c.ID(), side(c.Backward), side(c.Forward)))
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

// judge fails on what is silent and not excused, and on excuses that nothing needs.
func (y *tally) judge(t *testing.T, format string, excuses map[string]string) {
	t.Helper()
	var lines []string
	used := map[string]bool{}
	for what, outcomes := range y.outcomes {
		for outcome, n := range outcomes {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%d", what, outcome, n))
		}
		if outcomes[silent] == 0 {
			continue
		}
		if excuses[what] == "" {
			t.Errorf("%s: %d edits of %q are silent", format, outcomes[silent], what)
		}
		used[what] = true
	}
	for what := range excuses {
		if !used[what] {
			t.Errorf("%s: no silent edit needs the excuse for %q", format, what)
		}
	}
	slices.Sort(lines)
	t.Logf("%d edits of %d kinds\n%s", y.edits, len(y.outcomes), strings.Join(lines, "\n"))
}

// silentOpenAPI are the edits that change nothing for anyone, with the reason.
func silentOpenAPI() map[string]string {
	return map[string]string{}
}

func silentProto() map[string]string {
	return map[string]string{}
}
