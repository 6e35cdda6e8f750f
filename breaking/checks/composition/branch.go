package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var branch = breaking.New(breaking.Meta{
	ID: "branch", Title: "the alternatives of oneOf and anyOf", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"oneOf", "anyOf"},
}, breaking.Hooks{Branch: compareBranch, Type: compareUnion})

// compareBranch reports an alternative that came or went. Strictly, one more branch of oneOf also
// forbids values that match it and another; authors who write oneOf mean branches that exclude
// each other.
func compareBranch(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	switch {
	case pair.Added():
		name := describe(pair.New)
		p.Added(fmt.Sprintf("%s may be %s now: %s", about(p), name, newBranch(p.Direction)), arrival()...)
	case pair.Removed():
		name := describe(pair.Old)
		c := p.Removed(fmt.Sprintf("%s can be %s no longer: %s", about(p), name, lostBranch(p.Direction)), breaking.Inverse(arrival())...)
		if c.Backward.On(breaking.JSON) != breaking.Safe {
			c.Cure = fmt.Sprintf("keep %s among the alternatives, and mark it deprecated", name)
		}
	}
}

func arrival() []breaking.Touch {
	return []breaking.Touch{
		breaking.On(breaking.JSON, breaking.Alternative, breaking.Widens),
		breaking.On(breaking.Source, breaking.Member, breaking.Offers),
	}
}

func newBranch(d spec.Direction) string {
	if d == spec.InRequest {
		return "callers can send it"
	}
	return "consumers get values that they have no case for"
}

func lostBranch(d spec.Direction) string {
	if d == spec.InResponse {
		return "consumers get fewer sorts of values"
	}
	return "callers that send it are refused"
}

// compareUnion compares what the alternatives are combined by, and unions that only restrict what
// stands beside them.
func compareUnion(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	before, after := keyword(old), keyword(new)
	switch {
	case before == after:
		if before == "oneOf" && len(old.AnyOf)+len(new.AnyOf) > 0 {
			secondUnion(p, old, new)
		}
	case before == "" && breaking.Restricted(pair.Old, pair.New):
		restriction(p, after, 0, len(breaking.Alternatives(pair.New)))
	case after == "" && breaking.Restricted(pair.New, pair.Old):
		restriction(p, before, len(breaking.Alternatives(pair.Old)), 0)
	case before != "" && after != "" && !disjoint(p.Old, old.OneOf, old.AnyOf) && !disjoint(p.New, new.OneOf, new.AnyOf):
		exclusive(p, before, after)
	}
}

// keyword returns the keyword of the alternatives: "oneOf" or "anyOf"; "" if there are none.
func keyword(s *spec.Schema) string {
	switch {
	case len(s.OneOf) > 0:
		return "oneOf"
	case len(s.AnyOf) > 0:
		return "anyOf"
	}
	return ""
}

// secondUnion compares anyOf beside oneOf.
func secondUnion(p *breaking.Pass, old, new *spec.Schema) {
	before, after := unmatched(p, old.AnyOf, new.AnyOf)
	s := statement{keyword: "anyOf", from: parts(len(old.AnyOf)), to: parts(len(new.AnyOf)), effect: breaking.Undecided}
	switch {
	case len(before)+len(after) == 0:
		return
	case len(old.AnyOf) == 0:
		s.effect = breaking.Narrows
	case len(new.AnyOf) == 0:
		s.effect = breaking.Widens
	case len(before) == 0:
		s.effect = breaking.Widens
	case len(after) == 0:
		s.effect = breaking.Narrows
	}
	s.said = fmt.Sprintf("%s has to match other schemas of anyOf than before", about(p))
	s.report(p)
}

// restriction reports a union that came to, or went from, what stands beside it.
func restriction(p *breaking.Pass, keyword string, before, after int) {
	s := statement{keyword: keyword, from: parts(before), to: parts(after)}
	if before == 0 {
		s.effect, s.said = breaking.Narrows, fmt.Sprintf("%s has to match one of %s now", about(p), s.to)
	} else {
		s.effect, s.said = breaking.Widens, fmt.Sprintf("%s need not match one of %s any more", about(p), s.from)
	}
	s.report(p)
}

// exclusive reports that values that match several alternatives are no longer allowed, or are now.
func exclusive(p *breaking.Pass, before, after string) {
	s := statement{keyword: after, from: before, to: after, effect: breaking.Narrows}
	s.said = fmt.Sprintf("%s has to match exactly one of its alternatives, and could match several", about(p))
	if after == "anyOf" {
		s.effect = breaking.Widens
		s.said = fmt.Sprintf("%s may match several of its alternatives, and had to match exactly one", about(p))
	}
	s.report(p)
}

// disjoint reports whether no value can match two of the branches, because they are of different
// types: oneOf and anyOf then mean the same.
func disjoint(view func(*spec.Type) *spec.Type, lists ...[]*spec.Type) bool {
	seen := map[spec.Kind]bool{}
	for _, branches := range lists {
		for _, b := range branches {
			kind := view(b).Kind
			switch kind {
			case spec.KindInteger:
				kind = spec.KindNumber
			case spec.KindMap:
				kind = spec.KindObject
			case spec.KindNumber, spec.KindObject, spec.KindArray, spec.KindBoolean, spec.KindString, spec.KindNull:
			default:
				return false
			}
			if seen[kind] {
				return false
			}
			seen[kind] = true
		}
	}
	return true
}
