package scenario

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/go-json-experiment/json/jsontext"
)

// body reads the contents: JSON, or YAML that stands for it, with templates as values; or a text.
func (s *side) body() contract.Body {
	v, key := s.contents()
	if v == nil {
		return s.form()
	}
	if program.MatchString(v.Text) {
		s.Skip(v.Span, key+" is a template that decides or repeats: it is not run, and not taken", "write contents that are an example")
		return contract.Body{Span: v.Span}
	}
	kind, _ := contract.Header(s.Headers, "Content-Type")
	t := &templates{}
	if value := t.parse(v.Text, kind); value != nil {
		return s.value(t, value, v.Span)
	}
	text, asked := s.fill(v.Text, v.Span)
	b := s.Body([]byte(text), kind, v.Span)
	if asked != nil {
		s.Ask(contract.InBody, whole(), &contract.Matcher{Kind: contract.Type, Name: "type"}, v.Span)
	}
	return b
}

func whole() contract.Path {
	return contract.Path{Text: "$", Steps: []contract.Step{{Kind: contract.Root}}}
}

func (s *side) contents() (*spec.Value, string) {
	for _, key := range []string{"contents", "example_contents"} {
		if v := s.Want(s.v, key, spec.Str); v != nil && strings.TrimSpace(v.Text) != "" {
			return v, key
		}
	}
	return nil, ""
}

// form reads the fields that are posted.
func (s *side) form() contract.Body {
	var pairs []string
	s.pairs(contract.InBody, "post_params", "example_post_params", func(name, value string, _ source.Span) {
		pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(value))
	})
	if len(pairs) == 0 {
		return contract.Body{Span: s.v.Span}
	}
	return s.Body([]byte(strings.Join(pairs, "&")), "application/x-www-form-urlencoded", fields.Place(s.v, "post_params"))
}

// deepest is how far the objects and arrays of contents are looked through.
const deepest = 200

// parse returns contents that are an object or array, nil for others. Numbers stand for the templates
// in it.
func (t *templates) parse(text, kind string) *spec.Value {
	if kind != "" && !pact.IsJSON(kind) {
		return nil
	}
	document, _ := tree.Parse(source.NewFile("", []byte(t.marked(text))))
	if document == nil || document.Root.Kind != spec.Map && document.Root.Kind != spec.List || deeper(document.Root, deepest) {
		return nil
	}
	return document.Root
}

func deeper(v *spec.Value, levels int) bool {
	return levels == 0 || slices.ContainsFunc(v.Items, func(item *spec.Value) bool { return deeper(item, levels-1) }) ||
		slices.ContainsFunc(v.Members, func(m spec.Member) bool { return deeper(m.Value, levels-1) })
}

// asked is a matcher for a place in the contents.
type asked struct {
	path    contract.Path
	matcher contract.Matcher
}

// value makes a body of parsed contents. What patterns ask for goes before what templates mean, and the
// absence of a secret before both.
func (s *side) value(t *templates, v *spec.Value, span source.Span) contract.Body {
	f := &filler{side: s, templates: t, span: span}
	example := f.filled(v, []contract.Step{{Kind: contract.Root}})
	b := s.JSON(example, span)
	s.bodyPatterns(example)
	for _, a := range f.found {
		s.Ask(contract.InBody, a.path, &a.matcher, span)
	}
	return b
}

// filler puts examples in the place of templates.
type filler struct {
	*side
	templates *templates
	span      source.Span
	found     []asked
}

func (f *filler) filled(v *spec.Value, steps []contract.Step) *spec.Value {
	switch v.Kind {
	case spec.Map:
		o := contract.Object()
		for _, m := range v.Members {
			key, _ := f.fill(f.templates.restored(m.Key, true), f.span)
			o.Members = append(o.Members, spec.Member{Key: key, Value: f.filled(m.Value, within(steps, contract.Step{Kind: contract.Field, Name: key}))})
		}
		return o
	case spec.List:
		list := contract.Array()
		for i, item := range v.Items {
			list.Items = append(list.Items, f.filled(item, within(steps, contract.Step{Kind: contract.Index, Index: i})))
		}
		return list
	}
	example, matcher := f.scalar(v)
	if matcher != nil {
		path := contract.Path{Steps: steps}
		path.Text = path.String()
		f.found = append(f.found, asked{path, *matcher})
	}
	return example
}

// scalar returns an example of a scalar, and what it means if it is or holds a template. A template in
// quotes gives a text, whatever it is about.
func (f *filler) scalar(v *spec.Value) (*spec.Value, *contract.Matcher) {
	if v.Kind == spec.Num && !jsontext.Value(v.Text).IsValid() { // .inf, .nan
		return contract.Text(v.Text), nil
	}
	if v.Kind != spec.Str {
		return &spec.Value{Kind: v.Kind, Text: v.Text}, nil
	}
	written := v.Span.Text()
	quoted := strings.HasPrefix(written, `"`)
	text := f.templates.restored(v.Text, quoted)
	c, ok := f.single(text, f.span)
	if ok && (c.example.Kind == spec.Str || !quoted && !strings.HasPrefix(written, "'")) {
		return c.example, &c.matcher
	}
	filled, matcher := f.fill(text, f.span)
	return contract.Text(filled), matcher
}

func within(steps []contract.Step, step contract.Step) []contract.Step {
	return append(steps[:len(steps):len(steps)], step)
}

// bodyPatterns reads what parts of the contents must match: patterns by path, written as JSON in a
// text. A path goes through arrays without saying so.
func (s *side) bodyPatterns(example *spec.Value) {
	for _, key := range []string{"assert_contents_pattern", "match_contents"} {
		v := s.Want(s.v, key, spec.Str)
		if v == nil || strings.TrimSpace(v.Text) == "" {
			continue
		}
		document, _ := tree.Parse(source.NewFile("", []byte(v.Text)))
		if document == nil || document.Root.Kind != spec.Map {
			s.Fail(v.Span, fmt.Sprintf("%q is no object of patterns", key), "")
			continue
		}
		for _, m := range document.Root.Members {
			path, ok := lookUp(example, m.Key)
			if !ok || m.Value.Kind != spec.Str {
				s.Skip(v.Span, fmt.Sprintf("the pattern for %q is not taken: the contents have no such value", m.Key), "add it to contents")
				continue
			}
			s.Ask(contract.InBody, path, &contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: unanchored(m.Value.Text)}, v.Span)
		}
	}
}

// lookUp returns the path of the scalar that names, with dots between them, lead to.
func lookUp(v *spec.Value, dotted string) (contract.Path, bool) {
	path := recorded.Root()
	for name := range strings.SplitSeq(dotted, ".") {
		v = throughArrays(v, &path)
		if v = v.Get(name); v == nil {
			return path, false
		}
		path.Steps = append(path.Steps, contract.Step{Kind: contract.Field, Name: name})
	}
	v = throughArrays(v, &path)
	path.Text = path.String()
	return path, v != nil && v.Kind != spec.Map && v.Kind != spec.List
}

// throughArrays goes to the first item of arrays, as one of all of them.
func throughArrays(v *spec.Value, path *contract.Path) *spec.Value {
	for v != nil && v.Kind == spec.List {
		if len(v.Items) == 0 {
			return nil
		}
		v = v.Items[0]
		path.Steps = append(path.Steps, contract.Step{Kind: contract.AnyIndex})
	}
	return v
}
