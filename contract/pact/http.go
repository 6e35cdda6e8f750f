package pact

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func (r *reader) request(v *spec.Value) *contract.Request {
	q := &contract.Request{
		Method: cmp.Or(r.text(v, "method"), "GET"), Path: r.text(v, "path"),
		Headers: r.headers(v),
		Rules:   r.rules(v), Generators: r.generators(v),
		Unknown: others(v, "method", "path", "query", "headers", "body", "matchingRules", "generators"),
		Span:    v.Span, MethodSpan: place(v, "method"), PathSpan: place(v, "path"),
	}
	q.Query = r.query(v)
	if r.version == contract.V1 {
		q.QueryText = v.Get("query").String()
	}
	q.Body = r.body(v, q.Headers)
	return q
}

func (r *reader) response(v *spec.Value) *contract.Response {
	s := &contract.Response{
		Headers: r.headers(v), Rules: r.rules(v), Generators: r.generators(v),
		Unknown: others(v, "status", "headers", "body", "matchingRules", "generators"),
		Span:    v.Span, StatusSpan: place(v, "status"),
	}
	if status, ok := r.integer(v, "status"); ok {
		if s.Status = status; status < 100 || status > 999 {
			r.fail(s.StatusSpan, "a status has three digits", "")
			s.Status = 0
		}
	}
	s.Body = r.body(v, s.Headers)
	return s
}

// place returns where the member stands, or the object where it is absent.
func place(v *spec.Value, key string) source.Span {
	if member := v.Get(key); member != nil {
		return member.Span
	}
	return v.Span
}

func (r *reader) headers(v *spec.Value) []contract.Values {
	return r.named(r.object(v, "headers"), "the value of a header")
}

// named reads an object whose members are a text or several.
func (r *reader) named(v *spec.Value, what string) []contract.Values {
	if v == nil {
		return nil
	}
	var all []contract.Values
	for _, m := range v.Members {
		one := contract.Values{Name: m.Key, Span: m.Value.Span}
		items := []*spec.Value{m.Value}
		if m.Value.Kind == spec.List {
			items = m.Value.Items
		}
		for _, item := range items {
			if text, ok := r.scalar(item, what); ok {
				one.Values = append(one.Values, text)
			}
		}
		all = append(all, one)
	}
	return all
}

// query reads a query, which is a string up to V2.
func (r *reader) query(v *spec.Value) []contract.Values {
	q := v.Get("query")
	switch {
	case q == nil || q.Kind == spec.Null:
		return nil
	case q.Kind == spec.Str:
		return parseQuery(q)
	case q.Kind == spec.Map:
		return r.named(q, "the value of a query parameter")
	}
	r.fail(q.Span, `"query" is `+article(q)+", but must be an object of arrays, or a string as of version 2", "")
	return nil
}

// parseQuery takes a query string apart; the order of names is that of their first values.
func parseQuery(v *spec.Value) []contract.Values {
	var all []contract.Values
	at := map[string]int{}
	for part := range strings.SplitSeq(v.Text, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = unescape(name), unescape(value)
		i, known := at[name]
		if !known {
			i = len(all)
			at[name] = i
			all = append(all, contract.Values{Name: name, Span: v.Span})
		}
		all[i].Values = append(all[i].Values, value)
	}
	return all
}

// unescape undoes percent-encoding, where it is one.
func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
