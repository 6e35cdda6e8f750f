package breaking

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// matchBranches pairs the branches of two unions: those that stand for the same definition first,
// then those with the same title, those that allow the same, those that are alike in what they are
// and, where a single one is left on both sides, these.
func (w *walk) matchBranches(before, after []*spec.Type) []Pair[spec.Type] {
	pairs := match(before, after, func(t *spec.Type) string {
		if t.Kind == spec.KindReference && t.Target != nil {
			return string(t.Target.ID())
		}
		return ""
	})
	pairs = rematch(pairs, title)
	pairs = w.pairBy(pairs, w.same)
	pairs = w.pairBy(pairs, w.similar)
	return pairs
}

func title(t *spec.Type) string {
	if r := t.Resolve(); r.Schema != nil {
		return r.Schema.Title
	}
	return ""
}

// mostBranches bounds how many branches are compared each with each, and mostTries how often.
const (
	mostBranches = 1000
	mostTries    = 1_000_000
)

// pairBy pairs what is left alone on both sides, each with the first that fits.
func (w *walk) pairBy(pairs []Pair[spec.Type], fits func(before, after *spec.Type) bool) []Pair[spec.Type] {
	var removed []int
	for i := range pairs {
		if pairs[i].Removed() {
			removed = append(removed, i)
		}
	}
	tries := mostTries
	for i := range pairs {
		if !pairs[i].Added() || pairs[i].New == nil {
			continue
		}
		k := slices.IndexFunc(removed, func(j int) bool { tries--; return tries > 0 && fits(pairs[j].Old, pairs[i].New) })
		switch {
		case k == 0:
			pairs[i].Old, pairs[removed[0]].Old = pairs[removed[0]].Old, nil
			removed = removed[1:]
		case k > 0:
			pairs[i].Old, pairs[removed[k]].Old = pairs[removed[k]].Old, nil
			removed = slices.Delete(removed, k, k+1)
		}
	}
	return slices.DeleteFunc(pairs, func(p Pair[spec.Type]) bool { return p.Old == nil && p.New == nil })
}

// similar reports whether one branch is likely a new version of another: the same kind of scalar,
// or objects of which at least half of the properties have the same names.
func (w *walk) similar(before, after *spec.Type) bool {
	old, new := w.old.of(before), w.new.of(after)
	if old.Kind != new.Kind || old.Kind == spec.KindUnion {
		return false
	}
	if old.Kind != spec.KindObject {
		return true
	}
	common := 0
	for _, p := range match(old.Fields, new.Fields, func(f *spec.Field) string { return f.Name }) {
		if p.Both() {
			common++
		}
	}
	return 2*common >= max(len(old.Fields), len(new.Fields))
}

// matchAllOf pairs the parts that could not be merged: those that allow the same first. The others
// pair in their order if they are as many; if not, there is no telling which became which.
func (w *walk) matchAllOf(before, after []*spec.Type) []Pair[spec.Type] {
	if len(before)+len(after) == 0 {
		return nil
	}
	pairs := w.pairBy(match(before, after, func(*spec.Type) string { return "" }), w.same)
	removed := 0
	for _, p := range pairs {
		switch {
		case p.Removed():
			removed++
		case p.Added():
			removed--
		}
	}
	if removed != 0 {
		return pairs
	}
	return w.pairBy(pairs, func(_, _ *spec.Type) bool { return true })
}
