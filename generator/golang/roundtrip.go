package golang

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// RoundTripFile is roundtrip_test.go: values of every type come back as they went. A row has texts that a type takes; what
// else is tried is made of them when the test runs, so that the file is about as long as there are types.
type RoundTripFile struct {
	Head
	Rows []*RoundTripRow
	Left []string // the types that no text could be made for, and why
}

// RoundTripRow is one type.
type RoundTripRow struct {
	Name, Reader string // Reader is the function that reads it; "": it reads itself
	Texts        []string
	Loose        bool // it holds alternatives that only their members tell apart
}

// Template returns the name of the template.
func (*RoundTripFile) Template() string { return "roundtrip_test.go.tmpl" }

// The bounds of the texts of one type, in bytes and in number, and of all of them.
const (
	longestText = 2000
	mostTexts   = 20
	mostText    = 1 << 20
)

func (a *assembly) roundTrips() {
	file := &RoundTripFile{Head: a.head}
	t := traveller{lowering: a.lowering, checker: validate.New(a.api), loose: map[*spec.Type]bool{}}
	total := 0
	for _, d := range a.types.Declared() {
		texts, why := t.texts(d)
		for _, text := range texts {
			total += len(text)
		}
		switch {
		case len(texts) == 0:
			file.Left = append(file.Left, d.Name+": "+why)
		case total > mostText:
			file.Left = append(file.Left, d.Name+": the file would be too long")
		default:
			file.Rows = append(file.Rows, &RoundTripRow{Name: d.Name, Reader: d.Reader, Texts: texts, Loose: t.isLoose(d.Schema)})
		}
	}
	if len(file.Rows) > 0 {
		a.add("roundtrip_test.go", file)
	}
}

// traveller makes the texts that travel.
type traveller struct {
	*lowering
	checker *validate.Checker
	loose   map[*spec.Type]bool
}

// texts makes those of a type: one with all of its properties, or where that is too long, with those that must be there;
// one for each alternative of a union, and all values of an enum. why says what is in the way of the first.
func (t *traveller) texts(d schema.Declared) (texts []string, why string) {
	add := func(v *spec.Value) {
		text := literal(string(sample.Encode(v)))
		if len(texts) == mostTexts || slices.Contains(texts, text) || !t.takes(d.Schema, v) {
			return
		}
		if !t.declares(d.Schema, v) {
			why = "it demands what it doesn't declare"
			return
		}
		texts = append(texts, text)
	}
	sampler := *t.sampler
	sampler.Plain, sampler.Full, sampler.Reach = true, true, 1
	v, err := sampler.Value(d.Schema, neutral)
	if err != nil || len(sample.Encode(v)) > longestText {
		sampler.Full = false
		v, err = sampler.Value(d.Schema, neutral)
	}
	if err != nil {
		return nil, err.Error()
	}
	add(v)
	if outer := nested(d.Schema.Resolve(), v); outer != nil {
		add(outer)
	}
	resolved := d.Schema.Resolve()
	if s := resolved.Schema; s != nil {
		for _, branch := range slices.Concat(s.OneOf, s.AnyOf) {
			if v, err := sampler.Value(branch, neutral); err == nil {
				add(v)
			}
		}
	}
	for _, e := range resolved.Values {
		if e.Value != nil && e.Value.Kind != spec.Null {
			add(e.Value)
		}
	}
	return texts, why
}

// takes reports whether a schema allows a value.
func (t *traveller) takes(s *spec.Type, v *spec.Value) bool {
	var r wire.Reader
	r.Reset(wire.Neutral)
	if n, ok := r.ParseJSON(sample.Encode(v), wire.Limits{}); ok {
		t.checker.Read(s)(&r, n)
	}
	return r.OK()
}

// declares reports whether all members of a value are such that Go has a place for them: types leave out what their
// schema says nothing of.
func (t *traveller) declares(s *spec.Type, v *spec.Value) bool {
	s = s.Resolve()
	for i, item := range v.Items {
		if inner := itemOf(s, i); inner != nil && !t.declares(inner, item) {
			return false
		}
	}
	for _, m := range v.Members {
		inner, ok := memberOf(s, m.Key)
		if !ok && !t.branchDeclares(s, v) || inner != nil && !t.declares(inner, m.Value) {
			return false
		}
	}
	return true
}

// branchDeclares is declares for the alternatives of a union that allow the value.
func (t *traveller) branchDeclares(s *spec.Type, v *spec.Value) bool {
	if s.Schema == nil {
		return len(s.AllFields()) == 0
	}
	branches := slices.Concat(s.Schema.OneOf, s.Schema.AnyOf)
	return len(s.AllFields())+len(branches) == 0 || slices.ContainsFunc(branches, func(b *spec.Type) bool {
		return (len(b.AllFields()) > 0 || b.Resolve().Kind != spec.KindAny) && t.takes(b, v) && t.declares(b, v)
	})
}

func itemOf(s *spec.Type, i int) *spec.Type {
	if s.Schema != nil && i < len(s.Schema.PrefixItems) {
		return nil // kept as it is
	}
	return s.Items
}

// memberOf returns the schema of a member, if there is one; ok is false where the schema has no room for it.
func memberOf(s *spec.Type, key string) (inner *spec.Type, ok bool) {
	for _, f := range s.AllFields() {
		if f.Name == key {
			return f.Type, true
		}
	}
	if s.Kind == spec.KindMap {
		return s.Items, true
	}
	return nil, s.Schema != nil && (s.Schema.AdditionalProperties != nil || len(s.Schema.PatternProperties) > 0)
}

// isLoose reports whether somewhere in the values of a schema there may be an alternative that is told from others only by
// its members.
func (t *traveller) isLoose(s *spec.Type) bool {
	s = s.Resolve()
	if known, ok := t.loose[s]; ok || s == nil {
		return known
	}
	t.loose[s] = false // for those that lead back here
	var inner []*spec.Type
	for _, f := range s.AllFields() {
		inner = append(inner, f.Type)
	}
	inner = append(inner, s.Items)
	if k := s.Schema; k != nil {
		objects := 0
		for _, b := range slices.Concat(k.OneOf, k.AnyOf) {
			inner = append(inner, b)
			if len(b.AllFields()) > 0 || b.Resolve().Kind == spec.KindUnion {
				objects++
			}
		}
		t.loose[s] = objects > 1 && k.Discriminator == nil
		inner = append(append(inner, k.AdditionalProperties), k.AllOf...)
	}
	t.loose[s] = t.loose[s] || slices.ContainsFunc(inner, func(b *spec.Type) bool { return b != nil && t.isLoose(b) })
	return t.loose[s]
}

// nested is a value within another one of its own kind, if there is a property for that; else nil.
func nested(t *spec.Type, base *spec.Value) *spec.Value {
	if base.Kind != spec.Map {
		return nil
	}
	for _, f := range t.AllFields() {
		inner := f.Type.Resolve()
		made := &spec.Value{Kind: spec.List, Items: []*spec.Value{base}}
		switch {
		case inner == t:
			made = base
		case inner == nil || inner.Items == nil || inner.Items.Resolve() != t:
			continue
		case inner.Kind == spec.KindMap:
			made = &spec.Value{Kind: spec.Map, Members: []spec.Member{{Key: "key1", Value: base}}}
		}
		outer := *base
		outer.Members = append(slices.DeleteFunc(slices.Clone(base.Members), func(m spec.Member) bool { return m.Key == f.Name }), spec.Member{Key: f.Name, Value: made})
		return &outer
	}
	return nil
}

// neutral is no direction: what only travels one way is there as well.
const neutral spec.Direction = 0
