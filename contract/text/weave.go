package text

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// weaver puts matchers and generators into the values that they are about. What can't stand there
// stays in it.
type weaver struct {
	rules      map[string]*contract.Rule
	generators map[string]*contract.Generator
	wild       map[string]bool // arrays in whose every item something is asked for
	indexed    map[string]bool // arrays in one of whose items something is asked for
	rest       struct {
		rules      []*contract.Rule
		generators []*contract.Generator
	}
}

func newWeaver(rules []*contract.Rule, generators []*contract.Generator) *weaver {
	w := &weaver{
		rules: map[string]*contract.Rule{}, generators: map[string]*contract.Generator{},
		wild: map[string]bool{}, indexed: map[string]bool{},
	}
	for _, r := range rules {
		at, ok := placeOf(r.Category, r.Path)
		if ok && w.rules[at] == nil {
			w.rules[at] = r
			w.note(r.Category, r.Path)
			continue
		}
		w.rest.rules = append(w.rest.rules, r)
	}
	for _, g := range generators {
		at, ok := placeOf(g.Category, g.Path)
		if ok && w.generators[at] == nil {
			w.generators[at] = g
			w.note(g.Category, g.Path)
			continue
		}
		w.rest.generators = append(w.rest.generators, g)
	}
	w.apart()
	return w
}

// apart leaves all rules of a place to matchingRules where one of them is there.
func (w *weaver) apart() {
	for _, r := range w.rest.rules {
		at, _ := placeOf(r.Category, r.Path)
		if first := w.rules[at]; first != nil {
			delete(w.rules, at)
			w.rest.rules = append([]*contract.Rule{first}, w.rest.rules...)
		}
	}
}

// note remembers the arrays on the way to a place.
func (w *weaver) note(category contract.Category, path contract.Path) {
	if category != contract.InBody {
		return
	}
	for i, step := range path.Steps {
		switch step.Kind {
		case contract.AnyIndex:
			w.wild[place(category, path.Steps[:i])] = true
		case contract.Index:
			w.indexed[place(category, path.Steps[:i])] = true
		}
	}
}

// place names where a placeholder may stand.
func place(category contract.Category, steps []contract.Step) string {
	return category.String() + " " + contract.Path{Steps: steps}.String()
}

// placeOf names where the placeholder for a path stands; false, if reading it there would not give the
// same path again.
func placeOf(category contract.Category, path contract.Path) (string, bool) {
	at := place(category, path.Steps)
	switch category {
	case contract.InBody:
		return at, path.Text == path.String()
	case contract.InQuery, contract.InHeader, contract.InMetadata:
		return at, len(path.Steps) == 2 && path.Steps[1].Kind == contract.Field && path.Text == path.Steps[1].Name
	}
	return at, len(path.Steps) == 1 && path.Text == ""
}

// left returns what could not be put into values, in the order of their places.
func (w *weaver) left() ([]*contract.Rule, []*contract.Generator) {
	rules, generators := w.rest.rules, w.rest.generators
	for _, at := range keys(w.rules) {
		rules = append(rules, w.rules[at])
	}
	for _, at := range keys(w.generators) {
		generators = append(generators, w.generators[at])
	}
	return rules, generators
}

func keys[V any](m map[string]V) []string {
	all := make([]string, 0, len(m))
	for key := range m {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

// say returns the placeholder for a place, without its brackets, and takes what it says; "" where
// there is none. A nil example is that of a key.
func (w *weaver) say(category contract.Category, steps []contract.Step, example *spec.Value, array bool) string {
	if len(w.rules)+len(w.generators) == 0 {
		return ""
	}
	at := place(category, steps)
	rule, generator := w.rules[at], w.generators[at]
	if rule == nil && generator == nil {
		return ""
	}
	said, matchers := literal, []*contract.Matcher(nil)
	if rule != nil {
		said, matchers = conditionText(rule.Matchers, rule.Combine, array), rule.Matchers
	}
	if said == "" {
		return ""
	}
	if example != nil {
		said += exampleText(matchers, example, category != contract.InBody && category != contract.InMetadata && category != contract.InStatus)
	}
	if generator != nil {
		made := generatorText(generator)
		if made == "" {
			return ""
		}
		said += " <- " + made
	}
	delete(w.rules, at)
	delete(w.generators, at)
	return said
}

// scalar writes a value at a place: as a placeholder where something is asked of it.
func (w *weaver) scalar(category contract.Category, steps []contract.Step, v *spec.Value) *spec.Value {
	if said := w.say(category, steps, v, false); said != "" {
		return contract.Text(open + said + closed)
	}
	return plainly(v)
}

// plainly writes a value that nothing is asked of.
func plainly(v *spec.Value) *spec.Value {
	if v.Kind == spec.Str && strings.Contains(v.Text, open) {
		return contract.Text(open + literal + " = " + quote(v.Text) + closed)
	}
	return v
}

// safeKey writes a key that may itself look like a placeholder.
func safeKey(name string) string {
	if strings.Contains(name, open) {
		return open + literal + " = " + quote(name) + closed
	}
	return name
}

// body writes a JSON value; within it placeholders stand for scalars, and behind the keys of objects
// and arrays.
func (w *weaver) body(v *spec.Value, steps []contract.Step, every, asked bool) *spec.Value {
	switch v.Kind {
	case spec.Map:
		o := make(object, 0, len(v.Members))
		for _, m := range v.Members {
			o.add(w.member(m, steps, asked))
		}
		return o.value()
	case spec.List:
		list := &spec.Value{Kind: spec.List, Items: make([]*spec.Value, 0, len(v.Items))}
		for i, item := range v.Items {
			step := contract.Step{Kind: contract.Index, Index: i}
			if every {
				step = contract.Step{Kind: contract.AnyIndex}
			}
			list.Items = append(list.Items, w.body(item, within(steps, step), false, asked && !(every && i > 0)))
		}
		return list
	}
	if !asked {
		return plainly(v)
	}
	return w.scalar(contract.InBody, steps, v)
}

// member writes a member of an object.
func (w *weaver) member(m spec.Member, steps []contract.Step, asked bool) (string, *spec.Value) {
	inner := within(steps, contract.Step{Kind: contract.Field, Name: m.Key})
	if !asked {
		return safeKey(m.Key), w.body(m.Value, nil, false, false)
	}
	name, every := w.annotated(m.Key, m.Value, inner)
	return name, w.body(m.Value, inner, every, asked)
}

// deepestPath is how long a path may get: no rule has a longer one.
const deepestPath = 1000

// within returns the path of a part; of one that no rule can have, none that begins at the root.
func within(steps []contract.Step, step contract.Step) []contract.Step {
	if len(steps) > deepestPath {
		return nil
	}
	return append(steps[:len(steps):len(steps)], step)
}

// annotated writes the key of a value, with a placeholder if it is an object or array; and whether what
// is asked of its items is asked of each.
func (w *weaver) annotated(name string, v *spec.Value, steps []contract.Step) (string, bool) {
	key := safeKey(name)
	if v.Kind != spec.Map && v.Kind != spec.List {
		return key, false
	}
	every := w.every(v, steps)
	if said := w.say(contract.InBody, steps, nil, every); said != "" {
		return key + " " + open + said + closed, every
	}
	return key, false
}

// every reports whether an array is to be written with the word each.
func (w *weaver) every(v *spec.Value, steps []contract.Step) bool {
	if v.Kind != spec.List || len(v.Items) == 0 {
		return false
	}
	at := place(contract.InBody, steps)
	rule := w.rules[at]
	if rule == nil || len(rule.Matchers) != 1 || rule.Combine != contract.And || w.indexed[at] && !w.wild[at] {
		return false
	}
	m := rule.Matchers[0]
	return m.Kind == contract.Type && m.Name == "type" && len(m.Unknown) == 0
}
