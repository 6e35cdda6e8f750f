package text

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// value reads a JSON value with placeholders in it. What is said behind its key is about all of it.
func (s *side) value(v *spec.Value, steps []contract.Step, said *placeholder, span source.Span) *spec.Value {
	if said != nil && (v.Kind != spec.Map && v.Kind != spec.List || said.each && v.Kind != spec.List) {
		s.Fail(span, "the placeholder of "+fields.Article(v)+" can't stand behind its key", "write it in the place of the value; each is about arrays")
		return v
	}
	s.ask(contract.InBody, steps, said, span)
	switch v.Kind {
	case spec.Map:
		return s.members(v, steps)
	case spec.List:
		return s.items(v, steps, said != nil && said.each)
	}
	return s.scalar(contract.InBody, steps, v, false)
}

func (s *side) members(v *spec.Value, steps []contract.Step) *spec.Value {
	o := &spec.Value{Kind: spec.Map, Span: v.Span}
	for _, e := range s.entries(v) {
		inner := within(steps, contract.Step{Kind: contract.Field, Name: e.name})
		o.Members = append(o.Members, spec.Member{Key: e.name, KeySpan: e.span, Value: s.value(e.value, inner, e.said, e.span)})
	}
	return o
}

func (s *side) items(v *spec.Value, steps []contract.Step, every bool) *spec.Value {
	list := &spec.Value{Kind: spec.List, Span: v.Span}
	for i, item := range v.Items {
		step := contract.Step{Kind: contract.Index, Index: i}
		if every {
			step = contract.Step{Kind: contract.AnyIndex}
		}
		if every && i > 0 {
			list.Items = append(list.Items, s.example(item))
			continue
		}
		list.Items = append(list.Items, s.value(item, within(steps, step), nil, item.Span))
	}
	return list
}

// example reads a further item of an array with each: what is asked stands in the first one.
func (s *side) example(v *spec.Value) *spec.Value {
	apart := &side{reader: s.reader}
	copied := apart.value(v, nil, nil, v.Span)
	if len(apart.rules)+len(apart.generators) > 0 {
		s.Fail(v.Span, "what each item must be stands in the first one, this one is only an example", "write values instead of the placeholders")
	}
	return copied
}

// scalar reads a scalar, or the placeholder that stands for one.
func (s *side) scalar(category contract.Category, steps []contract.Step, v *spec.Value, inText bool) *spec.Value {
	if v.Kind == spec.Num && !inText && !isNumber(v.Text) {
		s.Fail(v.Span, fmt.Sprintf("%s is no number in JSON", v.Text), "put it in quotes")
		return &spec.Value{Kind: spec.Num, Text: "0", Span: v.Span}
	}
	if v.Kind != spec.Str || !strings.Contains(v.Text, open) {
		return v
	}
	said, err := alone(v.Text)
	if err != nil {
		s.Fail(v.Span, err.Error(), `write the whole value as one placeholder, as in '{{regex "/orders/[0-9]+" = "/orders/7"}}', or as '{{literal = "…"}}'`)
		return &spec.Value{Kind: spec.Str, Span: v.Span}
	}
	example := said.example
	if example == nil && len(said.matchers) > 0 {
		example = sample(said.matchers)
	}
	if example == nil || said.each {
		s.Fail(v.Span, "the placeholder needs an example", `write it behind =, as in '{{type = "text"}}'`)
		return &spec.Value{Kind: spec.Str, Span: v.Span}
	}
	s.ask(category, steps, said, v.Span)
	return &spec.Value{Kind: example.Kind, Text: example.Text, Span: v.Span}
}

// unquoted reads a scalar that nothing can be asked of.
func (s *side) unquoted(v *spec.Value) *spec.Value {
	if v.Kind == spec.List || v.Kind == spec.Map {
		s.Fail(v.Span, "expected a text instead of "+fields.Article(v), "")
		return &spec.Value{Kind: spec.Str}
	}
	if v.Kind != spec.Str || !strings.Contains(v.Text, open) {
		return v
	}
	said, err := alone(v.Text)
	if err != nil || len(said.matchers) > 0 || said.generator != nil || said.example == nil {
		s.Fail(v.Span, "the placeholder of several values stands behind their name", "write `name {{…}}: […]`")
		return &spec.Value{Kind: spec.Str}
	}
	return said.example
}

// alone reads a text that is one placeholder and nothing else.
func alone(text string) (*placeholder, error) {
	if !strings.HasPrefix(text, open) {
		return nil, fmt.Errorf("a placeholder stands for a whole value, not for a part of it")
	}
	said, rest, err := parse(text)
	if err == nil && rest != "" {
		err = fmt.Errorf("%q stands behind the placeholder, which is for a whole value", rest)
	}
	return said, err
}

// ask adds what a placeholder asks for at a path.
func (s *side) ask(category contract.Category, steps []contract.Step, said *placeholder, span source.Span) {
	if said == nil {
		return
	}
	path := contract.Path{Steps: steps}
	switch category {
	case contract.InBody:
		path.Text = path.String()
	case contract.InQuery, contract.InHeader, contract.InMetadata:
		path.Text = steps[1].Name
	}
	if len(said.matchers) > 0 {
		for _, m := range said.matchers {
			locate(m, span)
		}
		s.rules = append(s.rules, &contract.Rule{Category: category, Path: path, Combine: said.combine, Matchers: said.matchers, Span: span})
	}
	if said.generator != nil {
		g := *said.generator
		g.Category, g.Path, g.Span = category, path, span
		s.generators = append(s.generators, &g)
	}
}

// locate gives matchers the place of their placeholder.
func locate(m *contract.Matcher, span source.Span) {
	m.Span = span
	for _, inner := range m.Matchers {
		locate(inner, span)
	}
}
