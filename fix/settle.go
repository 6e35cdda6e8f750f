package fix

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// settle makes the picked fixes and returns what became of it and which were made. If that breaks a
// spec it looks for the fix that did, drops it, and makes those before it; the others wait for the
// next round.
func (r *run) settle(ctx context.Context, picked []candidate) (state, []candidate, error) {
	next, broken, err := r.try(ctx, picked)
	if err != nil || broken == nil {
		return next, picked, err
	}
	picked, probe := suspectsLast(picked, broken.Span.Path())
	best, sound, unsound := r.now, 0, len(picked) // picked[:sound] can be made, picked[:unsound] can't
	for unsound-sound > 1 {
		if probe <= sound || probe >= unsound {
			probe = (sound + unsound) / 2
		}
		next, found, err := r.try(ctx, picked[:probe])
		switch {
		case err != nil:
			return state{}, nil, err
		case found == nil:
			best, sound = next, probe
		default:
			broken, unsound = found, probe
		}
	}
	r.drop(picked[sound], broken.Message)
	return best, picked[:sound], nil
}

// suspectsLast puts the fixes that edit a file behind the others, and returns how many those are.
func suspectsLast(picked []candidate, path string) ([]candidate, int) {
	var suspects, others []candidate
	for _, c := range picked {
		if c.edits(path) {
			suspects = append(suspects, c)
		} else {
			others = append(others, c)
		}
	}
	return append(others, suspects...), len(others)
}

func (c candidate) edits(path string) bool {
	return slices.ContainsFunc(c.fix.Edits, func(e report.Edit) bool { return e.Span.Path() == path })
}

// try makes the fixes and lints what comes of it. If that breaks a spec it returns how.
func (r *run) try(ctx context.Context, picked []candidate) (state, *report.Finding, error) {
	files, err := r.apply(picked)
	if err != nil {
		return state{}, &report.Finding{Rule: report.Internal, Message: err.Error()}, nil
	}
	summary, err := r.lint(ctx, files)
	if err != nil {
		return state{}, nil, err
	}
	fixes := map[string]int{}
	maps.Copy(fixes, r.now.fixes)
	for _, c := range picked {
		fixes[c.fix.Edits[0].Span.Path()]++
	}
	next := newState(files, fixes, summary)
	return next, r.now.worse(next), nil
}

// apply returns the edited files, those of former rounds included.
func (r *run) apply(picked []candidate) (map[string]*source.File, error) {
	edits := map[string][]report.Edit{}
	for _, c := range picked {
		for _, edit := range c.fix.Edits {
			edits[edit.Span.Path()] = append(edits[edit.Span.Path()], edit)
		}
	}
	files := map[string]*source.File{}
	maps.Copy(files, r.now.files)
	for _, path := range slices.Sorted(maps.Keys(edits)) {
		content, err := report.Apply(edits[path][0].Span.File, edits[path])
		if err != nil {
			return nil, err
		}
		// What is as it was in the beginning counts as never edited.
		if original, err := r.tree.File(path); err == nil && bytes.Equal(original.Content, content) {
			delete(files, path)
		} else {
			files[path] = source.NewFile(path, content)
		}
	}
	return files, nil
}

// errorPlace is where the tool itself found an error: which, and in which file. Neither offsets nor
// messages tell errors apart, for both change when a line is added above.
type errorPlace struct{ rule, path string }

// errorsOf counts what could not be read, resolved or checked.
func errorsOf(findings []report.Finding) map[errorPlace]int {
	own := map[string]bool{}
	for _, d := range report.Diagnostics() {
		own[d.ID] = true
	}
	errors := map[errorPlace]int{}
	for i := range findings {
		if f := &findings[i]; f.Severity == report.Error && own[f.Rule] {
			errors[errorPlace{f.Rule, f.Span.Path()}]++
		}
	}
	return errors
}

// worse returns the first error that a later state has and this one has not, or nil. That a file is
// no longer checked is one too: an edit must not hide a spec.
func (s state) worse(later state) *report.Finding {
	for i := range later.summary.Findings {
		f := &later.summary.Findings[i]
		at := errorPlace{f.Rule, f.Span.Path()}
		if f.Severity == report.Error && later.errors[at] > s.errors[at] {
			return f
		}
	}
	if later.summary.Checked.Files < s.summary.Checked.Files {
		return &report.Finding{Rule: report.Internal, Message: "a file is no longer known as a spec"}
	}
	return nil
}
