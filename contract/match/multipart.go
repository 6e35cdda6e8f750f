package match

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strconv"

	"github.com/bylaw-dev/bylaw/contract"
)

// part is one part of a multipart body.
type part struct {
	name string // in a form; elsewhere its position
	content
}

// multipart compares the parts by name; each is compared as a body of its own type.
func (c *comparison) multipart(expected, actual content) {
	want, err := parts(expected)
	if err != nil {
		c.unreadable(root(), expected, actual, unchecked("the expected body has no parts that can be read: "+err.Error()))
		return
	}
	got, err := parts(actual)
	if err != nil {
		c.unreadable(root(), expected, actual, fmt.Errorf("the body has no parts that can be read: %w", err))
		return
	}
	left := make([]bool, len(got))
	for _, p := range want {
		i := next(got, left, p.name)
		if i < 0 {
			c.add(Mismatch{Path: root().field(p.name).String(), Expected: show(p.text()), Message: fmt.Sprintf("the part %q is missing", p.name), Span: expected.Span})
			continue
		}
		left[i] = true
		p.Span = expected.Span
		c.part(root().field(p.name), p.content, got[i].content)
	}
	for i, p := range got {
		if c.strict && !left[i] {
			c.add(Mismatch{Path: root().field(p.name).String(), Actual: show(p.text()), Message: fmt.Sprintf("the part %q is not expected", p.name), Span: expected.Span})
		}
	}
}

// next returns the first part of that name that has no partner yet, or -1.
func next(all []part, taken []bool, name string) int {
	for i, p := range all {
		if p.name == name && !taken[i] {
			return i
		}
	}
	return -1
}

// part compares one part: by its rule, or by its type and content.
func (c *comparison) part(at route, expected, actual content) {
	if rule, cascaded := c.choose(at); rule != nil && !cascaded {
		c.plain(at, expected, actual)
		return
	}
	want, got := expected.kind(), actual.kind()
	switch {
	case want != got && want != "":
		c.add(Mismatch{Kind: BodyType, Path: at.String(), Expected: want, Actual: got, Span: expected.Span, Message: fmt.Sprintf("expected a part of the type %s, but it is %s", want, got)})
	case isJSON(want):
		c.json(at, expected, actual)
	default:
		c.plain(at, expected, actual)
	}
}

// maxParts bounds the parts of a body.
const maxParts = 10_000

func parts(c content) ([]part, error) {
	_, parameters, err := mime.ParseMediaType(c.declared())
	if err != nil {
		return nil, err
	}
	boundary := parameters["boundary"]
	if boundary == "" {
		return nil, errors.New("the content type has no boundary")
	}
	reader := multipart.NewReader(bytes.NewReader(c.Content), boundary)
	var all []part
	for {
		p, err := reader.NextRawPart()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if len(all) == maxParts {
			return nil, fmt.Errorf("it has more than %d parts", maxParts)
		}
		text, err := io.ReadAll(p)
		if err != nil {
			return nil, err
		}
		one := part{name: cmp.Or(p.FormName(), strconv.Itoa(len(all)))}
		one.Content, one.ContentType, one.Presence = text, p.Header.Get("Content-Type"), contract.Present
		all = append(all, one)
	}
}
