package waiver

import (
	"cmp"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Options say how suppressions are judged.
type Options struct {
	// Today is the day that expiry is judged by, as 2026-11-21. "" judges none to have expired.
	Today string
	// About reports whether the run is about a rule at all, as linting is about no kind of change.
	// Suppressions that are about nothing else are passed over. nil: it is about all.
	About func(rule string) bool
	// Changes says that two versions were compared. Without it waivers of single changes are passed over.
	Changes bool
	// Ran reports whether a rule was run on a file; one that was not can't show that a suppression
	// is unused. nil: all were.
	Ran func(rule, path string) bool
	// Strict reports whether suppressions in a file must name an owner and a day. nil: nowhere.
	Strict func(path string) bool
	// Whole says that all specs were read, so that an element or a change which was not found does
	// not exist.
	Whole bool
	// Part says that others read other specs of the same run: that a suppression hides nothing is left open.
	Part bool
}

// Result is what is left of the findings.
type Result struct {
	Findings   []report.Finding // those that are not hidden, and what is wrong with the suppressions; sorted
	Suppressed int              // how many are hidden
	Hidden     []Hidden         // which, in the order of the findings
	Open       []report.Open    // with Options.Part: whether suppressions hide anything, in the order of these
}

// Hidden is a finding with the suppression that hides it.
type Hidden struct {
	Finding report.Finding
	By      *Suppression
}

// Count is how many findings of a rule are hidden.
type Count struct {
	Rule string
	N    int
}

// ByRule counts the hidden findings, sorted by rule.
func (r Result) ByRule() []Count {
	byRule := map[string]int{}
	for _, h := range r.Hidden {
		byRule[h.Finding.Rule]++
	}
	counts := make([]Count, 0, len(byRule))
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		counts = append(counts, Count{rule, byRule[rule]})
	}
	return counts
}

// Apply hides the findings that the suppressions cover, and reports suppressions that have expired,
// soon will or hide nothing. Of several that cover a finding the innermost hides it. A finding that
// one which has expired covers says so. The tool's own diagnostics are never hidden, because no
// suppression can name them.
func Apply(findings []report.Finding, suppressions []Suppression, o Options) Result {
	judged := judge(suppressions, o)
	holding, ended := newSweep(suppressions, judged, holds), newSweep(suppressions, judged, hasEnded)
	var result Result
	for _, f := range report.Sort(slices.Clone(findings)) {
		if at, rule := holding.find(f); at >= 0 {
			judged[at].used[rule] = true
			result.Hidden = append(result.Hidden, Hidden{f, &suppressions[at]})
			continue
		}
		if at, _ := ended.find(f); at >= 0 {
			f.Message += suppressions[at].epitaph()
		}
		result.Findings = append(result.Findings, f)
	}
	for i := range suppressions {
		result.Findings = append(result.Findings, verdict(&suppressions[i], &judged[i], o)...)
		if o.Part && judged[i].state == holds && suppressions[i].Change == "" {
			result.Open = append(result.Open, openOf(&suppressions[i], judged[i].used, o))
		}
	}
	result.Findings = report.Sort(result.Findings)
	result.Suppressed = len(result.Hidden)
	return result
}

// sweep finds the suppression of each finding while it goes over them in their order.
type sweep struct {
	places   map[place]*open
	elements map[element][]target
	changes  map[string][]target // by fingerprint
	of       []Suppression
}

// place is where suppressions by position are looked up.
type place struct {
	file *source.File
	rule string
}

// element is how suppressions by definition ID are looked up.
type element struct{ id, rule string }

// target is one rule of a suppression, in one of its scopes.
type target struct {
	scope             source.Span
	suppression, rule int
}

// open holds the scopes for one file and rule: those to come, and those that have begun.
type open struct {
	next  []target // by position
	begun []target
}

// newSweep returns a sweep over the suppressions in one state.
func newSweep(suppressions []Suppression, judged []judgement, in state) *sweep {
	w := &sweep{places: map[place]*open{}, elements: map[element][]target{}, changes: map[string][]target{}, of: suppressions}
	for i := range suppressions {
		if judged[i].state == in {
			w.add(i)
		}
	}
	for _, o := range w.places {
		slices.SortStableFunc(o.next, func(a, b target) int {
			return cmp.Or(cmp.Compare(a.scope.Start, b.scope.Start), cmp.Compare(b.scope.End, a.scope.End))
		})
	}
	return w
}

func (w *sweep) add(i int) {
	s := &w.of[i]
	if s.Change != "" {
		w.changes[s.Change] = append(w.changes[s.Change], target{suppression: i})
	}
	for r, rule := range s.Rules {
		if s.Element != "" {
			key := element{string(s.Element), rule.ID}
			w.elements[key] = append(w.elements[key], target{suppression: i, rule: r})
		}
		for _, scope := range s.Scopes {
			key := place{scope.File, rule.ID}
			if w.places[key] == nil {
				w.places[key] = &open{}
			}
			w.places[key].next = append(w.places[key].next, target{scope, i, r})
		}
	}
}

// find returns the suppression that covers the finding and which of its rules does, or -1. Findings
// must come in the order of report.Compare.
func (w *sweep) find(f report.Finding) (suppression, rule int) {
	if f.Change != nil {
		if t, ok := w.below(w.changes[f.Change.Fingerprint], f); ok {
			return t.suppression, t.rule
		}
	}
	if o := w.places[place{f.Span.File, f.Rule}]; o != nil {
		if t, ok := o.at(f.Span); ok {
			return t.suppression, t.rule
		}
	}
	if t, ok := w.below(w.elements[element{string(f.Element), f.Rule}], f); ok {
		return t.suppression, t.rule
	}
	return -1, 0
}

// below returns the first target whose folder the finding lies in.
func (w *sweep) below(targets []target, f report.Finding) (target, bool) {
	for _, t := range targets {
		if within(w.of[t.suppression].Dir, f.Span.Path()) {
			return t, true
		}
	}
	return target{}, false
}

// at returns the scope that began last of those that a span begins in.
func (o *open) at(span source.Span) (target, bool) {
	for len(o.next) > 0 && o.next[0].scope.Start <= span.Start {
		o.begun = append(o.begun, o.next[0])
		o.next = o.next[1:]
	}
	for len(o.begun) > 0 {
		last := o.begun[len(o.begun)-1]
		if span.Start < last.scope.End || span.Len() == 0 && span.Start == last.scope.End {
			return last, true
		}
		o.begun = o.begun[:len(o.begun)-1]
	}
	return target{}, false
}
