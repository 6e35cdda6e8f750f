package har

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Write returns the examples of a contract as an archive, and what that has no way to say: messages,
// matchers, generators, states. The same contract gives the same bytes: times are the beginning of 1970.
func Write(c *contract.Contract) ([]byte, []report.Finding) {
	w := &writer{base: "http://" + hostName(c.Provider)}
	entries := contract.Array()
	for _, i := range c.Interactions {
		if i.Kind != contract.HTTP || i.Request == nil || i.Response == nil {
			w.lose(i.Span, fmt.Sprintf("%q is a message: it is left out", i.Description))
			continue
		}
		w.loseMore(i)
		entries.Items = append(entries.Items, w.entry(i))
	}
	log := contract.Object(
		field("version", contract.Text("1.2")),
		field("creator", contract.Object(field("name", contract.Text("bylaw")), field("version", contract.Text("1")))),
		field("entries", entries),
	)
	return pact.Print(contract.Object(field("log", log))), report.Sort(w.findings)
}

type writer struct {
	base     string
	findings []report.Finding
}

// lose says what an archive can't say.
func (w *writer) lose(span source.Span, message string) {
	w.findings = append(w.findings, report.Finding{
		Rule: pact.Lost, Severity: report.Warning, Span: span, Message: message, Cure: "write bylaw's format or a Pact file, which can say it",
	})
}

func (w *writer) loseMore(i *contract.Interaction) {
	for _, lost := range []struct {
		is   bool
		what string
	}{
		{len(i.States) > 0, "what must hold before"}, {i.Key != "", "its key"}, {i.Pending, "that it is pending"},
		{i.Comments != nil, "its comments"}, {i.Plugins != nil, "the configuration of plugins"}, {i.Transport != "", "its transport"},
		{len(i.Unknown)+len(i.Request.Unknown)+len(i.Response.Unknown) > 0, "members that have no meaning here"},
		{i.Response.Status == 0, "that any status will do: 200 is written"},
	} {
		if lost.is {
			w.lose(i.DescriptionSpan, fmt.Sprintf("an archive has only examples: %s is lost of %q", lost.what, i.Description))
		}
	}
	for _, r := range append(i.Request.Rules[:len(i.Request.Rules):len(i.Request.Rules)], i.Response.Rules...) {
		w.lose(r.Span, fmt.Sprintf("an archive has only examples: the matcher for the %s%s is lost of %q", r.Category, at(r.Path), i.Description))
	}
	for _, g := range append(i.Request.Generators[:len(i.Request.Generators):len(i.Request.Generators)], i.Response.Generators...) {
		w.lose(g.Span, fmt.Sprintf("an archive has only examples: the generator for the %s%s is lost of %q", g.Category, at(g.Path), i.Description))
	}
}

func at(p contract.Path) string {
	if p.Text == "" {
		return ""
	}
	return " at " + p.Text
}

// hostName makes a name of a host of the provider's.
func hostName(provider string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-', r == ':':
			return r
		}
		return '-'
	}, strings.ToLower(provider))
	if _, err := url.Parse("http://" + name); err != nil || strings.Trim(name, "-.:") == "" {
		return "provider"
	}
	return name
}

func (w *writer) entry(i *contract.Interaction) *spec.Value {
	zero := contract.Whole(0)
	return contract.Object(
		field("startedDateTime", contract.Text("1970-01-01T00:00:00.000Z")), field("time", zero),
		field("request", w.request(i.Request)), field("response", w.response(i.Response)),
		field("cache", contract.Object()),
		field("timings", contract.Object(field("send", zero), field("wait", zero), field("receive", zero))),
		field("comment", contract.Text(i.Description)),
	)
}

func (w *writer) request(q *contract.Request) *spec.Value {
	query, pairs := contract.Array(), []string(nil)
	for _, p := range q.Query {
		for _, value := range p.Values {
			query.Items = append(query.Items, pair(p.Name, value))
			pairs = append(pairs, url.QueryEscape(p.Name)+"="+url.QueryEscape(value))
		}
	}
	address := w.base + q.Path
	if len(pairs) > 0 {
		address += "?" + strings.Join(pairs, "&")
	}
	v := contract.Object(
		field("method", contract.Text(q.Method)), field("url", contract.Text(address)), field("httpVersion", contract.Text("HTTP/1.1")),
		field("cookies", contract.Array()), field("headers", headers(q.Headers)), field("queryString", query),
		field("headersSize", contract.Whole(-1)), field("bodySize", contract.Whole(int64(len(q.Body.Content)))),
	)
	if q.Body.Presence != contract.Missing {
		v.Members = append(v.Members, field("postData", w.content(q.Body, q.Headers, nil)))
	}
	return v
}

func (w *writer) response(s *contract.Response) *spec.Value {
	status := s.Status
	if status == 0 {
		status = http.StatusOK
	}
	size := contract.Whole(int64(len(s.Body.Content)))
	return contract.Object(
		field("status", contract.Whole(int64(status))), field("statusText", contract.Text(http.StatusText(status))), field("httpVersion", contract.Text("HTTP/1.1")),
		field("cookies", contract.Array()), field("headers", headers(s.Headers)), field("content", w.content(s.Body, s.Headers, size)),
		field("redirectURL", contract.Text("")), field("headersSize", contract.Whole(-1)), field("bodySize", size),
	)
}

// content writes a body; of a missing one only the type is there. Requests have no encoding in HAR, so
// that bytes can't be said there.
func (w *writer) content(b contract.Body, all []contract.Values, size *spec.Value) *spec.Value {
	kind := b.ContentType
	if declared, ok := contract.Header(all, "Content-Type"); ok && kind == "" {
		kind = declared
	}
	v := contract.Object(field("mimeType", contract.Text(kind)))
	if size != nil {
		v.Members = append(v.Members, field("size", size))
	}
	switch {
	case b.Presence == contract.Missing:
	case b.Presence == contract.Null:
		v.Members = append(v.Members, field("text", contract.Text("null")))
	case utf8.Valid(b.Content):
		v.Members = append(v.Members, field("text", contract.Text(string(b.Content))))
	case size == nil:
		w.lose(b.Span, "an archive has no bytes in requests: the body is lost")
	default:
		v.Members = append(v.Members,
			field("text", contract.Text(base64.StdEncoding.EncodeToString(b.Content))),
			field("encoding", contract.Text("base64")))
	}
	return v
}

func headers(all []contract.Values) *spec.Value {
	list := contract.Array()
	for _, h := range all {
		for _, value := range h.Values {
			list.Items = append(list.Items, pair(h.Name, value))
		}
	}
	return list
}

func pair(name, value string) *spec.Value {
	return contract.Object(field("name", contract.Text(name)), field("value", contract.Text(value)))
}

func field(key string, v *spec.Value) spec.Member { return spec.Member{Key: key, Value: v} }
