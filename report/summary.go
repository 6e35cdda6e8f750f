package report

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Summary is what a run has to say: its findings, what they are judged by, and what was looked at
// to find them. Every reporter prints the same summary.
type Summary struct {
	Version    string    // bylaw's own version
	Headline   string    // a sentence at the top, such as which side must be deployed first; "" for none
	Findings   []Finding // in the order of Sort, without those that are suppressed
	Suppressed int       // findings that a suppression or waiver left out of Findings
	Checked    Counts
	NotChecked []NotChecked
	Beyond     []NotChecked // what no spec shows, with what does check it; nil: nobody speaks of it
	Passed     []Passed     // what was tried one by one and is in order; formats that list tests have it
	Tables     []Table      // what was counted or compared beside; text, JSON, Markdown and HTML show it
	FailOn     Severity     // findings at or above it fail the run; Off: none does
	Score      *Score       // how much is in order; JSON and HTML show it. nil: nobody has counted
	Fixed      Fixed        // what was mended before; Findings are what is left
	Shard      *Shard       // which part of a run this is; nil: all of it

	// Changelog is what reporters of changelogs print; the others don't know it. nil: none was made.
	Changelog *Changelog

	// Rule explains the ID of a rule; nil, or false, where nothing is known. The tool's own
	// diagnostics need not be known to it.
	Rule func(id string) (RuleInfo, bool)
}

// Counts is how much was looked at.
type Counts struct {
	Files      int `json:"files"`
	Operations int `json:"operations"`
	Types      int `json:"types"`
	Fields     int `json:"fields"`
}

// Fixed is how much was mended.
type Fixed struct {
	Findings int `json:"findings"`
	Files    int `json:"files"` // in how many files
}

// Fixable is how many findings carry a fix that can be applied, by what it takes.
type Fixable struct {
	Safe   int `json:"safe"`   // --fix
	Unsafe int `json:"unsafe"` // --fix --unsafe-fixes, and no less
}

// NotChecked is something that was left out, so that silence about it is no praise.
type NotChecked struct {
	What string `json:"what"` // a path, an element, a kind of check
	Why  string `json:"why"`  // lower case, no full stop
}

// Passed is one thing that was tried and is in order.
type Passed struct {
	What string
	Span source.Span
}

// RuleInfo is what reporters tell of a rule beside its findings.
type RuleInfo struct {
	ID       string
	Title    string // what is wrong, in one line
	Group    string // the family of the rule: "pagination"
	Severity Severity
	Help     string   // Markdown
	HelpURI  string   // where the same help is published; "" if nowhere
	AIP      []int    // the AIPs (https://google.aip.dev) it comes from
	Fixable  bool     // some or all of its findings carry a fix
	Aliases  []string // IDs that it had before
}

// Count returns how many findings have the severity.
func (s *Summary) Count(severity Severity) int {
	n := 0
	for i := range s.Findings {
		if s.Findings[i].Severity == severity {
			n++
		}
	}
	return n
}

// Failing returns how many findings fail the run.
func (s *Summary) Failing() int {
	if s.FailOn == Off {
		return 0
	}
	n := 0
	for severity := s.FailOn; severity <= Error; severity++ {
		n += s.Count(severity)
	}
	return n
}

// Fixable returns how many of the findings can be mended by the tool.
func (s *Summary) Fixable() Fixable {
	var n Fixable
	for i := range s.Findings {
		best := DisplayOnly
		for _, fix := range s.Findings[i].Fixes {
			best = max(best, fix.Safety)
		}
		switch best {
		case Safe:
			n.Safe++
		case Unsafe:
			n.Unsafe++
		}
	}
	return n
}

// filesWithFindings returns in how many files the findings are.
func (s *Summary) filesWithFindings() int {
	paths := map[string]bool{}
	for i := range s.Findings {
		if path := s.Findings[i].Span.Path(); path != "" {
			paths[path] = true
		}
	}
	return len(paths)
}

// rulesWithFindings returns the IDs of the rules that found something, sorted.
func rulesWithFindings(s *Summary) []string {
	var ids []string
	seen := map[string]bool{}
	for i := range s.Findings {
		if id := s.Findings[i].Rule; !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// rule explains a rule or one of the tool's own diagnostics.
func (s *Summary) rule(id string) (RuleInfo, bool) {
	if s.Rule != nil {
		if info, ok := s.Rule(id); ok {
			return info, true
		}
	}
	if d, ok := diagnostic(id); ok {
		return RuleInfo{ID: d.ID, Title: d.Title, Group: "diagnostic", Severity: d.Severity, Help: d.Help}, true
	}
	return RuleInfo{}, false
}

// diagnostic returns the tool's own diagnostic with the ID.
func diagnostic(id string) (Diagnostic, bool) {
	for _, d := range Diagnostics() {
		if d.ID == id {
			return d, true
		}
	}
	return Diagnostic{}, false
}
