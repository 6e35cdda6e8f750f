// Package fix applies the fixes that findings carry, round by round, until none is left that may be
// applied. It knows findings and bytes. It must not know the rules that offer fixes, nor the formats
// that are edited: whether an edit leaves a spec that can be read is for the linter to say.
package fix

import (
	"bytes"
	"context"
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Lint says what is wrong with the specs of a tree once the given files, by path, stand in place of
// the tree's own. It must not keep the map.
type Lint func(ctx context.Context, edited map[string]*source.File) (*report.Summary, error)

// Options say what is applied.
type Options struct {
	Least  report.Safety // Safe, or Unsafe for both; display-only fixes are never applied
	Rounds int           // after how many rounds fixes count as never ending; 0: 20
}

const defaultRounds = 20

// File is a file that fixes have changed.
type File struct {
	Path     string
	Old, New []byte
	Fixes    int // how many of the fixes began in this file
}

// Result is what came of a run.
type Result struct {
	// Summary is of the specs as they come out: what Lint last said of them, what was fixed, and the
	// mistakes that fixes made, as findings of report.Internal.
	Summary  *report.Summary
	Mistakes []report.Finding // those of them that are mistakes
	Files    []File           // sorted by path
	Rounds   int
}

// Run applies the fixes that the findings in a tree carry. Nothing is written: the files that come
// out are in the result.
//
// In each round it makes, in the order of the findings, the first applicable fix of each, unless
// that touches one already made, and lints again. What it makes of the same findings is always the
// same. A fix whose edits don't fit its file, or after which a file can't be read as well as
// before, is undone and dropped; so are fixes that undo each other. Each is a finding.
//
// The error is that of lint or of the context.
func Run(ctx context.Context, tree source.Tree, lint Lint, o Options) (*Result, error) {
	if o.Rounds == 0 {
		o.Rounds = defaultRounds
	}
	o.Least = max(o.Least, report.Unsafe)
	r := &run{tree: tree, lint: lint, options: o, seen: map[[32]byte]seen{}, dropped: map[key]bool{}, strikes: map[string]int{}}
	summary, err := lint(ctx, nil)
	if err != nil {
		return nil, err
	}
	r.now = newState(nil, nil, summary)
	if err := r.converge(ctx); err != nil {
		return nil, err
	}
	return r.result(), nil
}

// run is one call of Run.
type run struct {
	tree    source.Tree
	lint    Lint
	options Options
	now     state
	rounds  int
	made    [][]string // the rules whose fixes each round made
	seen    map[[32]byte]seen

	dropped  map[key]bool
	strikes  map[string]int // how many fixes of a rule were dropped
	mistakes []mistake
}

// seen is a state that was met before, and in which round.
type seen struct {
	state state
	round int
}

// converge makes rounds of fixes until there is nothing to fix.
func (r *run) converge(ctx context.Context) error {
	r.seen[r.now.sum()] = seen{r.now, 0}
	for picked := r.pick(); len(picked) > 0; picked = r.pick() {
		if r.rounds == r.options.Rounds {
			r.endless(picked)
			return nil
		}
		next, made, err := r.settle(ctx, picked)
		if err != nil {
			return err
		}
		r.rounds++
		r.made = append(r.made, rulesOf(made))
		if len(made) == 0 {
			continue
		}
		sum := next.sum()
		if before, ok := r.seen[sum]; ok {
			r.now = before.state
			r.circle(before.round)
			return nil
		}
		r.now = next
		r.seen[sum] = seen{next, r.rounds}
	}
	return nil
}

// state is the specs after some fixes.
type state struct {
	files   map[string]*source.File // those that differ from the tree's
	fixes   map[string]int          // how many fixes began in a file
	summary *report.Summary
	errors  map[errorPlace]int
}

func newState(files map[string]*source.File, fixes map[string]int, s *report.Summary) state {
	return state{files, fixes, s, errorsOf(s.Findings)}
}

// sum tells states apart by what the files hold.
func (s state) sum() [32]byte {
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(s.files)) {
		content := sha256.Sum256(s.files[path].Content)
		name := sha256.Sum256([]byte(path))
		h.Write(name[:])
		h.Write(content[:])
	}
	return [32]byte(h.Sum(nil))
}

// result returns what came out, with the mistakes among the findings and without the fixes that
// proved wrong.
func (r *run) result() *Result {
	summary := *r.now.summary
	summary.Findings = r.withoutRefused(summary.Findings)
	result := &Result{Summary: &summary, Mistakes: r.mistakeFindings(), Rounds: r.rounds}
	for _, path := range slices.Sorted(maps.Keys(r.now.files)) {
		old, err := r.tree.File(path)
		if err != nil || bytes.Equal(old.Content, r.now.files[path].Content) {
			continue
		}
		file := File{Path: path, Old: old.Content, New: r.now.files[path].Content, Fixes: r.now.fixes[path]}
		result.Files = append(result.Files, file)
	}
	summary.Fixed = Count(result.Files)
	summary.Findings = report.Sort(slices.Concat(summary.Findings, result.Mistakes))
	return result
}

// Count says how much was fixed in the files.
func Count(files []File) report.Fixed {
	fixed := report.Fixed{Files: len(files)}
	for _, file := range files {
		fixed.Findings += file.Fixes
	}
	return fixed
}
