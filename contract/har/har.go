// Package har reads contracts from archives of recorded HTTP (HAR 1.2), and writes their examples as
// such. An archive has no matchers: what is read from it is asked for as it was recorded. Secrets are
// not copied.
package har

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The bounds of an archive.
const (
	maxEntries = 20_000
	maxHeaders = 1000
)

// Is reports whether a document is an archive.
func Is(v *spec.Value) bool { return v.Get("log").Get("entries") != nil }

// Read reads an archive. What went to other hosts than the one is left out and said. The contract is
// nil where the file is no archive.
func Read(file *source.File, names recorded.Names) (*contract.Contract, []report.Finding) {
	document, file, findings := recorded.Parse(file, tree.Parse)
	r := &reader{host: names.Host}
	for _, f := range findings {
		r.Say(f)
	}
	if document == nil {
		return nil, r.Findings()
	}
	log := document.Root.Get("log")
	if log == nil || log.Kind != spec.Map {
		r.Fail(document.Root.Span, "this is no HTTP archive: it has no log", "")
		return nil, r.Findings()
	}
	for _, entry := range r.Objects(log, "entries", "an entry", maxEntries) {
		r.entry(entry)
	}
	r.tellOthers(log)
	c := &contract.Contract{
		File: file, Version: contract.V4, Span: document.Root.Span, Interactions: r.found.Interactions,
		Consumer: names.Consumer, Provider: names.Provider,
	}
	if c.Provider == "" {
		c.Provider = r.host
	}
	return c, r.Findings()
}

type reader struct {
	fields.Reader
	host   string
	others []string // other hosts, in order
	count  map[string]int
	found  recorded.Collector
}

// tellOthers says what was left out.
func (r *reader) tellOthers(log *spec.Value) {
	place := fields.Place(log, "entries")
	for _, host := range r.others {
		r.Skip(place, fmt.Sprintf("what went to %s (%d of the entries) is left out, for the provider is %s", host, r.count[host], r.host), "convert them with --host "+host)
	}
	if r.found.Repeated > 0 {
		r.Say(report.Finding{
			Rule: fields.NotTaken, Severity: report.Info, Span: place,
			Message: fmt.Sprintf("entries that are the same as others (%d) are left out", r.found.Repeated),
		})
	}
	if len(r.found.Interactions) == 0 {
		r.Fail(place, "no entry of the archive is one that a contract can be made of", "")
	}
}

// maxHosts bounds how many hosts are told one by one.
const maxHosts = 50

// here reports whether an entry went to the provider.
func (r *reader) here(host string) bool {
	if r.host == "" {
		r.host = host
	}
	if host == r.host {
		return true
	}
	if r.count == nil {
		r.count = map[string]int{}
	}
	if r.count[host] == 0 {
		if len(r.others) == maxHosts {
			host = "yet other hosts"
		}
		if r.count[host] == 0 {
			r.others = append(r.others, host)
		}
	}
	r.count[host]++
	return false
}

// entry reads one exchange.
func (r *reader) entry(v *spec.Value) {
	request, response := r.Want(v, "request", spec.Map), r.Want(v, "response", spec.Map)
	if request == nil || response == nil {
		r.Fail(v.Span, "the entry has no request and response", "")
		return
	}
	// Which host it is must be known before anything is said of the entry.
	u, err := url.Parse(r.Text(request, "url"))
	switch {
	case err == nil && u.Scheme != "http" && u.Scheme != "https":
		r.Skip(fields.Place(request, "url"), fmt.Sprintf("the request is one by %q, not by HTTP: the entry is left out", u.Scheme), "")
		return
	case err == nil && u.Opaque == "" && !r.here(u.Host):
		return
	}
	status, _ := response.Get("status").Int()
	if status == 0 {
		r.Skip(fields.Place(response, "status"), "the request was not answered: the entry is left out", "")
		return
	}
	q := r.request(request)
	if q == nil {
		return
	}
	s := r.response(response)
	name := r.Text(v, "comment")
	if name == "" {
		name = fmt.Sprintf("%s %s answers %d", q.Method, q.Path, s.Status)
	}
	r.found.Add(&contract.Interaction{
		Description: name, Request: q, Response: s, Span: v.Span, DescriptionSpan: fields.Place(v, "comment"),
	})
}

func (r *reader) request(v *spec.Value) *contract.Request {
	side := &recorded.Side{Reader: &r.Reader}
	_, path, ok := side.Address(r.Text(v, "url"), fields.Place(v, "url"))
	if !ok {
		return nil
	}
	r.headers(side, v)
	q := &contract.Request{Method: r.method(v), Path: path, Span: v.Span, MethodSpan: fields.Place(v, "method"), PathSpan: fields.Place(v, "url")}
	q.Body = r.posted(side, v)
	q.Query, q.Headers, q.Rules = side.Query, side.Headers, side.Rules
	return q
}

func (r *reader) method(v *spec.Value) string {
	method := r.Text(v, "method")
	if method == "" {
		r.Fail(fields.Place(v, "method"), "the request does not say its method", "")
		return "GET"
	}
	return method
}

// headers reads headers, and says that cookies are left out where only the list of them tells.
func (r *reader) headers(side *recorded.Side, v *spec.Value) {
	for _, h := range r.Objects(v, "headers", "a header", maxHeaders) {
		side.Header(r.Text(h, "name"), r.Text(h, "value"), fields.Place(h, "value"))
	}
	_, sent := contract.Header(side.Headers, "Cookie")
	_, set := contract.Header(side.Headers, "Set-Cookie")
	if cookies := v.Get("cookies"); cookies != nil && len(cookies.Items) > 0 && !sent && !set {
		r.Redact(cookies.Span, "each of the cookies")
	}
}

// posted reads the body of a request: its text, or the fields that it was made of.
func (r *reader) posted(side *recorded.Side, v *spec.Value) contract.Body {
	data := r.Want(v, "postData", spec.Map)
	if data == nil {
		return contract.Body{Span: v.Span}
	}
	kind := r.Text(data, "mimeType")
	text := data.Get("text")
	if text == nil && len(r.List(data, "params")) > 0 {
		b := side.Body([]byte(r.form(data)), formType, data.Span)
		if _, declared := contract.Header(side.Headers, "Content-Type"); !declared && b.Presence == contract.Present {
			b.ContentType = formType
		}
		return b
	}
	return r.content(side, data, kind)
}

const formType = "application/x-www-form-urlencoded"

// form puts the fields of a form together.
func (r *reader) form(data *spec.Value) string {
	var pairs []string
	for _, p := range r.Objects(data, "params", "a field", maxHeaders) {
		if name := r.Text(p, "fileName"); name != "" {
			r.File(fields.Place(p, "fileName"), name, "")
			continue
		}
		pairs = append(pairs, url.QueryEscape(r.Text(p, "name"))+"="+url.QueryEscape(r.Text(p, "value")))
	}
	return strings.Join(pairs, "&")
}

// content reads a text that may be base64.
func (r *reader) content(side *recorded.Side, v *spec.Value, kind string) contract.Body {
	if name := r.Text(v, "_file"); name != "" {
		r.File(fields.Place(v, "_file"), name, "record with the content in the archive")
	}
	text := r.Want(v, "text", spec.Str)
	if text == nil {
		return contract.Body{Span: v.Span}
	}
	content := []byte(text.Text)
	if r.Text(v, "encoding") == "base64" {
		raw, err := base64.StdEncoding.DecodeString(text.Text)
		if err != nil {
			r.Fail(text.Span, "the content is said to be base64, but is not: "+err.Error(), "")
		}
		content = raw
	}
	b := side.Body(content, kind, text.Span)
	if _, declared := contract.Header(side.Headers, "Content-Type"); declared || b.Presence != contract.Present {
		b.ContentType = ""
	} else {
		b.ContentType = kind
	}
	return b
}

func (r *reader) response(v *spec.Value) *contract.Response {
	side := &recorded.Side{Reader: &r.Reader}
	r.headers(side, v)
	s := &contract.Response{Status: r.Status(v, "status"), Span: v.Span, StatusSpan: fields.Place(v, "status")}
	s.Body = contract.Body{Span: v.Span}
	if content := r.Want(v, "content", spec.Map); content != nil {
		s.Body = r.content(side, content, r.Text(content, "mimeType"))
	}
	s.Headers, s.Rules = side.Headers, side.Rules
	return s
}
