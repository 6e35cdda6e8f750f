package mutate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// step leads to a member, or to the items of an array.
type step struct {
	name string
	item bool
}

// spot is one value of a body.
type spot struct {
	value *spec.Value
	known known
	field *spec.Field // that declares it; nil: none does
	path  string      // "$.lines[*].sku"
	owner *spec.Field // field, or that of the nearest value around it
	below string      // the path from the owner on: "[*]"
	steps []step
	// put returns the body with another value in this place; nil takes the member out.
	put func(*spec.Value) *spec.Value
}

// member reports whether the value is a member of an object, and can be left out.
func (s *spot) member() bool { return len(s.steps) > 0 && !s.steps[len(s.steps)-1].item }

// deepest bounds how deep bodies are looked into.
const deepest = 20

// walk visits the value and all in it: of arrays the last item, for contracts that only look at the
// first one are common.
func walk(s *spot, visit func(*spot)) {
	visit(s)
	if len(s.steps) == deepest {
		return
	}
	switch s.value.Kind {
	case spec.Map:
		for _, m := range s.value.Members {
			if of, field, ok := s.known.member(m.Key); ok {
				walk(s.inside(m, of, field), visit)
			}
		}
	case spec.List:
		if n := len(s.value.Items); n > 0 {
			walk(s.last(n-1), visit)
		}
	}
}

func (s *spot) inside(m spec.Member, of known, field *spec.Field) *spot {
	name := contract.Step{Kind: contract.Field, Name: m.Key}.String()
	made := &spot{
		value: m.Value, known: of, field: field, path: s.path + name, owner: s.owner, below: s.below + name,
		steps: append(s.steps[:len(s.steps):len(s.steps)], step{name: m.Key}),
		put:   func(v *spec.Value) *spec.Value { return s.put(withMember(s.value, m.Key, v)) },
	}
	if field != nil {
		made.owner, made.below = field, ""
	}
	return made
}

func (s *spot) last(i int) *spot {
	return &spot{
		value: s.value.Items[i], known: s.known.items(), path: s.path + "[*]", owner: s.owner, below: s.below + "[*]",
		steps: append(s.steps[:len(s.steps):len(s.steps)], step{item: true}),
		put: func(v *spec.Value) *spec.Value {
			made := *s.value
			made.Items = slices.Clone(s.value.Items)
			made.Items[i] = v
			return s.put(&made)
		},
	}
}

// withMember returns a copy of an object in which the member has the value; nil: it is left out.
func withMember(object *spec.Value, key string, v *spec.Value) *spec.Value {
	made := *object
	made.Members = nil
	for _, m := range object.Members {
		switch {
		case m.Key != key:
			made.Members = append(made.Members, m)
		case v != nil:
			made.Members = append(made.Members, spec.Member{Key: key, Value: v})
		}
	}
	return &made
}

var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}$`)

func isDecimal(v *spec.Value) bool { return v.Kind == spec.Str && decimal.MatchString(v.Text) }

// moment reads a date and time.
func moment(v *spec.Value) (time.Time, bool) {
	if v.Kind != spec.Str {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, v.Text)
	return at, err == nil
}

// replaced is a value in the place of another one.
type replaced struct {
	mutant string
	value  *spec.Value // nil: none
}

// replacements returns what mutants put in the place of a value.
func (s *spot) replacements() []replaced {
	var all []replaced
	add := func(id string, v *spec.Value) { all = append(all, replaced{id, v}) }
	if s.member() {
		add(dropField, nil)
		if s.value.Kind != spec.Null {
			add(toNull, &spec.Value{Kind: spec.Null})
		}
	}
	add(retype, retyped(s.value))
	if v := unheardOf(s.known.listed()); v != nil {
		add(newEnumValue, v)
	}
	if isDecimal(s.value) {
		add(toNumber, &spec.Value{Kind: spec.Num, Text: s.value.Text})
	}
	if s.isInteger() {
		add(toFraction, &spec.Value{Kind: spec.Num, Text: s.value.Text + ".5"})
	}
	if at, ok := moment(s.value); ok {
		add(toEpoch, contract.Whole(at.Unix()))
		add(toLocal, contract.Text(at.Format("2006-01-02T15:04:05")))
	}
	if s.value.Kind == spec.Str && s.value.Text != "" {
		add(emptyString, contract.Text(""))
	}
	if s.value.Kind == spec.List && len(s.value.Items) > 0 {
		add(emptyArray, contract.Array())
	}
	return all
}

func (s *spot) isInteger() bool {
	return s.value.Kind == spec.Num && !strings.ContainsAny(s.value.Text, ".eE") && s.known.is(spec.KindInteger)
}

// retyped returns a value of another kind, as a careless change of types makes it.
func retyped(v *spec.Value) *spec.Value {
	switch v.Kind {
	case spec.Str:
		if _, ok := moment(v); ok || isDecimal(v) { // others make these numbers
			return contract.Flag(true)
		}
		return contract.Whole(1)
	case spec.List:
		if len(v.Items) > 0 && v.Items[0].Kind == spec.Map {
			return v.Items[0]
		}
		return contract.Object()
	case spec.Map:
		return contract.Array(v)
	case spec.Null:
		return contract.Text("null")
	}
	return contract.Text(v.Text)
}

// unheardOf returns a value that is none of those listed; nil if none are.
func unheardOf(listed []*spec.Value) *spec.Value {
	largest, text := int64(0), false
	for _, v := range listed {
		if n, ok := v.Int(); ok {
			largest = max(largest, n)
		}
		text = text || v.Kind == spec.Str
	}
	switch {
	case len(listed) == 0:
		return nil
	case !text:
		return &spec.Value{Kind: spec.Num, Text: strconv.FormatInt(largest+1, 10)}
	}
	made := "unheard_of"
	for slices.ContainsFunc(listed, func(v *spec.Value) bool { return v.Text == made }) {
		made += "_"
	}
	return contract.Text(made)
}
