package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// side is the request or response of a scenario while it is read.
type side struct {
	recorded.Side
	v *spec.Value
}

// pairs reads names and values: an object of texts or arrays of them, or a query as it is sent.
func (s *side) pairs(category contract.Category, key, older string, add func(name, value string, span source.Span)) {
	v := s.v.Get(key)
	if v == nil || len(v.Members) == 0 && v.Text == "" {
		v = s.v.Get(older)
	}
	switch {
	case v == nil || v.Kind == spec.Null:
	case v.Kind == spec.Map:
		for _, m := range v.Members {
			for _, item := range append([]*spec.Value{m.Value}, m.Value.Items...) {
				s.pair(category, m.Key, item, add)
			}
		}
	case v.Kind == spec.Str:
		for pair := range strings.SplitSeq(v.Text, "&") {
			if name, value, _ := strings.Cut(pair, "="); name != "" {
				add(name, value, v.Span)
			}
		}
	default:
		s.Fail(v.Span, fmt.Sprintf("%q is %s, but must be an object", key, fields.Article(v)), "")
	}
}

func (s *side) pair(category contract.Category, name string, v *spec.Value, add func(name, value string, span source.Span)) {
	if v.Kind == spec.List || v.Kind == spec.Map {
		return
	}
	filled, asked := s.fill(stripped(v.Text), v.Span)
	add(name, filled, v.Span)
	if asked != nil && category != contract.InBody && s.has(category, name) {
		s.Ask(category, contract.Named(name), &contract.Matcher{Kind: contract.Type, Name: "type"}, v.Span)
	}
}

// has reports whether a header or parameter is there: those of the transport are left out.
func (s *side) has(category contract.Category, name string) bool {
	all := s.Query
	if category == contract.InHeader {
		all = s.Headers
	}
	return slices.ContainsFunc(all, func(v contract.Values) bool { return v.Name == name })
}

// headers reads the headers, and the content type where it stands apart.
func (s *side) headers() {
	s.pairs(contract.InHeader, "headers", "example_headers", s.Header)
	if _, declared := contract.Header(s.Headers, "Content-Type"); !declared {
		if kind := s.Text(s.v, "content_type"); kind != "" {
			s.Header("Content-Type", kind, fields.Place(s.v, "content_type"))
		}
	}
}

// tags are what scenarios put before patterns to say a type.
var tags = strings.NewReplacer("__string__", "", "__number__", "", "__boolean__", "", "__object__", "")

func stripped(text string) string { return tags.Replace(text) }

// unanchored is a pattern that a text must have a part for, as one for the whole text.
func unanchored(pattern string) string {
	pattern = stripped(pattern)
	if strings.HasPrefix(pattern, "^") && strings.HasSuffix(pattern, "$") {
		return pattern
	}
	return `[\s\S]*(?:` + pattern + `)[\s\S]*`
}

// patterns reads what headers or parameters must match. One that has no example yet gets one.
func (s *side) patterns(category contract.Category, keys ...string) {
	for _, key := range keys {
		v := s.Want(s.v, key, spec.Map)
		if v == nil {
			continue
		}
		for _, m := range v.Members {
			if m.Value.Kind != spec.Str {
				s.Fail(m.Value.Span, "a pattern is a string, this one is "+fields.Article(m.Value), "")
				continue
			}
			s.pattern(category, m)
		}
	}
}

func (s *side) pattern(category contract.Category, m spec.Member) {
	name, add := m.Key, s.Parameter
	if category == contract.InHeader {
		add = s.Header
		for _, h := range s.Headers {
			if strings.EqualFold(h.Name, name) {
				name = h.Name
			}
		}
	}
	if !s.has(category, name) {
		add(name, invented(stripped(m.Value.Text)), m.Value.Span)
	}
	if s.has(category, name) {
		s.Ask(category, contract.Named(name), &contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: unanchored(m.Value.Text)}, m.Value.Span)
	}
}

// path reads the path, in which :name and {{.name}} are parts that may be anything.
func (s *side) path(path string, span source.Span) string {
	var parts, pattern []string
	anyOpen := false
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		filled, open := s.part(part, span)
		filled, found := secret.Text(filled)
		if found {
			s.Redact(span, "a part of the path")
		}
		parts = append(parts, filled)
		if open || found {
			anyOpen, filled = true, "[^/]+"
		} else {
			filled = regexp.QuoteMeta(filled)
		}
		pattern = append(pattern, filled)
	}
	if anyOpen {
		s.Ask(contract.InPath, recorded.Root(), &contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: "/" + strings.Join(pattern, "/")}, span)
	}
	return "/" + strings.Join(parts, "/")
}

var named = regexp.MustCompile(`^(?::(\w+)|\{\{\s*\.(\w+)\s*\}\})$`)

// plain is an example that can stand in a path.
var plain = regexp.MustCompile(`^[A-Za-z0-9._~-]+$`)

func (s *side) part(part string, span source.Span) (string, bool) {
	found := named.FindStringSubmatch(part)
	if found == nil {
		filled, asked := s.fill(part, span)
		return filled, asked != nil
	}
	name := found[1] + found[2]
	for _, key := range []string{"path_params", "example_path_params"} {
		if value := s.v.Get(key).Get(name); value != nil && plain.MatchString(value.Text) && !secret.Named(name) {
			return value.Text, true
		}
	}
	return name, true
}
