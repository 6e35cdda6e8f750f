// Package postman reads contracts from Postman collections (version 2.0 and 2.1): each saved example of
// a response is an interaction. Scripts are listed and never run, files that are named are never opened,
// and secrets are not copied.
package postman

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The bounds of a collection.
const (
	maxItems   = 20_000
	maxFolders = 50 // within each other
	maxHeaders = 1000
)

// Is reports whether a document is a collection.
func Is(v *spec.Value) bool {
	return v.Get("item") != nil && strings.Contains(v.Get("info").Get("schema").String(), "schema.getpostman.com")
}

// Read reads a collection. The contract is nil where the file is none.
func Read(file *source.File, names recorded.Names) (*contract.Contract, []report.Finding) {
	document, file, findings := recorded.Parse(file, tree.Parse)
	r := &reader{}
	for _, f := range findings {
		r.Say(f)
	}
	if document == nil {
		return nil, r.Findings()
	}
	v := document.Root
	if v.Get("item") == nil {
		r.Fail(v.Span, "this is no Postman collection: it has no item", "")
		return nil, r.Findings()
	}
	if schema := v.Get("info").Get("schema").String(); !strings.Contains(schema, "/v2.") {
		r.Fail(fields.Place(v, "info"), "the collection does not say that it is of version 2", "export it as Collection v2.1")
	}
	r.variables(v)
	r.scripts(v)
	r.folder(v, "", 0)
	if len(r.found.Interactions) == 0 {
		r.Fail(v.Span, "no request of the collection has a saved example of a response that a contract can be made of", "save responses as examples and export again")
	}
	c := &contract.Contract{
		File: file, Version: contract.V4, Span: v.Span, Interactions: r.found.Interactions,
		Consumer: names.Consumer, Provider: names.Provider,
	}
	if c.Provider == "" {
		c.Provider = r.Text(v.Get("info"), "name")
	}
	return c, r.Findings()
}

type reader struct {
	fields.Reader
	values  map[string]string // of variables that are no secrets
	unknown map[string]bool   // variables that were said to have no value
	items   int
	found   recorded.Collector
}

// scripts says that scripts are there, which nobody here runs.
func (r *reader) scripts(v *spec.Value) {
	for _, e := range r.Objects(v, "event", "an event", maxHeaders) {
		if script := e.Get("script"); script != nil {
			r.Skip(script.Span, fmt.Sprintf("a script (%s) is not run and not taken", r.Text(e, "listen")), "say what it asks of answers by matchers")
		}
	}
	if auth := v.Get("auth"); auth != nil && auth.Kind == spec.Map {
		r.Redact(auth.Span, "what auth sends ("+r.Text(auth, "type")+")")
	}
}

// folder reads the requests and folders in it.
func (r *reader) folder(v *spec.Value, name string, depth int) {
	for _, item := range r.Objects(v, "item", "an item", maxItems) {
		if r.items++; r.items > maxItems {
			r.Fail(item.Span, fmt.Sprintf("the collection has more than %d items: the rest is left out", maxItems), "split it")
			return
		}
		r.scripts(item)
		inner := joined(name, r.Text(item, "name"))
		switch {
		case item.Get("item") == nil:
			r.item(item, inner)
		case depth == maxFolders:
			r.Fail(item.Span, fmt.Sprintf("folders lie more than %d deep in each other: this one is left out", maxFolders), "")
		default:
			r.folder(item, inner, depth+1)
		}
	}
}

func joined(outer, inner string) string {
	if outer == "" {
		return inner
	}
	return outer + " / " + inner
}

// item reads a request with its examples.
func (r *reader) item(v *spec.Value, name string) {
	examples := r.Objects(v, "response", "an example", maxItems)
	if len(examples) == 0 {
		r.Skip(v.Span, fmt.Sprintf("%q has no saved example of a response, so that nothing is known that its consumer relies on: it is left out", name), "save a response as an example")
		return
	}
	for _, e := range examples {
		request := e.Get("originalRequest")
		if request == nil || request.Kind == spec.Null {
			request = v.Get("request")
		}
		q := r.request(request, v.Span)
		if q == nil {
			continue
		}
		r.found.Add(&contract.Interaction{
			Description: joined(name, r.Text(e, "name")), Request: q, Response: r.response(e),
			Span: e.Span, DescriptionSpan: fields.Place(e, "name"),
		})
	}
}

func (r *reader) response(v *spec.Value) *contract.Response {
	side := &recorded.Side{Reader: &r.Reader}
	r.headers(side, v)
	s := &contract.Response{Status: r.Status(v, "code"), Span: v.Span, StatusSpan: fields.Place(v, "code")}
	s.Body = contract.Body{Span: v.Span}
	if body := r.Want(v, "body", spec.Str); body != nil {
		kind, _ := contract.Header(side.Headers, "Content-Type")
		s.Body = side.Body([]byte(body.Text), kind, body.Span)
	}
	if s.Status == 0 && v.Get("code") == nil {
		r.Skip(v.Span, "the example does not say its status: any will do", `write "code"`)
	}
	s.Headers, s.Rules = side.Headers, side.Rules
	return s
}

// headers reads an array of headers, or the text of them that older versions have.
func (r *reader) headers(side *recorded.Side, v *spec.Value) {
	member := v.Get("header")
	if member != nil && member.Kind == spec.Str {
		for line := range strings.Lines(member.Text) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			r.header(side, name, strings.TrimSpace(value), member.Span)
		}
		return
	}
	for _, h := range r.Objects(v, "header", "a header", maxHeaders) {
		if !h.Get("disabled").Bool() {
			r.header(side, r.Text(h, "key"), r.Text(h, "value"), fields.Place(h, "value"))
		}
	}
}

func (r *reader) header(side *recorded.Side, name, value string, span source.Span) {
	filled, open := r.fill(value, span)
	side.Header(name, filled, span)
	if open {
		side.Ask(contract.InHeader, contract.Named(name), &contract.Matcher{Kind: contract.Type, Name: "type"}, span)
	}
}
