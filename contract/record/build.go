package record

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// builder makes the example and the rules of a body.
type builder struct {
	strict bool // a request, whose example is sent as it is
	rules  []*contract.Rule
	varies []string // paths of values that differ between samples
}

// value returns the example of a node; nil: nothing can be asked for there.
func (b *builder) value(n *node, steps []contract.Step) *spec.Value {
	if n.varies {
		b.differs(contract.Path{Steps: steps}.String())
	}
	switch kinds := n.kinds &^ wire.KindNull; {
	case kinds == wire.KindObject:
		return b.object(n, steps)
	case kinds == wire.KindArray:
		return b.array(n, steps)
	case kinds == 0 && b.strict:
		b.rule(steps, []*contract.Matcher{{Kind: contract.NullValue}}, false)
		return &spec.Value{Kind: spec.Null}
	case kinds == 0 || kinds&^scalars != 0: // nothing but null was seen, or now this and now that
		return nil
	}
	b.rule(steps, n.scalarMatchers(), n.nullable)
	return n.example
}

func (b *builder) differs(path string) {
	if !slices.Contains(b.varies, path) {
		b.varies = append(b.varies, path)
	}
}

// scalarMatchers returns the matchers of a scalar. Where values of several kinds were seen, none may go by the kind of
// the example.
func (n *node) scalarMatchers() []*contract.Matcher {
	kinds := 0
	for _, kind := range []wire.Kind{wire.KindBool, wire.KindNumber, wire.KindString} {
		if n.kinds&kind != 0 {
			kinds++
		}
	}
	if kinds < 2 {
		return n.matchers
	}
	var all []*contract.Matcher
	for _, m := range n.matchers {
		if m.Kind == contract.Type {
			m = &contract.Matcher{Kind: contract.Regex, Regex: anything}
		}
		all = union(all, []*contract.Matcher{m})
	}
	return all
}

// rule adds matchers of which one has to hold.
func (b *builder) rule(steps []contract.Step, matchers []*contract.Matcher, nullable bool) {
	if nullable {
		matchers = union(matchers, []*contract.Matcher{{Kind: contract.NullValue}})
	}
	path := contract.Path{Steps: slices.Clone(steps)}
	path.Text = path.String()
	for _, r := range b.rules {
		if r.Path.Text == path.Text {
			r.Matchers = union(r.Matchers, matchers)
			r.Combine = combine(r.Matchers)
			return
		}
	}
	b.rules = append(b.rules, &contract.Rule{Category: contract.InBody, Path: path, Combine: combine(matchers), Matchers: matchers})
}

// whole returns the rules. A pattern alone would take null and numbers too, which Pact holds against it as texts.
func (b *builder) whole() []*contract.Rule {
	for _, r := range b.rules {
		if len(r.Matchers) == 1 && r.Matchers[0].Kind == contract.Regex {
			r.Matchers, r.Combine = []*contract.Matcher{{Kind: contract.Type}, r.Matchers[0]}, contract.And
		}
	}
	return b.rules
}

func combine(matchers []*contract.Matcher) contract.Combine {
	if len(matchers) > 1 {
		return contract.Or
	}
	return contract.And
}

func (b *builder) object(n *node, steps []contract.Step) *spec.Value {
	object := contract.Object()
	if n.free {
		if n.kinds&wire.KindNull != 0 { // no matcher takes null and any keys, without a word on the values
			return nil
		}
		b.rule(steps, []*contract.Matcher{{Kind: contract.ValuesOnly}}, false)
		if len(n.each) > 0 {
			b.field(object, cmp.Or(n.key, freeKey), n.each[0], append(steps[:len(steps):len(steps)], contract.Step{Kind: contract.AnyField}))
		}
		return object
	}
	if n.nullable {
		b.rule(steps, []*contract.Matcher{{Kind: contract.Type}}, true)
	}
	for _, m := range n.members {
		if m.samples == n.objects || b.strict {
			b.field(object, m.name, m.node, append(steps[:len(steps):len(steps)], contract.Step{Kind: contract.Field, Name: m.name}))
		}
	}
	return object
}

// freeKey stands for the keys of objects whose keys are data.
const freeKey = "key"

func (b *builder) field(object *spec.Value, key string, n *node, steps []contract.Step) {
	if v := b.value(n, steps); v != nil {
		object.Members = append(object.Members, spec.Member{Key: key, Value: v})
	}
}

func (b *builder) array(n *node, steps []contract.Step) *spec.Value {
	b.rule(steps, []*contract.Matcher{{Kind: contract.Type, Min: n.least, Max: n.most}}, n.nullable)
	array := contract.Array()
	for _, item := range n.each {
		if v := b.value(item, append(steps[:len(steps):len(steps)], contract.Step{Kind: contract.AnyIndex})); v != nil && !n.opaque {
			array.Items = append(array.Items, v)
		}
	}
	for n.least != nil && len(array.Items) > 0 && len(array.Items) < min(*n.least, mostRepeated) {
		array.Items = append(array.Items, array.Items[0])
	}
	return array
}

// body returns the body of a tree as it is written.
func (b *builder) body(n *node) contract.Body {
	v := b.value(n, []contract.Step{{Kind: contract.Root}})
	if v == nil {
		return contract.Body{}
	}
	return contract.Body{Presence: contract.Present, Content: contract.AppendJSON(nil, v), Encoded: "JSON", JSON: v}
}
