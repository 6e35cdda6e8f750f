package waiver

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Options say how suppressions are judged.
type Options struct {
	// Today is the day that expiry is judged by, as 2026-11-21. "" judges none to have expired.
	Today string
	// Ran reports whether a rule was run on a file; one that was not can't show that a suppression
	// is unused. nil: all were.
	Ran func(rule, path string) bool
	// Strict reports whether suppressions in a file must name an owner and a day. nil: nowhere.
	Strict func(path string) bool
	// Whole says that all specs were read, so that an element which was not found does not exist.
	Whole bool
}

// Result is what is left of the findings.
type Result struct {
	Findings   []report.Finding // those that are not hidden, and what is wrong with the suppressions; sorted
	Suppressed int              // how many are hidden
	Hidden     []Hidden         // which, in the order of the findings
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

// Apply hides the findings that the suppressions cover, and reports suppressions that have expired
// or hide nothing. Of several that cover a finding the innermost hides it. The tool's own
// diagnostics are never hidden, because no suppression can name them.
func Apply(findings []report.Finding, suppressions []Suppression, o Options) Result {
	judged := judge(suppressions, o)
	sweep := newSweep(suppressions, judged)
	var result Result
	for _, f := range report.Sort(slices.Clone(findings)) {
		if at, rule := sweep.find(f); at >= 0 {
			judged[at].used[rule] = true
			result.Hidden = append(result.Hidden, Hidden{f, &suppressions[at]})
		} else {
			result.Findings = append(result.Findings, f)
		}
	}
	for i := range suppressions {
		result.Findings = append(result.Findings, judged[i].findings...)
		if judged[i].valid {
			result.Findings = append(result.Findings, unused(&suppressions[i], judged[i].used, o)...)
		}
	}
	result.Findings = report.Sort(result.Findings)
	result.Suppressed = len(result.Hidden)
	return result
}

// judgement is what becomes of a suppression.
type judgement struct {
	valid    bool   // it hides what it covers
	used     []bool // for each of its rules
	findings []report.Finding
}

func judge(suppressions []Suppression, o Options) []judgement {
	judged := make([]judgement, len(suppressions))
	for i := range suppressions {
		s := &suppressions[i]
		j := judgement{used: make([]bool, len(s.Rules))}
		switch {
		case s.Until != "" && o.Today != "" && s.Until < o.Today:
			j.findings = append(j.findings, expired(s))
		case o.Strict != nil && o.Strict(s.Span.Path()) && (s.Until == "" || s.Owner == ""):
			j.findings = append(j.findings, incomplete(s))
		default:
			j.valid = true
		}
		judged[i] = j
	}
	return judged
}

func expired(s *Suppression) report.Finding {
	return report.Finding{
		Rule: report.ExpiredSuppression, Severity: report.Warning, Span: s.until,
		Message: "the suppression of " + s.names() + " ended with " + s.Until,
		Cure:    "mend what it hid, or agree on a later day",
	}
}

func incomplete(s *Suppression) report.Finding {
	var missing []string
	if s.Until == "" {
		missing = append(missing, "until=2027-03-01")
	}
	if s.Owner == "" {
		missing = append(missing, "owner=team")
	}
	return report.Finding{
		Rule: report.MalformedSuppression, Severity: report.Error, Span: s.Span,
		Message: "under the preset strict a suppression names its owner and its last day",
		Cure:    "add " + strings.Join(missing, " and "),
	}
}

// names returns the rules of the suppression with commas between them.
func (s *Suppression) names() string {
	ids := make([]string, len(s.Rules))
	for i, rule := range s.Rules {
		ids[i] = rule.ID
	}
	return strings.Join(ids, ", ")
}

// sweep finds the suppression of each finding while it goes over them in their order.
type sweep struct {
	places   map[place]*open
	elements map[element][]target
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

func newSweep(suppressions []Suppression, judged []judgement) *sweep {
	w := &sweep{places: map[place]*open{}, elements: map[element][]target{}, of: suppressions}
	for i := range suppressions {
		if judged[i].valid {
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
	if o := w.places[place{f.Span.File, f.Rule}]; o != nil {
		if t, ok := o.at(f.Span); ok {
			return t.suppression, t.rule
		}
	}
	for _, t := range w.elements[element{string(f.Element), f.Rule}] {
		if within(w.of[t.suppression].Dir, f.Span.Path()) {
			return t.suppression, t.rule
		}
	}
	return -1, 0
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
