// Package waiver hides findings that someone has decided to live with: the suppressions that stand
// beside a declaration as a comment or as x-bylaw-ignore, and those that hang on its definition ID or
// on the fingerprint of a change. It knows the rules by name only, and nothing of what finds or prints.
package waiver

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Suppression hides the findings of some rules in some place.
type Suppression struct {
	Rules []Rule

	// Until is the last day that it holds, as 2027-03-01; "": for ever. Text that is no day is
	// reported when it is read, and the suppression has ended. Owner is who decided; "" if that is
	// not said. Reason is why, and is never empty.
	Until, Owner, Reason string

	Span    source.Span   // the suppression itself, without comment markers
	Scopes  []source.Span // what it covers: findings that begin in one of them
	Element spec.ID       // what it covers besides: findings about the element; "" for none
	Change  string        // the fingerprint of the one change that it covers, without Rules; "" for none
	Dir     string        // with Element or Change: the folder that the findings lie in, "." for the root

	Foreign bool // said to another linter, in a comment of its own kind

	until source.Span // the place of Until
	line  source.Span // the whole comment, if nothing else stands in it; zero: it cannot be removed
}

// Places returns the places of the last day, and of the whole comment if nothing else stands in it.
func (s *Suppression) Places() (until, line source.Span) { return s.until, s.line }

// WithPlaces returns a suppression with what Places returned of it.
func (s Suppression) WithPlaces(until, line source.Span) Suppression {
	s.until, s.line = until, line
	return s
}

// Rule is one rule that a suppression names.
type Rule struct {
	ID   string // as the rule is called today
	Span source.Span
}

// Entry is a suppression by definition ID, or by the fingerprint of a change, as a configuration
// holds it under `waivers`.
type Entry struct {
	Element spec.ID
	Change  string // a fingerprint; "": by Element
	Dir     string // the folder that the element is declared in or below, "." for the root
	Ignore  spec.Ignore
}

// Names is what must be known of the rules, kinds of change among them.
type Names interface {
	// Resolve returns the ID that a rule has today; false if there is no rule of that name.
	Resolve(id string) (current string, ok bool)
	// Suggest returns the ID that was probably meant, or "".
	Suggest(id string) string
	// Counterparts returns the rules that take the place of another linter's ("buf", "api-linter").
	Counterparts(linter, id string) []string
}
