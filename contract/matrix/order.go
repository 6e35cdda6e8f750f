package matrix

import (
	"fmt"
	"slices"
	"strings"
)

// Order says in which order the two sides of a new version are deployed.
type Order uint8

// The orders.
const (
	NotKnown Order = iota
	AnyOrder
	ProviderFirst
	ConsumersFirst
	NoOrder // neither is safe
)

// String returns the order for people and programs.
func (o Order) String() string {
	return [...]string{"not known", "any order", "provider first", "consumers first", "no order is safe"}[o]
}

// Step is the way from one version to the next.
type Step struct {
	From, To        int
	Order           Order
	ProviderFirst   Verdict // the new provider with all consumers that there were before
	ConsumersFirst  Verdict // the new consumers with the provider before
	SideBySide      Verdict // both providers at once, on the same data; Unknown where nobody has tried
	against, behind []int   // pairs that break where the provider, or the consumers, go first
}

// Steps returns the ways from each version to the next.
func (m *Matrix) Steps() []Step {
	var all []Step
	for to := 1; to < len(m.Versions); to++ {
		all = append(all, m.step(to-1, to))
	}
	return all
}

// step decides what may go first. Consumers of versions before may be in use as well, but of providers
// only the last one.
func (m *Matrix) step(from, to int) Step {
	s := Step{From: from, To: to}
	var before []int
	for consumer := range to {
		before = append(before, m.at(consumer, to))
	}
	s.ProviderFirst, s.against = m.all(before)
	s.ConsumersFirst, s.behind = m.all([]int{m.at(to, from)})
	if itself, broken := m.all([]int{m.at(to, to)}); itself == Breaks { // then it doesn't help who waits for whom
		s.ProviderFirst, s.ConsumersFirst = Breaks, Breaks
		s.against, s.behind = append(s.against, broken...), append(s.behind, broken...)
	}
	s.SideBySide = m.sideBySide(from, to)
	s.Order = orderOf(s.ProviderFirst, s.ConsumersFirst)
	return s
}

func (m *Matrix) at(consumer, provider int) int { return consumer*len(m.Versions) + provider }

// all sums up several pairs, and returns those that break.
func (m *Matrix) all(pairs []int) (sum Verdict, broken []int) {
	sum = Holds
	for _, at := range pairs {
		switch m.Pairs[at].Verdict() {
		case Breaks:
			broken = append(broken, at)
		case Unknown:
			sum = Unknown
		}
	}
	if len(broken) > 0 {
		sum = Breaks
	}
	return sum, broken
}

func orderOf(providerFirst, consumersFirst Verdict) Order {
	switch {
	case providerFirst == Holds && consumersFirst == Holds:
		return AnyOrder
	case providerFirst == Holds:
		return ProviderFirst
	case consumersFirst == Holds:
		return ConsumersFirst
	case providerFirst == Breaks && consumersFirst == Breaks:
		return NoOrder
	}
	return NotKnown
}

// sideBySide sums up what was tried of two providers on the same data.
func (m *Matrix) sideBySide(a, b int) Verdict {
	sum := Unknown
	for _, s := range m.Shared {
		if min(s.Writes, s.Reads) != a || max(s.Writes, s.Reads) != b {
			continue
		}
		if v := s.Live.Verdict(); v == Breaks || sum == Unknown {
			sum = v
		}
	}
	return sum
}

// Headline says in which order to deploy: "From v1 to v2 deploy the provider first."
func (m *Matrix) Headline() string {
	var parts []string
	for _, s := range m.Steps() {
		parts = append(parts, m.sentence(s))
	}
	if len(parts) == 0 {
		return "There is one version, which needs no order."
	}
	return strings.Join(parts, " ")
}

func (m *Matrix) sentence(s Step) string {
	from, to := m.Versions[s.From].Name, m.Versions[s.To].Name
	said := fmt.Sprintf("From %s to %s ", from, to)
	switch s.Order {
	case AnyOrder:
		said += "either side may be deployed first."
	case ProviderFirst:
		said += "deploy the provider first, and then the consumers."
	case ConsumersFirst:
		said += "deploy the consumers first, and then the provider."
	case NoOrder:
		said += "no order is safe: do it in two steps."
		if m.Pair(s.To, s.To).Verdict() == Breaks {
			said = fmt.Sprintf("From %s to %s no order is safe: %s breaks its own consumers.", from, to, to)
		}
	default:
		said += "the order is not known."
	}
	if s.SideBySide == Breaks {
		said += fmt.Sprintf(" The providers of %s and %s can't run side by side on the same data.", from, to)
	}
	return said
}

// consumers returns whom a side breaks, sorted; empty where that is only known of schemas.
func (s *Side) consumers() []string {
	var names []string
	for _, b := range s.Breaks {
		if b.Consumer != "" {
			names = append(names, b.Consumer)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
