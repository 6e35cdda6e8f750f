package match

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// exchange compares one request, response or message, part by part.
type exchange struct {
	rules  []*contract.Rule
	strict bool
	known  *compiled
	found  []Mismatch
}

// part begins the comparison of one part by its rules.
func (e *exchange) part(kind Kind, category contract.Category, noun string) *comparison {
	return &comparison{
		kind: kind, rules: newRules(contract.In(e.rules, category)), noun: noun, known: e.known,
		texts: category != contract.InBody, strict: e.strict,
	}
}

func (e *exchange) end(c *comparison) {
	if e.found = append(e.found, c.results()...); c.known.work > maxWork {
		e.found = append(e.found, Mismatch{Kind: Unchecked, Path: "$", Message: "there is too much to compare: the rest was not looked at"})
	}
}

func (e *exchange) method(expected, actual *contract.Request) {
	if strings.EqualFold(expected.Method, actual.Method) {
		return
	}
	e.found = append(e.found, Mismatch{
		Kind: Method, Expected: expected.Method, Actual: actual.Method, Span: expected.MethodSpan,
		Message: fmt.Sprintf("expected the method %s, but got %s", expected.Method, actual.Method),
	})
}

func (e *exchange) path(expected, actual *contract.Request) {
	c := e.part(Path, contract.InPath, "")
	want, got := contract.Text(expected.Path), contract.Text(actual.Path)
	want.Span = expected.PathSpan
	c.value(root(), want, got)
	for i := range c.found {
		c.found[i].Path = ""
	}
	e.end(c)
}

func (e *exchange) status(expected *contract.Response, actual *contract.Response) {
	c := e.part(Status, contract.InStatus, "")
	if expected.Status == 0 && len(c.rules.list) == 0 {
		return
	}
	want, got := contract.Whole(int64(expected.Status)), contract.Whole(int64(actual.Status))
	want.Span = expected.StatusSpan
	c.value(root(), want, got)
	for i := range c.found {
		c.found[i].Path = ""
	}
	e.end(c)
}

// query compares the parameters as an object of arrays; only version 1 knows the text alone.
func (e *exchange) query(expected, actual *contract.Request) {
	c := e.part(Query, contract.InQuery, "query parameter")
	if expected.QueryText != "" && actual.QueryText != "" {
		e.queryText(expected, actual)
		return
	}
	want, got := listed(expected.Query), listed(actual.Query)
	want.Span = expected.Span
	c.members(root(), want, got)
	for i := range c.found {
		c.found[i].Path = strings.TrimPrefix(strings.TrimPrefix(c.found[i].Path, "$"), ".")
	}
	e.end(c)
}

// queryText compares queries as version 1 does: as text, but for percent-encoding.
func (e *exchange) queryText(expected, actual *contract.Request) {
	want, err := url.QueryUnescape(expected.QueryText)
	got, err2 := url.QueryUnescape(actual.QueryText)
	if err == nil && err2 == nil && want == got || expected.QueryText == actual.QueryText {
		return
	}
	e.found = append(e.found, Mismatch{
		Kind: Query, Expected: short(expected.QueryText), Actual: short(actual.QueryText), Span: expected.Span,
		Message: fmt.Sprintf("expected the query %q, but got %q", short(expected.QueryText), short(actual.QueryText)),
	})
}

// listed returns named values as a JSON object of arrays.
func listed(values []contract.Values) *spec.Value {
	object := contract.Object()
	for _, v := range values {
		list := contract.Array()
		list.Span = v.Span
		for _, value := range v.Values {
			item := contract.Text(value)
			item.Span = v.Span
			list.Items = append(list.Items, item)
		}
		object.Members = append(object.Members, spec.Member{Key: v.Name, KeySpan: v.Span, Value: list})
	}
	return object
}

// metadata compares the entries that are expected; there may be others.
func (e *exchange) metadata(expected, actual *contract.Payload) {
	c := e.part(Metadata, contract.InMetadata, "metadata entry")
	theirs := index(contract.Object(actual.Metadata...))
	for _, m := range expected.Metadata {
		at := root().field(m.Key)
		value := theirs[m.Key]
		rule, _ := c.choose(at)
		switch {
		case value == nil:
			c.add(Mismatch{Path: at.String(), Expected: show(m.Value), Message: fmt.Sprintf("the metadata entry %q is missing", m.Key), Span: m.KeySpan})
		case rule == nil && isContentType(m.Key) && sameParameters(text(m.Value), text(value)):
		default:
			c.value(at, m.Value, value)
		}
	}
	e.end(c)
}

func isContentType(key string) bool {
	return strings.EqualFold(key, "contentType") || strings.EqualFold(key, "content-type")
}

// typed returns the content type in the metadata as a header, which is where bodies are asked for it.
func typed(p *contract.Payload) []contract.Values {
	for _, m := range p.Metadata {
		if isContentType(m.Key) && m.Value.Kind == spec.Str {
			return []contract.Values{{Name: "Content-Type", Values: []string{m.Value.Text}, Span: m.Value.Span}}
		}
	}
	return nil
}
