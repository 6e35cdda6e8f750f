package fix

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Applicable returns the first fix of the finding that is at least so safe, or nil.
func Applicable(f *report.Finding, least report.Safety) *report.Fix {
	for i := range f.Fixes {
		if fix := &f.Fixes[i]; fix.Safety >= max(least, report.Unsafe) && len(fix.Edits) > 0 {
			return fix
		}
	}
	return nil
}

// Confine makes the fixes display-only that edit a file which must not be edited: none of them is
// ever applied, and reporters don't promise it.
func Confine(findings []report.Finding, editable func(path string) bool) {
	for i := range findings {
		fixes := slices.Clone(findings[i].Fixes)
		for j := range fixes {
			if slices.ContainsFunc(fixes[j].Edits, func(e report.Edit) bool { return !editable(e.Span.Path()) }) {
				fixes[j].Safety = report.DisplayOnly
			}
		}
		findings[i].Fixes = fixes
	}
}

// candidate is a fix that is to be made.
type candidate struct {
	finding *report.Finding
	fix     *report.Fix
}

// pick returns the fixes of the next round, in the order of the findings: none touches another.
func (r *run) pick() []candidate {
	var picked []candidate
	taken := taken{}
	for i := range r.now.summary.Findings {
		f := &r.now.summary.Findings[i]
		for fix := r.applicable(f); fix != nil; fix = r.applicable(f) {
			c := candidate{f, fix}
			if err := r.check(fix.Edits); err != nil {
				r.drop(c, err.Error())
				continue
			}
			if taken.take(fix.Edits) {
				picked = append(picked, c)
			}
			break
		}
	}
	return picked
}

// applicable returns the first fix of the finding that may be made and has not proved wrong.
func (r *run) applicable(f *report.Finding) *report.Fix {
	for i := range f.Fixes {
		fix := &f.Fixes[i]
		if fix.Safety >= r.options.Least && len(fix.Edits) > 0 && !r.refuses(f, fix) {
			return fix
		}
	}
	return nil
}

// The ways in which edits can be wrong by themselves.
var (
	errNoFile   = errors.New("it edits what is no file")
	errOutside  = errors.New("an edit lies outside its file")
	errStranger = errors.New("it edits a text that is not the file's")
	errOverlap  = errors.New("its edits overlap")
)

// check returns what is wrong with the edits of one fix.
func (r *run) check(edits []report.Edit) error {
	for i, edit := range edits {
		if err := r.checkPlace(edit.Span); err != nil {
			return err
		}
		for _, other := range edits[:i] {
			a, b := edit.Span, other.Span
			if a.Path() == b.Path() && a.Start < b.End && b.Start < a.End && edit != other {
				return errOverlap
			}
		}
	}
	return nil
}

// checkPlace makes sure that a span lies in a file of the tree as it is now.
func (r *run) checkPlace(span source.Span) error {
	if span.File == nil {
		return errNoFile
	}
	file, err := r.file(span.Path())
	switch {
	case err != nil:
		return errNoFile
	case file != span.File && !bytes.Equal(file.Content, span.File.Content):
		return errStranger
	case span.Start < 0 || span.Start > span.End || int(span.End) > len(file.Content):
		return errOutside
	}
	return nil
}

// file returns the file at a path as the fixes have left it.
func (r *run) file(path string) (*source.File, error) {
	if file := r.now.files[path]; file != nil {
		return file, nil
	}
	return r.tree.File(path)
}

// taken holds the edits of a round by file, sorted. None touches another.
type taken map[string][]report.Edit

// take adds the edits of a fix, unless one of them touches an edit that is there: even two
// insertions side by side may mean something else together. An edit that is there already, as when
// two fixes need the same import, is shared.
func (t taken) take(edits []report.Edit) bool {
	for _, edit := range edits {
		if t.touches(edit) {
			return false
		}
	}
	for _, edit := range edits {
		path := edit.Span.Path()
		at, _ := slices.BinarySearchFunc(t[path], edit, compareEdits)
		t[path] = slices.Insert(t[path], at, edit)
	}
	return true
}

func (t taken) touches(edit report.Edit) bool {
	all := t[edit.Span.Path()]
	at, _ := slices.BinarySearchFunc(all, edit, compareEdits)
	// Those of one fix may overlap each other only by touching, so the neighbours are near.
	for i := at; i < len(all) && all[i].Span.Start <= edit.Span.End; i++ {
		if !same(all[i], edit) {
			return true
		}
	}
	for i := at - 1; i >= 0 && (all[i].Span.End >= edit.Span.Start); i-- {
		if !same(all[i], edit) {
			return true
		}
	}
	return false
}

func same(a, b report.Edit) bool {
	return a.Span.Start == b.Span.Start && a.Span.End == b.Span.End && a.New == b.New
}

func compareEdits(a, b report.Edit) int {
	return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
}
