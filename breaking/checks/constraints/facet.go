package constraints

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/wording"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// facet is one constraint before and after.
type facet struct {
	name     string              // of the attribute: "maxLength"
	what     string              // as messages speak of it: "the maximum length"
	said     string              // in its place, a clause of its own with %s for the subject
	from, to string              // "": there was none, or is none
	shown    func(string) string // writes from and to for messages; nil: as they are
	old, new source.Span
	effect   breaking.Effect
}

// constraintsOf returns the constraints of both sides, empty where there are none. ok is false where
// the values are not of the same kind, which is for the check of types to tell.
func constraintsOf(pair breaking.Pair[spec.Type]) (old, new *spec.Constraints, ok bool) {
	if !pair.Both() || pair.Old.Kind != pair.New.Kind && !(structured(pair.Old) && structured(pair.New)) {
		return nil, nil, false
	}
	none := &spec.Constraints{}
	return cmp.Or(pair.Old.Constraints, none), cmp.Or(pair.New.Constraints, none), true
}

func structured(t *spec.Type) bool { return t.Kind == spec.KindObject || t.Kind == spec.KindMap }

// report tells of a constraint that changed which values are valid.
func (f facet) report(p *breaking.Pass) {
	if f.effect == breaking.None {
		return
	}
	said := fmt.Sprintf("%s of %s %s", f.what, about(p), f.motion())
	if f.said != "" {
		said = strings.Replace(f.said, "%s", about(p), 1)
	}
	touch := breaking.Touch{On: breaking.Behavior, Fact: breaking.Bound, Effect: f.effect}
	change := p.Report(breaking.Change{
		Kind: kind(f.from, f.to), Attribute: f.name, From: f.from, To: f.to,
		Old: cmp.Or(f.old, option(p, p.Owner.Old, f.from)), New: cmp.Or(f.new, option(p, p.Owner.New, f.to)),
		Message: said + ": " + wording.Consequence(p.Direction, f.effect),
	}, touch)
	if change.Backward.On(breaking.Behavior) != breaking.Safe {
		change.Cure = wording.Cure(p.Direction, f.effect, "the constraint")
	}
}

// about names what is constrained.
func about(p *breaking.Pass) string {
	n := p.Node()
	for p.Format == spec.Proto && n.Name == "" && n.Parent != nil {
		n = n.Parent
	}
	return subject.Of(n)
}

// option returns where proto declares a constraint whose own place the model doesn't hold: the option
// of the field, or of the message. It is zero for what is not there.
func option(p *breaking.Pass, n *spec.Node, text string) source.Span {
	if p.Format != spec.Proto || text == "" {
		return source.Span{}
	}
	for ; n != nil; n = n.Parent {
		for _, name := range protoRules {
			if a, ok := n.Attr(name); ok {
				return a.Span
			}
		}
	}
	return source.Span{}
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

func (f facet) motion() string {
	from, to := f.from, f.to
	if f.shown != nil {
		from, to = f.shown(from), f.shown(to)
	}
	switch {
	case f.from == "" && to == "true":
		return "is new"
	case f.to == "" && from == "true":
		return "is gone"
	case f.from == "":
		return "is now " + to
	case f.to == "":
		return "is no longer " + from
	}
	return fmt.Sprintf("changes from %s to %s", from, to)
}

// flag returns the facet of a constraint that is on or off, with a clause for either.
func flag(name, on, off string, old, new bool) facet {
	f := facet{name: name}
	switch {
	case new && !old:
		f.to, f.said, f.effect = "true", on, breaking.Narrows
	case old && !new:
		f.from, f.said, f.effect = "true", off, breaking.Widens
	}
	return f
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

// contained returns the effect of a change by whether what was valid still is, and what is valid was.
func contained(oldInNew, newInOld bool) breaking.Effect {
	switch {
	case oldInNew && newInOld:
		return breaking.None
	case oldInNew:
		return breaking.Widens
	case newInOld:
		return breaking.Narrows
	}
	return breaking.Incomparable
}
