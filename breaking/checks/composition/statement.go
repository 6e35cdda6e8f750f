package composition

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// statement is one thing that a schema says by a keyword, before and after.
type statement struct {
	keyword  string // the attribute: "additionalProperties"
	from, to string // "": it says nothing
	old, new source.Span
	said     string // what became of it, as a clause
	effect   breaking.Effect
}

// report tells of other valid values; of none if they are the same.
func (s statement) report(p *breaking.Pass) {
	if s.effect == breaking.None {
		return
	}
	change := p.Report(breaking.Change{
		Kind: kind(s.from, s.to), Attribute: s.keyword, From: s.from, To: s.to, Old: s.old, New: s.new,
		Message: s.said + ": " + wording.Consequence(p.Direction, s.effect),
	}, breaking.On(breaking.Behavior, breaking.Bound, s.effect))
	if change.Backward.On(breaking.Behavior) != breaking.Safe {
		change.Cure = wording.Cure(p.Direction, s.effect, "the schema as it was")
	}
}

func kind(from, to string) breaking.Kind {
	switch {
	case from == "":
		return breaking.Added
	case to == "":
		return breaking.Removed
	}
	return breaking.Changed
}

// about names what the schema describes.
func about(p *breaking.Pass) string { return subject.Of(p.Node()) }

var nothing = &spec.Schema{}

// schemas returns the keywords of both sides, empty where there are none.
func schemas(pair breaking.Pair[spec.Type]) (old, new *spec.Schema) {
	old, new = nothing, nothing
	if pair.Old.Schema != nil {
		old = pair.Old.Schema
	}
	if pair.New.Schema != nil {
		new = pair.New.Schema
	}
	return old, new
}

// conjunct returns the effect of a keyword that restricts the values beside all others: to add it
// narrows. Of two that differ nothing can be told.
func conjunct(p *breaking.Pass, old, new *spec.Type) breaking.Effect {
	switch {
	case old == nil && new == nil:
		return breaking.None
	case old == nil:
		return breaking.Narrows
	case new == nil:
		return breaking.Widens
	case p.Same(old, new):
		return breaking.None
	}
	return breaking.Undecided
}

// both returns the effect of two changes at once.
func both(a, b breaking.Effect) breaking.Effect {
	switch {
	case a == breaking.None || a == b:
		return b
	case b == breaking.None:
		return a
	case a == breaking.Undecided || b == breaking.Undecided:
		return breaking.Undecided
	}
	return breaking.Incomparable
}
