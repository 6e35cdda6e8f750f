package client

import (
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// place is where the value goes that is written to the writer.
type place struct {
	in        errors.Location // "": nowhere
	name      string
	style     param.Style
	encodings []param.Encoding // of a whole query
}

type pathValue struct{ name, text string }

// Writer takes the value of the parameter that was put last, as does what each Put returns. A
// parameter for which nothing is written isn't sent.
func (c *Call) Writer() *wire.Writer { return &c.writer }

// Maybe writes what there is: Maybe(call.PutQuery("q", s), in.Q, (*wire.Writer).String).
func Maybe[T any](w *wire.Writer, v value.Optional[T], write func(*wire.Writer, T)) {
	if x, ok := v.Get(); ok {
		write(w, x)
	}
}

// MaybeOf is Maybe for types that write themselves: MaybeOf(…, in.Status, (*Status).WriteJSON).
func MaybeOf[T any](w *wire.Writer, v value.Optional[T], write func(*T, *wire.Writer)) {
	if x, ok := v.Get(); ok {
		write(&x, w)
	}
}

// PutPath has the value that is written next stand for {name} in the path.
func (c *Call) PutPath(name string, s param.Style) *wire.Writer {
	return c.put(place{in: errors.Path, name: name, style: s})
}

// PutQuery has the value that is written next be the query parameter of that name.
func (c *Call) PutQuery(name string, s param.Style) *wire.Writer {
	return c.put(place{in: errors.Query, name: name, style: s})
}

// PutQueryString has the value that is written next be the whole query.
func (c *Call) PutQueryString(s param.Style, encodings []param.Encoding) *wire.Writer {
	return c.put(place{in: errors.Query, style: s, encodings: encodings})
}

// PutHeader has the value that is written next be the header of that name.
func (c *Call) PutHeader(name string, s param.Style) *wire.Writer {
	return c.put(place{in: errors.Header, name: name, style: s})
}

// PutCookie has the value that is written next be the cookie of that name.
func (c *Call) PutCookie(name string, s param.Style) *wire.Writer {
	return c.put(place{in: errors.Cookie, name: name, style: s})
}

// Key returns the idempotency key of the call: the one given, or else a new one, and the same ever
// after. That there is one is what allows a POST to be repeated.
func (c *Call) Key(given string) string {
	if c.key == "" {
		c.key = given
	}
	if c.key == "" {
		c.key = c.core.options.NewKey()
	}
	return c.key
}

func (c *Call) put(p place) *wire.Writer {
	c.flush()
	c.pending = p
	c.writer.Reset(c.writer.Bytes()[:0], wire.Request)
	return &c.writer
}

// flush puts the value that has been written where it belongs.
func (c *Call) flush() {
	p, written := c.pending, c.writer.Bytes()
	c.pending = place{}
	switch {
	case c.err != nil || p.in == "":
	case c.writer.Err() != nil:
		c.refuse(p.in, p.name, c.writer.Err().Error())
	case len(written) == 0:
	case p.in == errors.Body:
		c.finish(written)
	default:
		if r, n, ok := c.parsed(p, written); ok {
			c.encode(p, r, n)
		}
	}
}

// parsed puts a value that has been written on the tape.
func (c *Call) parsed(p place, written []byte) (*wire.Reader, wire.Node, bool) {
	r := c.Reader()
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(written, wire.Limits{})
	if !ok {
		c.refuse(p.in, p.name, "is not one JSON value")
	}
	return r, n, ok
}

// encode writes the value in the style of its parameter.
func (c *Call) encode(p place, r *wire.Reader, n wire.Node) {
	switch {
	case p.in == errors.Path:
		c.path = append(c.path, pathValue{p.name, string(param.AppendPath(nil, r, n, p.name, p.style))})
	case p.in == errors.Query && p.name == "":
		c.query = param.AppendQueryString(c.query, r, n, p.style, p.encodings)
	case p.in == errors.Query:
		c.query = param.AppendQuery(c.query, r, n, p.name, p.style)
	case p.in == errors.Cookie:
		c.cookie = param.AppendCookie(c.cookie, r, n, p.name, p.style)
	default:
		c.setValue(p.name, string(param.AppendHeader(nil, r, n, p.name, p.style)))
	}
}

// setValue sets a header, but none that would end it and begin another.
func (c *Call) setValue(name, text string) {
	for i := range len(text) {
		if text[i] < ' ' && text[i] != '\t' || text[i] == 0x7f {
			c.refuse(errors.Header, name, "has a control character")
			return
		}
	}
	c.header.Set(name, text)
}
