package breaking

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Axis is a way in which a consumer depends on a contract. Several may be set.
type Axis uint8

// The axes.
const (
	Wire     Axis = 1 << iota // reads or writes protobuf's binary encoding
	JSON                      // reads or writes JSON, or speaks HTTP as the contract says
	Source                    // compiles against code generated from the contract
	Behavior                  // relies on what the service does with a well-formed message
)

// Axes returns the axes one by one, the most severe first.
func Axes() []Axis { return []Axis{Wire, JSON, Source, Behavior} }

// Names returns the names of the axes that are set: "wire", "json", "source", "behavior".
func (a Axis) Names() []string {
	var names []string
	for i, axis := range Axes() {
		if a&axis != 0 {
			names = append(names, [...]string{"wire", "json", "source", "behavior"}[i])
		}
	}
	return names
}

// String joins Names with commas.
func (a Axis) String() string { return strings.Join(a.Names(), ",") }

// Effect says what a change does to what can be said, or relied on.
type Effect uint8

// The effects. Each has an inverse, which is the effect of the change taken back.
const (
	None         Effect = iota
	Narrows             // fewer values are valid than before
	Widens              // more values are valid
	Incomparable        // some that were valid are not any more, and the other way round
	Undecided           // it cannot be told which of these it is
	Withdraws           // something to rely on is gone
	Offers              // something new to rely on
)

// String returns the effect in lower case.
func (e Effect) String() string {
	return [...]string{"none", "narrows", "widens", "incomparable", "undecided", "withdraws", "offers"}[e]
}

// Inverse returns the effect of taking the change back.
func (e Effect) Inverse() Effect {
	switch e {
	case Narrows:
		return Widens
	case Widens:
		return Narrows
	case Withdraws:
		return Offers
	case Offers:
		return Withdraws
	}
	return e
}

// Fact is the sort of thing that a change is about. The law knows from it how much it matters.
type Fact uint8

// The facts.
const (
	Member      Fact = iota // something to call, send or read: an operation, a field, a header, a media type
	Shape                   // how a value is represented
	Presence                // whether a value may be missing or null
	Bound                   // which values of a shape are valid
	Alternative             // one of several forms that a value may take: an enum value, a branch, a status
	Protocol                // how it is reached and serialised: routes, styles, security
	Promise                 // what a value means, or what the service does with it
	Name                    // a name that only code sees
	Metadata                // what no program depends on
)

// String returns the fact in lower case.
func (f Fact) String() string {
	return [...]string{"member", "shape", "presence", "bound", "alternative", "protocol", "promise", "name", "metadata"}[f]
}

// Verdict says what a change does to a consumer.
type Verdict uint8

// The verdicts, in rising order.
const (
	Safe     Verdict = iota
	Risky            // breaks consumers that relied on more than the contract promised them
	Breaking         // breaks consumers that did nothing wrong
)

// String returns "safe", "risky" or "breaking".
func (v Verdict) String() string { return [...]string{"safe", "risky", "breaking"}[v] }

// Verdicts holds one verdict for each axis, in the order of Axes.
type Verdicts [4]Verdict

// On returns the worst of the verdicts on the given axes.
func (v Verdicts) On(axes Axis) Verdict {
	worst := Safe
	for i, axis := range Axes() {
		if axes&axis != 0 {
			worst = max(worst, v[i])
		}
	}
	return worst
}

// At returns the axes whose verdict is at least the given one.
func (v Verdicts) At(least Verdict) Axis {
	var axes Axis
	for i, axis := range Axes() {
		if v[i] >= least {
			axes |= axis
		}
	}
	return axes
}

func (v *Verdicts) raise(axes Axis, verdict Verdict) {
	for i, axis := range Axes() {
		if axes&axis != 0 {
			v[i] = max(v[i], verdict)
		}
	}
}

// Touch is one thing that a change does: on these axes it has this effect on this sort of fact.
// A change that does several things has several; the verdicts are derived from all of them.
type Touch struct {
	On     Axis
	Fact   Fact
	Effect Effect
}

// On returns a touch.
func On(axes Axis, fact Fact, effect Effect) Touch { return Touch{axes, fact, effect} }

// The law, in two tables: whether an effect breaks depends on the direction in which the value
// travels, how much it breaks depends on the sort of fact.

// breaks reports whether consumers of the old version break when a value that travels in the
// direction changes so: they may say no more than the service accepts, and they understand no more
// than the service used to say.
func breaks(d spec.Direction, e Effect) bool {
	switch e {
	case Incomparable, Undecided, Withdraws:
		return true
	case Narrows:
		return d == spec.InRequest
	case Widens:
		return d == spec.InResponse
	}
	return false
}

// strength returns how bad it is when a fact of a value breaks that travels in the direction.
// Responses are read with more tolerance than requests: a value outside of a bound, or one that
// nobody knew, is a matter of how closed the reader is.
func strength(d spec.Direction, f Fact) Verdict {
	switch f {
	case Metadata:
		return Safe
	case Promise:
		return Risky
	case Bound, Alternative:
		if d == spec.InResponse {
			return Risky
		}
	}
	return Breaking
}

// judge returns the verdicts for consumers of the old version. A change that travels in no known
// direction is judged as if it went both ways.
func judge(d spec.Direction, touches []Touch) Verdicts {
	if d == 0 {
		d = spec.InRequest | spec.InResponse
	}
	var verdicts Verdicts
	for _, touch := range touches {
		for _, way := range []spec.Direction{spec.InRequest, spec.InResponse} {
			if !d.Has(way) || !breaks(way, touch.Effect) {
				continue
			}
			verdict := strength(way, touch.Fact)
			if touch.Effect == Undecided {
				verdict = min(verdict, Risky)
			}
			verdicts.raise(touch.On, verdict)
		}
	}
	return verdicts
}

// Inverse returns the touches of the change taken back: a check that says what the removal of an
// element does has said what its addition does.
func Inverse(touches []Touch) []Touch {
	back := make([]Touch, len(touches))
	for i, t := range touches {
		back[i] = Touch{t.On, t.Fact, t.Effect.Inverse()}
	}
	return back
}
