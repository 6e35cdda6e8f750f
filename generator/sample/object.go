package sample

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/spec"
)

// object makes an object: what is demanded, what Full asks for, and as many members as there have
// to be.
func (m *maker) object(all layers) *spec.Value {
	o := &objectMaker{maker: m, all: all, made: &spec.Value{Kind: spec.Map}}
	o.least, _ = all.atLeast(func(c *spec.Constraints) *spec.Limit { return c.MinProperties })
	o.most = all.atMost(func(c *spec.Constraints) *spec.Limit { return c.MaxProperties })
	if o.least > mostItems {
		return m.fail(all[0], "minProperties", "more members are demanded than a sample should have")
	}
	if !o.required() {
		return nil
	}
	o.optional()
	o.fill()
	if n := uint64(len(o.made.Members)); n < o.least {
		return m.fail(all[0], "minProperties", "more members are demanded than the schema allows names for")
	} else if n > o.most {
		return m.fail(all[0], "maxProperties", "more members are required than are allowed")
	}
	o.sort()
	return o.made
}

type objectMaker struct {
	*maker
	all         layers
	made        *spec.Value
	least, most uint64
}

// fields calls visit for the properties that the layers declare.
func (all layers) fields(visit func(*spec.Type, *spec.Field) bool) {
	for _, t := range all {
		for _, f := range t.Fields {
			if !visit(t, f) {
				return
			}
		}
	}
}

// required makes the members that have to be there, those that others bring with them too.
func (o *objectMaker) required() bool {
	for _, t := range o.all {
		if t.Schema == nil {
			continue
		}
		for _, name := range t.Schema.Required {
			if !o.need(t, name.Name) {
				return false
			}
		}
	}
	return true
}

// need makes a member, unless the direction of the message forbids it.
func (o *objectMaker) need(t *spec.Type, name string) bool {
	if o.made.Get(name) != nil || o.barred(name) {
		return true
	}
	v := o.member(name)
	if v == nil {
		o.fail(t, "required", fmt.Sprintf("no value was found for the required property %q", name))
		return false
	}
	return o.put(name, v)
}

// put adds a member and what depends on it.
func (o *objectMaker) put(name string, v *spec.Value) bool {
	o.made.Members = append(o.made.Members, spec.Member{Key: name, Value: v})
	for _, t := range o.all {
		if t.Schema == nil {
			continue
		}
		for _, d := range t.Schema.DependentRequired {
			if d.Name != name {
				continue
			}
			for _, needed := range d.Required {
				if !o.need(t, needed.Name) {
					return false
				}
			}
		}
	}
	return true
}

// barred reports whether the member doesn't travel in this direction.
func (o *objectMaker) barred(name string) bool {
	barred := false
	o.all.fields(func(_ *spec.Type, f *spec.Field) bool {
		barred = barred || f.Name == name && bars(f, o.direction)
		return !barred
	})
	return barred
}

func bars(f *spec.Field, d spec.Direction) bool {
	return d == spec.InRequest && f.Behavior.Has(spec.BehaviorOutputOnly) ||
		d == spec.InResponse && f.Behavior.Has(spec.BehaviorInputOnly)
}

// member makes the value of a member; nil if there can be none.
func (o *objectMaker) member(name string) *spec.Value {
	schemas := o.schemasOf(name)
	if len(schemas) == 0 {
		return str("any")
	}
	return o.make(schemas...)
}

// schemasOf returns all schemas that the member of that name has to meet, by each layer.
func (o *objectMaker) schemasOf(name string) []*spec.Type {
	var schemas []*spec.Type
	for _, t := range o.all {
		schemas = append(schemas, schemasIn(t, name)...)
	}
	return schemas
}

func schemasIn(t *spec.Type, name string) []*spec.Type {
	var schemas []*spec.Type
	for _, f := range t.Fields {
		if f.Name == name {
			schemas = append(schemas, f.Type)
		}
	}
	if t.Kind == spec.KindMap {
		return append(schemas, t.Items)
	}
	if t.Schema == nil {
		return schemas
	}
	for _, f := range t.Schema.PatternProperties {
		if matches(f.Name, name) {
			schemas = append(schemas, f.Type)
		}
	}
	if len(schemas) == 0 && t.Schema.AdditionalProperties != nil {
		schemas = append(schemas, t.Schema.AdditionalProperties)
	}
	return schemas
}

func matches(pattern, name string) bool {
	translated, err := ecma.Translate(pattern)
	if err != nil {
		return false
	}
	compiled, err := regexp.Compile(translated)
	return err == nil && compiled.MatchString(name)
}

// optional makes the other properties, if they are wanted or have to fill the object up.
func (o *objectMaker) optional() {
	o.all.fields(func(_ *spec.Type, f *spec.Field) bool {
		n := uint64(len(o.made.Members))
		if wanted := n < o.least || o.full() && n < o.most; wanted {
			o.try(f, n < o.least)
		}
		return true
	})
}

// mostOptionalDepth is how deep optional properties are still made: beyond it a sample only gets
// longer.
const mostOptionalDepth = 8

// reach is how deep optional properties are made.
func (m *maker) reach() int {
	if m.Reach > 0 {
		return m.Reach
	}
	return mostOptionalDepth
}

// try makes an optional property if that ends.
func (o *objectMaker) try(f *spec.Field, needed bool) {
	if o.made.Get(f.Name) != nil || o.barred(f.Name) || f.Deprecated != nil && !needed {
		return
	}
	schemas := o.schemasOf(f.Name)
	if !needed && (o.depth > o.reach() || o.inside(schemas) || slices.ContainsFunc(schemas, isNever)) {
		return
	}
	blame, before := o.blame, len(o.made.Members)
	v := o.make(schemas...)
	if v == nil || !o.put(f.Name, v) {
		o.made.Members = o.made.Members[:before]
		o.blame = blame
	}
}

func isNever(t *spec.Type) bool { return t.Resolve().Kind == spec.KindNever }

// fill adds members under names of its own until there are enough, one to a map at least.
func (o *objectMaker) fill() {
	least := o.least
	if o.full() && len(o.made.Members) == 0 && o.isMap() {
		least = max(least, min(1, o.most))
	}
	for i := 0; uint64(len(o.made.Members)) < least && i < int(least)*4+8; i++ {
		name := o.name(i)
		if name == "" || o.made.Get(name) != nil || o.inside(o.schemasOf(name)) && i > int(least) {
			continue
		}
		blame := o.blame
		if v := o.member(name); v == nil || !o.put(name, v) {
			o.blame = blame
		}
	}
}

func (o *objectMaker) isMap() bool {
	return slices.ContainsFunc(o.all, func(t *spec.Type) bool { return t.Kind == spec.KindMap && !o.inside([]*spec.Type{t.Items}) })
}

// name makes up the name of a member, as propertyNames and patternProperties have it.
func (o *objectMaker) name(i int) string {
	var rules []*spec.Type
	for _, t := range o.all {
		if t.Keys != nil {
			rules = append(rules, t.Keys)
		}
		if t.Schema != nil && t.Schema.PropertyNames != nil {
			rules = append(rules, t.Schema.PropertyNames)
		}
	}
	if len(rules) == 0 {
		if pattern := first(o.all, patternProperty); pattern != nil {
			return o.matching(pattern.Name, 0, unlimited, i)
		}
		return fmt.Sprintf("key%d", i+1)
	}
	turn := o.turn
	o.turn += i
	defer func() { o.turn = turn }()
	if v := o.make(append(rules, textType)...); v != nil {
		return v.String()
	}
	return ""
}

// patternProperty returns a pattern for names, of a layer that allows no others.
func patternProperty(t *spec.Type) *spec.Field {
	s := t.Schema
	if s == nil || len(s.PatternProperties) == 0 || isNever(s.PatternProperties[0].Type) {
		return nil
	}
	return s.PatternProperties[0]
}

// textType is the schema of the names of members.
var textType = &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}}

// sort puts the members in the order in which their properties are declared.
func (o *objectMaker) sort() {
	rank := map[string]int{}
	o.all.fields(func(_ *spec.Type, f *spec.Field) bool {
		if _, ok := rank[f.Name]; !ok {
			rank[f.Name] = len(rank) - len(o.made.Members) - 1<<20
		}
		return true
	})
	slices.SortStableFunc(o.made.Members, func(a, b spec.Member) int { return rank[a.Key] - rank[b.Key] })
}
