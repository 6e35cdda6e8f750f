package text

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// side is one side of an interaction while it is read: what its placeholders ask for.
type side struct {
	*reader
	rules      []*contract.Rule
	generators []*contract.Generator
}

func (r *reader) request(v *spec.Value) *contract.Request {
	s := &side{reader: r}
	members := r.object(v, "a request", keyMethod, keyPath, keyQuery, keyHeaders, keyContentType, keyHint, keyBody, keyText, keyBase64, keyRules, keyGenerators, keyExtra)
	q := &contract.Request{
		Method: cmp.Or(s.line(contract.InMethod, members[keyMethod]), "GET"), Path: s.line(contract.InPath, members[keyPath]),
		Query: s.values(contract.InQuery, v, keyQuery), Headers: s.values(contract.InHeader, v, keyHeaders),
		Unknown: r.verbatim(v, keyExtra),
		Span:    v.Span, MethodSpan: fields.Place(v, keyMethod), PathSpan: fields.Place(v, keyPath),
	}
	if members[keyPath] == nil {
		r.Fail(v.Span, "the request has no path", "write path: /…")
	}
	q.Body = s.content(v, members, q.Headers)
	q.Rules, q.Generators = s.finish(v)
	return q
}

func (r *reader) response(v *spec.Value) *contract.Response {
	s := &side{reader: r}
	members := r.object(v, "a response", keyStatus, keyHeaders, keyContentType, keyHint, keyBody, keyText, keyBase64, keyRules, keyGenerators, keyExtra)
	a := &contract.Response{
		Headers: s.values(contract.InHeader, v, keyHeaders), Unknown: r.verbatim(v, keyExtra),
		Span: v.Span, StatusSpan: fields.Place(v, keyStatus),
	}
	if status := v.Get(keyStatus); status != nil {
		number := s.scalar(contract.InStatus, root, status, true)
		if number.Kind == spec.Str && number != status { // a placeholder that was refused, or of a text
			number = &spec.Value{Kind: spec.Null, Span: status.Span}
		}
		a.Status = r.Status(&spec.Value{Kind: spec.Map, Members: []spec.Member{{Key: keyStatus, Value: number}}}, keyStatus)
	}
	a.Body = s.content(v, members, a.Headers)
	a.Rules, a.Generators = s.finish(v)
	return a
}

// payload reads a message; nil is one that is no object.
func (r *reader) payload(v, around *spec.Value) *contract.Payload {
	if v == nil {
		return &contract.Payload{Span: around.Span}
	}
	s := &side{reader: r}
	members := r.object(v, "a message", keyMetadata, keyContentType, keyHint, keyBody, keyText, keyBase64, keyRules, keyGenerators, keyExtra)
	p := &contract.Payload{Metadata: s.metadata(v), Unknown: r.verbatim(v, keyExtra), Span: v.Span}
	p.Body = s.content(v, members, nil)
	p.Rules, p.Generators = s.finish(v)
	return p
}

// line reads a method or path.
func (s *side) line(category contract.Category, e *entry) string {
	if e == nil {
		return ""
	}
	return s.text(category, root, e.value)
}

// values reads parameters or headers.
func (s *side) values(category contract.Category, v *spec.Value, key string) []contract.Values {
	found := s.Want(v, key, spec.Map)
	if found == nil {
		return nil
	}
	var all []contract.Values
	for _, e := range s.entries(found) {
		one := contract.Values{Name: e.name, Span: e.value.Span}
		steps := contract.Named(e.name).Steps
		s.ask(category, steps, e.said, e.span)
		if e.value.Kind != spec.List {
			if e.said != nil {
				s.Fail(e.span, "the placeholder of one value stands in its place", fmt.Sprintf("write %s: '{{…}}'", e.name))
			}
			one.Values = []string{s.text(category, steps, e.value)}
		}
		for _, item := range e.value.Items {
			one.Values = append(one.Values, s.verbatimText(item))
		}
		all = append(all, one)
	}
	return all
}

// verbatimText reads one of several values, none of which can have a placeholder of its own.
func (s *side) verbatimText(v *spec.Value) string {
	return textOf(s.unquoted(v))
}

// text reads a value that travels as text.
func (s *side) text(category contract.Category, steps []contract.Step, v *spec.Value) string {
	if v.Kind == spec.List || v.Kind == spec.Map {
		s.Fail(v.Span, "expected a text instead of "+fields.Article(v), "")
		return ""
	}
	return textOf(s.scalar(category, steps, v, true))
}

// textOf returns a scalar as it is written: 0010 stays that.
func textOf(v *spec.Value) string {
	if v.Kind == spec.Num || v.Kind == spec.Bool {
		if written := v.Span.Text(); written != "" && !strings.Contains(written, open) {
			return written
		}
	}
	return v.Text
}

// metadata reads entries of metadata, of which scalars can have placeholders.
func (s *side) metadata(v *spec.Value) []spec.Member {
	found := s.Want(v, keyMetadata, spec.Map)
	if found == nil || !s.numbers(found) {
		return nil
	}
	var all []spec.Member
	for _, e := range s.entries(found) {
		value := e.value
		switch {
		case e.said != nil:
			s.Fail(e.span, "no placeholder can stand behind the key of an entry of metadata", "write it in the place of a scalar, or under "+keyRules)
		case value.Kind != spec.Map && value.Kind != spec.List:
			value = s.scalar(contract.InMetadata, contract.Named(e.name).Steps, value, false)
		}
		all = append(all, spec.Member{Key: e.name, KeySpan: e.span, Value: value})
	}
	return all
}

// content reads a body.
func (s *side) content(v *spec.Value, members map[string]*entry, headers []contract.Values) contract.Body {
	b := contract.Body{ContentType: s.Text(v, keyContentType), Hint: s.Text(v, keyHint), Span: v.Span}
	var said []*entry
	for _, key := range []string{keyBody, keyText, keyBase64} {
		if members[key] != nil {
			said = append(said, members[key])
		}
	}
	if len(said) == 0 {
		return b
	}
	if len(said) > 1 {
		s.Fail(said[1].span, fmt.Sprintf("%s and %s are both content", said[0].name, said[1].name), "write one of them")
	}
	e := said[0]
	b.Span = e.value.Span
	if e.name == keyBody {
		s.json(&b, e, cmp.Or(b.ContentType, contentType(headers)))
		return b
	}
	s.ask(contract.InBody, root, e.said, e.span)
	s.bytes(&b, e)
	return b
}

func contentType(headers []contract.Values) string {
	kind, _ := contract.Header(headers, "Content-Type")
	return kind
}

// json reads a body that is written as the value that it is.
func (s *side) json(b *contract.Body, e *entry, kind string) {
	v := s.value(e.value, root, e.said, e.span)
	b.JSON = v
	if v.Kind == spec.Null {
		b.Presence = contract.Null
		return
	}
	if v.Kind == spec.Str && strings.HasPrefix(kind, "text/") && !pact.IsJSON(kind) {
		s.Skip(e.span, "this is a string of JSON, with quotes around it, but the content type is "+kind, "write text: for content that is no JSON")
	}
	b.Presence, b.Content, b.Encoded = contract.Present, contract.AppendJSON(nil, v), "JSON"
}

// bytes reads a body that is written as text or base64.
func (s *side) bytes(b *contract.Body, e *entry) {
	if e.value.Kind != spec.Str {
		s.Fail(e.value.Span, fmt.Sprintf("%s is %s, but must be a string", e.name, fields.Article(e.value)), "")
		return
	}
	b.Content, b.Presence = []byte(e.value.Text), contract.Present
	if e.name == keyBase64 {
		raw, err := base64.StdEncoding.DecodeString(e.value.Text)
		if err != nil {
			s.Fail(e.value.Span, "this is no base64: "+err.Error(), "")
		}
		b.Content, b.Encoded = raw, "base64"
	}
	if len(b.Content) == 0 {
		b.Presence, b.Content, b.Encoded = contract.Empty, nil, ""
	}
}

// finish adds the rules that stand beside the values, as version 4 writes them.
func (s *side) finish(v *spec.Value) ([]*contract.Rule, []*contract.Generator) {
	rules, generators, findings := pact.ReadRules(v)
	for _, f := range findings {
		s.Say(f)
	}
	asked := map[string]bool{}
	for _, r := range s.rules {
		asked[place(r.Category, r.Path.Steps)] = true
	}
	for _, r := range rules {
		if asked[place(r.Category, r.Path.Steps)] {
			s.twice(r.Span, r.Path)
		}
	}
	return append(s.rules, rules...), append(s.generators, generators...)
}

func (s *side) twice(span source.Span, path contract.Path) {
	s.Fail(span, fmt.Sprintf("a placeholder says already what is asked at %s", path), "write all of it here, or all of it there")
}
