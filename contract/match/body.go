package match

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// content is a body with the headers that say what it is.
type content struct {
	contract.Body
	headers []contract.Values
}

// declared returns the content type as it is said, "" where it is not.
func (c content) declared() string {
	header, _ := contract.Header(c.headers, "Content-Type")
	return cmp.Or(c.ContentType, header)
}

// kind returns the media type, guessed where none is said.
func (c content) kind() string { return cmp.Or(media(c.declared()), sniff(c.Content)) }

// text returns the content as a JSON string for people, bytes that are no text by their number only.
func (c content) text() *spec.Value {
	v := contract.Text(string(c.Content))
	if !utf8.Valid(c.Content) {
		v.Text = fmt.Sprintf("(%d bytes)", len(c.Content))
	}
	v.Span = c.Span
	return v
}

// body compares the bodies: first whether there is to be one, then its type, then what is in it.
func (e *exchange) body(expected, actual content) {
	c := e.part(Body, contract.InBody, "key")
	switch {
	case expected.Presence == contract.Missing:
	case expected.Presence != contract.Present:
		if len(actual.Content) > 0 && string(bytes.TrimSpace(actual.Content)) != "null" {
			c.differ(root(), nil, actual.text(), "expected an empty body")
		}
	case actual.Presence != contract.Present:
		c.differ(root(), expected.text(), nil, "expected a body, but there is none")
	default:
		c.contents(expected, actual)
	}
	e.end(c)
}

// contents compares two bodies that are there.
func (c *comparison) contents(expected, actual content) {
	if m := c.typeMatcher(); m != nil {
		if err := isOfType(actual.Content, m.Value); err != nil {
			c.broken(root(), m, expected.text(), actual.text(), err)
		}
		return
	}
	want, got := expected.kind(), actual.kind()
	if want != "" && got != "" && want != got && !(isJSON(want) && isJSON(got)) && !(isXML(want) && isXML(got)) {
		c.add(Mismatch{
			Kind: BodyType, Path: "$", Expected: want, Actual: got, Span: expected.Span,
			Message: fmt.Sprintf("expected a body of the type %s, but it is %s", want, got),
		})
		return
	}
	switch {
	case isJSON(want):
		c.json(root(), expected, actual)
	case isXML(want):
		c.xml(expected, actual)
	case want == "application/x-www-form-urlencoded":
		c.form(expected, actual)
	case strings.HasPrefix(want, "multipart/"):
		c.multipart(expected, actual)
	default:
		c.plain(root(), expected, actual)
	}
}

// typeMatcher returns the matcher that asks only for the type of the whole body, if there is one.
func (c *comparison) typeMatcher() *contract.Matcher {
	rule, _ := c.choose(root())
	if rule == nil {
		return nil
	}
	for _, m := range rule.Matchers {
		if m.Kind == contract.ContentType {
			return m
		}
	}
	return nil
}

// json compares JSON values; those of the contract keep their places in its file.
func (c *comparison) json(at route, expected, actual content) {
	want, got := expected.JSON, actual.JSON
	var err error
	if want == nil {
		if want, err = parseJSON(expected.Content); err != nil {
			c.unreadable(at, expected, actual, unchecked("the expected body is not JSON: "+err.Error()))
			return
		}
		stand(want, expected.Span)
	}
	if got == nil {
		if got, err = parseJSON(actual.Content); err != nil {
			c.unreadable(at, expected, actual, fmt.Errorf("the body is not JSON: %w", err))
			return
		}
	}
	c.value(at, want, got)
}

// stand gives all parts of a value the place of the text that it was read from.
func stand(v *spec.Value, at source.Span) {
	v.Span = at
	for _, item := range v.Items {
		stand(item, at)
	}
	for i := range v.Members {
		v.Members[i].KeySpan = at
		stand(v.Members[i].Value, at)
	}
}

// unreadable says that a body can't be compared.
func (c *comparison) unreadable(at route, expected, actual content, err error) {
	found := Mismatch{Path: at.String(), Expected: show(expected.text()), Actual: show(actual.text()), Message: err.Error(), Span: expected.Span}
	if _, unknown := err.(unchecked); unknown {
		found.Kind = Unchecked
	}
	c.add(found)
}

// plain compares text or bytes as a whole.
func (c *comparison) plain(at route, expected, actual content) {
	rule, cascaded := c.choose(at)
	if rule == nil {
		if !bytes.Equal(expected.Content, actual.Content) {
			c.differ(at, expected.text(), actual.text(), "the body differs")
		}
		return
	}
	texts := c.texts
	c.texts = true
	want, got := contract.Text(string(expected.Content)), contract.Text(string(actual.Content))
	c.ruled(at, rule, cascaded, want, got)
	c.texts = texts
}
