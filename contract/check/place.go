package check

import (
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// place is one value of a body, with what contract and spec say of it.
type place struct {
	span    source.Span
	value   *spec.Value
	steps   []contract.Step  // its path, from the root or from the variant that it is in
	path    string           // the whole path, for people
	generic string           // path without positions
	rules   []*contract.Rule // of its answer or variant
	rule    *contract.Rule   // of those the one that decides; nil: equality
	above   bool             // that is the rule of something that holds the value
	schemas []*spec.Type     // all of them hold for it
	field   *spec.Field      // that declares it; nil: it is an item, or nothing does
	told    bool             // that the spec doesn't know it, which says all
	counted bool             // that the number of its items can't be
}

// about returns what the spec says of the value.
func (p *place) about() *spec.Node {
	switch {
	case p.field != nil:
		return &p.field.Node
	case len(p.schemas) > 0 && !p.schemas[0].NameSpan.IsZero():
		return &p.schemas[0].Node
	}
	return nil
}

// name returns the last name of the path.
func (p *place) name() string { return p.steps[len(p.steps)-1].Name }

func (p *place) child(step contract.Step, v *spec.Value, span source.Span) *place {
	c := &place{span: span, value: v, rules: p.rules, path: p.path + step.String(), generic: p.generic + step.String()}
	if step.Kind == contract.Index {
		c.generic = p.generic + "[*]"
	}
	c.steps = append(p.steps[:len(p.steps):len(p.steps)], step)
	return c
}

// walker goes over a body and the schemas of its values side by side.
type walker struct {
	*interaction
	body    contract.Body
	schema  *spec.Type
	checker *validate.Checker // decides which branch of a union a value is
	rules   []*contract.Rule  // of an answer
	answer  bool
	status  int

	reader wire.Reader
	work   int
	places map[string]*place // by the field that violations name
	top    *place
}

func (x *interaction) walker(b contract.Body, schema *spec.Type, checker *validate.Checker) *walker {
	return &walker{interaction: x, body: b, schema: schema, checker: checker, places: map[string]*place{}}
}

// walk visits all values. It is false if the body is no JSON that can be read.
func (w *walker) walk() bool {
	direction := wire.Request
	if w.answer {
		direction = wire.Response
	}
	w.reader.Reset(direction)
	root := contract.Step{Kind: contract.Root}
	w.top = &place{span: w.body.Span, steps: []contract.Step{root}, path: "$", generic: "$", rules: w.rules, schemas: []*spec.Type{w.schema}}
	w.places[""] = w.top
	n, ok := w.reader.ParseJSON(w.body.Content, wire.Limits{})
	if !ok {
		return false
	}
	value := w.body.JSON
	if value == nil {
		document, _ := tree.Parse(source.NewFile("body.json", w.body.Content))
		if document == nil {
			return false
		}
		value = document.Root
	}
	w.top.value = value
	if w.visit(n, w.top); w.work > maxWork {
		w.overlook("there is too much to check in a body: the rest was not looked at")
	}
	return true
}

// find returns the place of a field, or of the nearest value around it.
func (w *walker) find(field string) *place {
	for {
		if p := w.places[field]; p != nil {
			return p
		}
		i := strings.LastIndexAny(field, ".[")
		if i < 0 {
			return w.top
		}
		field = field[:i]
	}
}

// within returns the span of a part of the body: that of the body where its text is a string in the contract.
func (w *walker) within(span source.Span) source.Span {
	if w.body.JSON == nil {
		return w.body.Span
	}
	return span
}

// tell says something of a value.
func (w *walker) tell(at *place, f finding) {
	f.part, f.path, f.shown = InRequestBody, at.generic, at.path
	if w.answer {
		f.part = InField
	}
	for _, t := range at.schemas {
		f.also = append(f.also, &t.Node)
	}
	w.say(f)
}

// maxWork bounds the work on one body, counted in rules that may be looked at: contracts can be written
// that would take for ever.
const maxWork = 1 << 25

func (w *walker) visit(n wire.Node, at *place) {
	if w.work += 1 + len(at.rules)*len(at.steps); w.work > maxWork || w.full() {
		return // walk says so
	}
	_, field := w.reader.Path(n)
	w.places[field] = at
	at.rule, at.above = match.RuleAt(at.rules, at.steps)
	v := w.view(n, at.schemas)
	w.relies(at, v)
	if w.answer {
		w.promised(at, v)
	}
	switch at.value.Kind {
	case spec.Map:
		w.members(n, at, v)
	case spec.List:
		w.items(n, at, v)
	}
}

// members visits the members of an object.
func (w *walker) members(n wire.Node, at *place, v *view) {
	keys, rules := w.keyed(at, contract.AnyField)
	i := 0
	for m := w.reader.Members(n); m.Next() && i < len(at.value.Members); i++ {
		member := at.value.Members[i]
		child := at.child(contract.Step{Kind: contract.Field, Name: member.Key}, member.Value, w.within(member.KeySpan))
		child.rules = rules
		found := v.member(member.Key)
		child.schemas, child.field = found.schemas, found.field
		w.declared(child, v, found, keys)
		if len(child.schemas) == 0 {
			_, field := w.reader.Path(m.Value)
			w.places[field] = child
			continue
		}
		w.visit(m.Value, child)
	}
}

// items visits the items of an array.
func (w *walker) items(n wire.Node, at *place, v *view) {
	variants := w.variants(at)
	_, rules := w.keyed(at, contract.AnyIndex)
	for e := w.reader.Items(n); e.Next() && e.Index < len(at.value.Items); {
		item := at.value.Items[e.Index]
		child := at.child(contract.Step{Kind: contract.Index, Index: e.Index}, item, w.within(item.Span))
		child.rules, child.schemas = rules, v.item(e.Index)
		if variant := variants[e.Index]; variant != nil {
			child.rules, child.steps = variant.Rules, []contract.Step{{Kind: contract.Root}}
		}
		if len(child.schemas) == 0 {
			_, field := w.reader.Path(e.Value)
			w.places[field] = child
			continue
		}
		w.visit(e.Value, child)
	}
}
