// Package scenario reads contracts from the YAML scenarios of api-mock-service, of which each file holds
// one request and its response. Their templates are never run: what is known of the functions in them
// becomes an example and a matcher. Files that are named are not opened, and secrets are not copied.
package scenario

import (
	"bytes"
	"cmp"
	"net/url"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// In YAML a value can't begin with the brackets of a template, but in these files it does. While a file
// is parsed, each bracket is a letter of as many bytes, so that places stay what they are.
const (
	opened = "\u01de"
	closed = "\u01df"
)

// Is reports whether a document is a scenario.
func Is(v *spec.Value) bool {
	return v.Get("method") != nil && v.Get("path") != nil && v.Get("request") != nil && v.Get("response") != nil
}

// brackets are those of one template.
var brackets = regexp.MustCompile(`\{\{(.*?)\}\}`)

// Parse parses a file in which templates may stand without quotes.
func Parse(file *source.File) (*tree.Document, []report.Finding) {
	document, findings := tree.Parse(file)
	if document != nil && len(findings) == 0 || !brackets.Match(file.Content) {
		return document, findings
	}
	shadow := source.NewFile(file.Path, brackets.ReplaceAll(file.Content, []byte(opened+"${1}"+closed)))
	document, findings = tree.Parse(shadow)
	for i := range findings {
		findings[i].Span.File, findings[i].Message = file, restored(findings[i].Message)
		findings[i].Fixes = nil // they are about the shadow
		for n := range findings[i].Related {
			findings[i].Related[n].Span.File = file
		}
	}
	if document != nil {
		restore(document.Root, file, map[*spec.Value]bool{})
	}
	return document, findings
}

func restored(text string) string {
	return strings.NewReplacer(opened, "{{", closed, "}}").Replace(text)
}

// restore gives a value its brackets and its file again. Aliases make one value stand at several places.
func restore(v *spec.Value, file *source.File, done map[*spec.Value]bool) {
	if done[v] {
		return
	}
	done[v] = true
	v.Text, v.Span.File = restored(v.Text), file
	for _, item := range v.Items {
		restore(item, file, done)
	}
	for i := range v.Members {
		v.Members[i].Key, v.Members[i].KeySpan.File = restored(v.Members[i].Key), file
		restore(v.Members[i].Value, file, done)
	}
}

// Read reads a scenario. The contract is nil where the file is none.
func Read(file *source.File, names recorded.Names) (*contract.Contract, []report.Finding) {
	content := file.Content
	document, file, findings := recorded.Parse(file, Parse)
	r := &reader{}
	for _, f := range findings {
		r.Say(f)
	}
	if document == nil {
		return nil, r.Findings()
	}
	v := document.Root
	if !Is(v) {
		r.Fail(v.Span, "this is no scenario: it lacks method, path, request or response", "")
		return nil, r.Findings()
	}
	if bytes.Contains(content, []byte(opened)) || bytes.Contains(content, []byte(closed)) {
		r.Fail(v.Span, "the letters U+01DE and U+01DF can't be read in a scenario", "leave them out")
	}
	r.left(v)
	c := &contract.Contract{File: file, Version: contract.V4, Span: v.Span, Consumer: names.Consumer, Provider: r.provider(v, names)}
	c.Interactions = append(c.Interactions, r.interaction(v))
	return c, r.Findings()
}

type reader struct{ fields.Reader }

func (r *reader) provider(v *spec.Value, names recorded.Names) string {
	host := ""
	if u, err := url.Parse(r.Text(v, "base_url")); err == nil {
		host = u.Host
	}
	return cmp.Or(names.Provider, host, r.Text(v, "group"))
}

func (r *reader) interaction(v *spec.Value) *contract.Interaction {
	request, response := r.Want(v, "request", spec.Map), r.Want(v, "response", spec.Map)
	i := &contract.Interaction{Description: cmp.Or(r.Text(v, "name"), r.Text(v, "description")), Span: v.Span, DescriptionSpan: fields.Place(v, "name")}
	i.Description, _ = secret.Text(i.Description)
	if i.Description == "" {
		r.Fail(v.Span, "the scenario has no name", "write name: …")
	}
	if request == nil {
		request = &spec.Value{Kind: spec.Map, Span: v.Span}
	}
	if response == nil {
		response = &spec.Value{Kind: spec.Map, Span: v.Span}
	}
	i.Request, i.Response = r.request(v, request), r.response(response)
	return i
}

func (r *reader) request(v, request *spec.Value) *contract.Request {
	s := &side{Side: recorded.Side{Reader: &r.Reader}, v: request}
	q := &contract.Request{
		Method: strings.ToUpper(cmp.Or(r.Text(v, "method"), "GET")), Span: request.Span,
		MethodSpan: fields.Place(v, "method"), PathSpan: fields.Place(v, "path"),
	}
	q.Path = s.path(r.Text(v, "path"), q.PathSpan)
	s.pairs(contract.InQuery, "query_params", "example_query_params", s.Parameter)
	s.headers()
	s.patterns(contract.InQuery, "assert_query_params_pattern", "match_query_params")
	s.patterns(contract.InHeader, "assert_headers_pattern", "match_headers")
	q.Body = s.body()
	q.Query, q.Headers, q.Rules = s.Query, s.Headers, s.Rules
	return q
}

func (r *reader) response(v *spec.Value) *contract.Response {
	s := &side{Side: recorded.Side{Reader: &r.Reader}, v: v}
	a := &contract.Response{Status: r.Status(v, "status_code"), Span: v.Span, StatusSpan: fields.Place(v, "status_code")}
	s.headers()
	s.patterns(contract.InHeader, "assert_headers_pattern", "match_headers")
	if name := r.Text(v, "contents_file"); name != "" {
		r.File(fields.Place(v, "contents_file"), name, "write its content as contents")
	}
	a.Body = s.body()
	a.Headers, a.Rules = s.Headers, s.Rules
	return a
}

// left says what a scenario has that is no part of a contract.
func (r *reader) left(v *spec.Value) {
	if auth := v.Get("authentication"); auth != nil && len(auth.Members) > 0 {
		r.Redact(auth.Span, "authentication")
	}
	for _, key := range []string{"predicate", "wait_before_reply", "tags"} {
		r.leftOut(v, key)
	}
	for _, part := range []*spec.Value{v.Get("request"), v.Get("response")} {
		for _, key := range []string{"assertions", "variables", "set_variables", "unset_variables", "pipe_properties", "add_shared_variables", "delete_shared_variables"} {
			r.leftOut(part, key)
		}
	}
}

func (r *reader) leftOut(v *spec.Value, key string) {
	member := v.Get(key)
	if member == nil {
		return
	}
	switch member.Text {
	case "", "0", "0s":
		if len(member.Items)+len(member.Members) == 0 {
			return
		}
	}
	r.Skip(member.Span, key+" is not taken: templates are not run, and a contract says what is asked by matchers", "")
}
