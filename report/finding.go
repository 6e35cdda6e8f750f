// Package report holds what every part of the tool says: findings with their places and fixes,
// and the reporters that print them, one file each. It knows nothing of what finds them.
package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Severity says what a finding costs the consumer of the API.
type Severity uint8

// The severities, in rising order. Off is the severity of a rule that is not run.
const (
	Off     Severity = iota
	Info             // taste
	Warning          // a consumer will be confused, or it will hurt later
	Error            // a consumer will break or lose data
)

// String returns "off", "info", "warning" or "error".
func (s Severity) String() string {
	return [...]string{"off", "info", "warning", "error"}[s]
}

// ParseSeverity reads what String writes.
func ParseSeverity(text string) (Severity, bool) {
	for s := Off; s <= Error; s++ {
		if s.String() == text {
			return s, true
		}
	}
	return Off, false
}

// Finding is one thing that is wrong, at one place.
type Finding struct {
	Rule     string // the rule's ID, or that of a diagnostic of the tool itself ("syntax")
	Severity Severity
	Message  string // what is wrong and what it does to a consumer: lower case, no full stop
	Cure     string // what to write instead; "" if the message says it all
	Element  spec.ID
	Span     source.Span // the smallest place that shows the mistake
	Related  []Related
	Fixes    []Fix
	Change   *Change // for a finding about a change of the contract

	Consumers *Consumers // whom that change concerns; nil where no contracts were looked at
}

// Related is another place that explains a finding.
type Related struct {
	Message string
	Span    source.Span
}

// Compare orders findings totally: by file, offset, rule, element, message, change.
func Compare(a, b Finding) int {
	return cmp.Or(
		strings.Compare(a.Span.Path(), b.Span.Path()),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(string(a.Element), string(b.Element)),
		strings.Compare(a.Message, b.Message),
		compareChanges(a.Change, b.Change),
	)
}

// Sort puts findings into their total order and drops those said twice about one place, as
// happens where two operations share a declaration. Two changes are two, even if they read alike.
func Sort(findings []Finding) []Finding {
	slices.SortFunc(findings, Compare)
	return slices.CompactFunc(findings, func(a, b Finding) bool {
		return a.Rule == b.Rule && a.Span == b.Span && a.Message == b.Message &&
			compareChanges(a.Change, b.Change) == 0
	})
}
