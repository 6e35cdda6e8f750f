package client

import (
	"bytes"
	"io"
	"iter"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Items goes over the items of an answer that is read as it comes: the lines of JSON Lines, the records
// of a JSON text sequence, or the data of the events of a text/event-stream, each a JSON text. It ends
// with the first error, and closes the answer. An item is read when it is asked for.
func Items[T any](c *Call, read func(*T, *wire.Reader, wire.Node)) iter.Seq2[T, error] {
	if essence(c.ContentType()) == "text/event-stream" {
		return over(c, read, func(body io.Reader) source { return dataSource{newEvents(c, body)} })
	}
	return over(c, read, func(body io.Reader) source { return lineSource{newLines(body, c.core.options.MaxBody, false)} })
}

// Events goes over the events of a text/event-stream whose items the contract describes as objects
// with the members event, data, id and retry.
func Events[T any](c *Call, read func(*T, *wire.Reader, wire.Node)) iter.Seq2[T, error] {
	return over(c, read, func(body io.Reader) source { return eventSource{newEvents(c, body)} })
}

// source puts the items of a stream on a tape, one at a time.
type source interface {
	next() error // io.EOF: there are no more
	node(*wire.Reader) (wire.Node, bool)
}

func over[T any](c *Call, read func(*T, *wire.Reader, wire.Node), open func(io.Reader) source) iter.Seq2[T, error] {
	body := c.take()
	return func(yield func(T, error) bool) {
		defer body.Close()
		items := open(body)
		var r wire.Reader
		for {
			var item T
			err := items.next()
			if err == io.EOF {
				return
			}
			if err == nil {
				err = readItem(c, &r, items, &item, read)
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

func readItem[T any](c *Call, r *wire.Reader, items source, item *T, read func(*T, *wire.Reader, wire.Node)) error {
	r.Reset(wire.Response)
	r.Outside = true
	if n, ok := items.node(r); ok {
		read(item, r, n)
	}
	if !r.OK() {
		return c.broken("an item", r.Violations())
	}
	return nil
}

type lineSource struct{ *lines }

// next skips lines that hold nothing.
func (s lineSource) next() error {
	for {
		line, err := s.lines.next()
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(s.record(line))) > 0 {
			return nil
		}
	}
}

// record removes the RS that begins each record of a JSON text sequence (RFC 7464).
func (s lineSource) record(line []byte) []byte { return bytes.TrimPrefix(line, []byte{0x1e}) }

func (s lineSource) node(r *wire.Reader) (wire.Node, bool) {
	return r.ParseJSON(s.record(s.line), wire.Limits{})
}

type eventSource struct{ *events }

type dataSource struct{ *events }

// next skips events without anything in them, which only keep the connection.
func (s dataSource) next() error {
	for {
		if err := s.events.next(); err != nil || len(bytes.TrimSpace(s.data)) > 0 {
			return err
		}
	}
}

func (s dataSource) node(r *wire.Reader) (wire.Node, bool) { return r.ParseJSON(s.data, wire.Limits{}) }

func newEvents(c *Call, body io.Reader) *events {
	return &events{lines: newLines(body, c.core.options.MaxBody, true)}
}
