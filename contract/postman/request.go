package postman

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// variables reads the variables of the collection that are no secrets.
func (r *reader) variables(v *spec.Value) {
	r.values, r.unknown = map[string]string{}, map[string]bool{}
	for _, one := range r.Objects(v, "variable", "a variable", maxHeaders) {
		name, value := cmp.Or(r.Text(one, "key"), r.Text(one, "id")), one.Get("value")
		if value == nil || value.Kind == spec.Map || value.Kind == spec.List || value.Text == "" {
			continue
		}
		if _, looks := secret.Text(value.Text); secret.Named(name) || looks || r.Text(one, "type") == "secret" {
			r.Redact(value.Span, fmt.Sprintf("the variable %q", name))
			continue
		}
		r.values[name] = value.Text
	}
}

// reference is where a variable stands in a text.
var reference = regexp.MustCompile(`\{\{\s*([^{}\s][^{}]*?)\s*\}\}`)

// dynamic are examples of what Postman makes up for a name.
var dynamic = map[string]string{
	"$guid": "e2490de5-5bd3-43d5-b7c4-526e33f71304", "$randomUUID": "e2490de5-5bd3-43d5-b7c4-526e33f71304",
	"$timestamp": "949408200", "$isoTimestamp": "2000-02-01T12:30:00.000Z", "$randomInt": "7",
}

// fill puts values in the place of variables, and names where there is no value; it reports whether
// there was one of those, or one that is made up: then the text is only an example.
func (r *reader) fill(text string, span source.Span) (string, bool) {
	open := false
	filled := reference.ReplaceAllStringFunc(text, func(found string) string {
		name := strings.TrimSpace(found[2 : len(found)-2])
		if value, known := r.values[name]; known {
			return value
		}
		open = true
		if example, known := dynamic[name]; known {
			return example
		}
		r.tell(name, span)
		if secret.Named(name) {
			return secret.Redacted
		}
		return strings.TrimPrefix(name, "$")
	})
	return filled, open
}

// tell says once that a variable has no value.
func (r *reader) tell(name string, span source.Span) {
	if !r.unknown[name] && len(r.unknown) < fields.MaxFindings {
		r.unknown[name] = true
		r.Skip(span, fmt.Sprintf("the variable %q has no value in the collection: its name stands for it, and any other value will do", name), "give it a value in the collection")
	}
}

// request reads a request, which may be its URL alone; nil is one that can't be read.
func (r *reader) request(v *spec.Value, around source.Span) *contract.Request {
	switch {
	case v == nil || v.Kind != spec.Map && v.Kind != spec.Str:
		r.Fail(around, "the item has no request", "")
		return nil
	case v.Kind == spec.Str:
		v = &spec.Value{Kind: spec.Map, Span: v.Span, Members: []spec.Member{{Key: "url", Value: v}}}
	}
	if auth := v.Get("auth"); auth != nil && auth.Kind == spec.Map {
		r.Redact(auth.Span, "what auth sends ("+r.Text(auth, "type")+")")
	}
	side := &recorded.Side{Reader: &r.Reader}
	q := &contract.Request{
		Method: cmp.Or(r.Text(v, "method"), "GET"), Span: v.Span,
		MethodSpan: fields.Place(v, "method"), PathSpan: fields.Place(v, "url"),
	}
	var ok bool
	if q.Path, ok = r.address(side, v); !ok {
		return nil
	}
	r.headers(side, v)
	q.Body = r.body(side, v)
	q.Query, q.Headers, q.Rules = side.Query, side.Headers, side.Rules
	return q
}

// address reads the URL: a text, or an object whose raw is one. Where parts of the path are variables,
// any such part will do.
func (r *reader) address(side *recorded.Side, v *spec.Value) (string, bool) {
	member, raw := v.Get("url"), ""
	if member != nil && member.Kind == spec.Map {
		r.pathVariables(member)
		raw = r.raw(member)
	} else {
		raw = r.Text(v, "url")
	}
	span := fields.Place(v, "url")
	if raw == "" {
		r.Fail(span, "the request has no URL", "")
		return "", false
	}
	path, query, _ := strings.Cut(withoutHost(raw), "?")
	path, _, _ = strings.Cut(path, "#")
	query, _, _ = strings.Cut(query, "#")
	r.query(side, query, span)
	return r.path(side, path, span)
}

// raw is the URL as a text, put together where only its parts are there.
func (r *reader) raw(v *spec.Value) string {
	if raw := r.Text(v, "raw"); raw != "" {
		return raw
	}
	var parts []string
	for _, part := range r.List(v, "path") {
		parts = append(parts, part.Text)
	}
	raw := "/" + strings.Join(parts, "/")
	var pairs []string
	for _, p := range r.Objects(v, "query", "a parameter", maxHeaders) {
		if !p.Get("disabled").Bool() {
			pairs = append(pairs, r.Text(p, "key")+"="+r.Text(p, "value"))
		}
	}
	if len(pairs) > 0 {
		raw += "?" + strings.Join(pairs, "&")
	}
	return raw
}

// pathVariables reads the values of :name in the path.
func (r *reader) pathVariables(v *spec.Value) {
	for _, one := range r.Objects(v, "variable", "a variable", maxHeaders) {
		if value := one.Get("value"); value != nil && value.Kind == spec.Str && value.Text != "" && !secret.Named(r.Text(one, "key")) {
			r.values[":"+r.Text(one, "key")] = value.Text
		}
	}
}

// withoutHost takes scheme and host away, be they a variable or not.
func withoutHost(raw string) string {
	if _, rest, ok := strings.Cut(raw, "://"); ok {
		raw = rest
	}
	if i := strings.IndexAny(raw, "/?#"); i >= 0 {
		return raw[i:]
	}
	return "/"
}

func (r *reader) query(side *recorded.Side, query string, span source.Span) {
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name = unescape(name)
		filled, open := r.fill(value, span)
		side.Parameter(name, unescape(filled), span)
		if open {
			side.Ask(contract.InQuery, contract.Named(name), &contract.Matcher{Kind: contract.Type, Name: "type"}, span)
		}
	}
}

func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// path fills the parts of the path.
func (r *reader) path(side *recorded.Side, path string, span source.Span) (string, bool) {
	var parts, pattern []string
	anyOpen := false
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		filled, open := r.part(part, span)
		filled, found := secret.Text(escaped(filled))
		if found {
			r.Redact(span, "a part of the path")
			open = true
		}
		parts = append(parts, filled)
		if anyOpen = anyOpen || open; open {
			pattern = append(pattern, "[^/]+")
		} else {
			pattern = append(pattern, regexp.QuoteMeta(filled))
		}
	}
	if anyOpen {
		side.Ask(contract.InPath, recorded.Root(), &contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: "/" + strings.Join(pattern, "/")}, span)
	}
	return "/" + strings.Join(parts, "/"), true
}

// escaped is a part of a path as it is sent: what is percent-encoded stays so.
func escaped(part string) string {
	part = strings.NewReplacer("?", "%3F", "#", "%23").Replace(part)
	if u, err := url.Parse("http://host/" + part); err == nil {
		return strings.TrimPrefix(u.EscapedPath(), "/")
	}
	return url.PathEscape(part)
}

// part fills one part of a path; :name is a variable, too.
func (r *reader) part(part string, span source.Span) (string, bool) {
	if name, ok := strings.CutPrefix(part, ":"); ok && name != "" {
		if value, known := r.values[part]; known {
			part = value
		} else {
			part = "{{" + name + "}}"
		}
	}
	return r.fill(part, span)
}
