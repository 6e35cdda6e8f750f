package composition

import (
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// target is what a value of a discriminator leads to.
type target struct {
	value string
	typ   *spec.Type // nil: it could not be resolved
	at    source.Span
}

func (t target) id() spec.ID { return t.typ.Resolve().ID() }

// targets are the values of a discriminator in order.
type targets struct {
	all     []target
	values  map[string]int   // where in all a value stands
	reached map[spec.ID]bool // the definitions that values lead to
}

// targetsOf returns the values that are mapped, then the names of the alternatives that no value is
// mapped to.
func targetsOf(t *spec.Type) targets {
	targets := targets{values: map[string]int{}, reached: map[spec.ID]bool{}}
	for _, m := range t.Schema.Discriminator.Mapping {
		targets.add(target{m.Value, m.Target, m.Span})
	}
	for _, b := range breaking.Alternatives(t) {
		name := b.Ref[strings.LastIndexByte(b.Ref, '/')+1:]
		if _, known := targets.find(name); !known && name != "" && !targets.reach(b) {
			targets.add(target{name, b, b.NameSpan})
		}
	}
	return targets
}

func (ts *targets) add(t target) {
	ts.values[t.value] = len(ts.all)
	ts.all = append(ts.all, t)
	if t.typ != nil {
		ts.reached[t.id()] = true
	}
}

func (ts *targets) find(value string) (target, bool) {
	i, known := ts.values[value]
	if !known {
		return target{}, false
	}
	return ts.all[i], true
}

// reach reports whether a value leads to the definition.
func (ts *targets) reach(t *spec.Type) bool { return t != nil && ts.reached[t.Resolve().ID()] }
