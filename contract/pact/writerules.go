package pact

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// rules writes matching rules by category and path, nil where there are none.
func (w *writer) rules(rules []*contract.Rule) *spec.Value {
	var o object
	for category := contract.InMethod; category <= contract.InMetadata; category++ {
		some := contract.In(rules, category)
		if len(some) == 0 {
			continue
		}
		if w.version < contract.V4 && (category == contract.InStatus || category == contract.InMethod) {
			w.lose(some[0].Span, fmt.Sprintf("matching rules for the %s", category))
			continue
		}
		if v := w.category(some); v != nil {
			o.add(category.String(), v)
		}
	}
	if o == nil {
		return nil
	}
	return o.value()
}

// category writes the rules of one category: by path, or the only one of the path or status as it is.
func (w *writer) category(rules []*contract.Rule) *spec.Value {
	var o object
	for _, r := range merged(rules) {
		written := w.rule(r)
		switch {
		case written == nil:
		case key(r.Path) == "":
			return written
		default:
			o.add(key(r.Path), written)
		}
	}
	if o == nil {
		return nil
	}
	return o.value()
}

// key is the path of a rule or generator as it is written.
func key(p contract.Path) string {
	if p.Text == "" && len(p.Steps) > 1 {
		return p.String()
	}
	return p.Text
}

// merged puts the matchers for one path together.
func merged(rules []*contract.Rule) []*contract.Rule {
	var all []*contract.Rule
	for _, r := range rules {
		i := slices.IndexFunc(all, func(o *contract.Rule) bool { return key(o.Path) == key(r.Path) })
		if i < 0 {
			all = append(all, r)
			continue
		}
		both := *all[i]
		both.Matchers = slices.Concat(both.Matchers, r.Matchers)
		all[i] = &both
	}
	return all
}

// rule writes the matchers of one path, nil where the version has none of them.
func (w *writer) rule(r *contract.Rule) *spec.Value {
	matchers := contract.Array()
	for _, m := range r.Matchers {
		if w.version < contract.V4 && newInV4(m.Kind) {
			w.lose(m.Span, fmt.Sprintf("matcher %s; the example at %s is compared as it is", name(m), r.Path.String()))
			continue
		}
		matchers.Items = append(matchers.Items, w.matcher(m))
	}
	if len(matchers.Items) == 0 && len(r.Matchers) > 0 {
		return nil
	}
	return object{member("combine", contract.Text(r.Combine.String())), member("matchers", matchers)}.value()
}

// newInV4 reports whether a matcher came with version 4.
func newInV4(kind contract.MatcherKind) bool {
	switch kind {
	case contract.Boolean, contract.ContentType, contract.ArrayContains, contract.StatusCode,
		contract.NotEmpty, contract.Semver, contract.EachKey, contract.EachValue:
		return true
	}
	return false
}

// name returns what a matcher is called in files.
func name(m *contract.Matcher) string {
	if m.Name != "" {
		return m.Name
	}
	for _, known := range matcherNames {
		if known.kind == m.Kind {
			return known.name
		}
	}
	return ""
}

func (w *writer) matcher(m *contract.Matcher) *spec.Value {
	var o object
	o.text("match", name(m))
	o.text("format", m.Format)
	o.add("min", length(m.Min))
	o.add("max", length(m.Max))
	switch m.Kind {
	case contract.Regex:
		o.add("regex", contract.Text(m.Regex))
	case contract.Include, contract.ContentType:
		o.add("value", contract.Text(m.Value))
	case contract.StatusCode:
		o.add("status", statuses(m))
	case contract.ArrayContains:
		o.add("variants", w.variants(m.Variants))
	case contract.EachKey, contract.EachValue:
		inner := contract.Array()
		for _, each := range m.Matchers {
			inner.Items = append(inner.Items, w.matcher(each))
		}
		o.add("rules", inner)
	}
	return append(o, m.Unknown...).value()
}

func length(n *int) *spec.Value {
	if n == nil {
		return nil
	}
	return contract.Whole(int64(*n))
}

func statuses(m *contract.Matcher) *spec.Value {
	if m.Class != "" {
		return contract.Text(m.Class)
	}
	list := contract.Array()
	for _, status := range m.Statuses {
		list.Items = append(list.Items, contract.Whole(int64(status)))
	}
	return list
}

func (w *writer) variants(variants []*contract.Variant) *spec.Value {
	list := contract.Array()
	for _, v := range variants {
		o := object{member("index", contract.Whole(int64(v.Index)))}
		rules, generators := w.category(v.Rules), byPath(v.Generators)
		if rules == nil {
			rules = contract.Object()
		}
		o.add("rules", rules)
		o.add("generators", generators)
		list.Items = append(list.Items, o.value())
	}
	return list
}

// generators writes generators by category and path, nil where there are none.
func (w *writer) generators(generators []*contract.Generator) *spec.Value {
	var o object
	for category := contract.InMethod; category <= contract.InMetadata; category++ {
		some := slices.DeleteFunc(slices.Clone(generators), func(g *contract.Generator) bool { return g.Category != category })
		if len(some) > 0 {
			o.add(category.String(), byPath(some))
		}
	}
	if o == nil {
		return nil
	}
	return o.value()
}

func byPath(generators []*contract.Generator) *spec.Value {
	var o object
	for _, g := range generators {
		if key(g.Path) == "" {
			return generator(g)
		}
		o.add(key(g.Path), generator(g))
	}
	if o == nil {
		return nil
	}
	return o.value()
}

func generator(g *contract.Generator) *spec.Value {
	o := object{member("type", contract.Text(generatorName(g)))}
	switch g.Kind {
	case contract.RandomInt:
		o.add("min", long(g.Min))
		o.add("max", long(g.Max))
	case contract.RandomDecimal, contract.RandomHexadecimal:
		o.add("digits", told(g.Digits))
	case contract.RandomString:
		o.add("size", told(g.Size))
	}
	o.text("regex", g.Regex)
	o.text("format", g.Format)
	o.text("expression", g.Expression)
	o.text("dataType", g.DataType)
	o.text("example", g.Example)
	return append(o, g.Unknown...).value()
}

// told writes a number unless it is 0, which is what the contract doesn't say.
func told(n int) *spec.Value {
	if n == 0 {
		return nil
	}
	return contract.Whole(int64(n))
}

func long(n *int64) *spec.Value {
	if n == nil {
		return nil
	}
	return contract.Whole(*n)
}

func generatorName(g *contract.Generator) string {
	if g.Name != "" {
		return g.Name
	}
	for _, t := range generatorTypes {
		if t.kind == g.Kind {
			return t.name
		}
	}
	return ""
}
