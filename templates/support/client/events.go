package client

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// event is one event of a text/event-stream.
type event struct {
	name, id string
	data     []byte
	hasID    bool
	retry    string // milliseconds
}

// events reads a text/event-stream as the HTML standard has it (§9.2.6).
type events struct {
	lines *lines
	begun bool
	event
}

// next reads up to the end of the next event that has data. What the end of the stream cuts off is no event.
func (e *events) next() error {
	e.event = event{data: e.data[:0]}
	for any := false; ; {
		line, err := e.line()
		if err != nil {
			return err
		}
		if len(line) > 0 {
			any = e.field(line) || any
			if int64(len(e.data)) > e.lines.limit {
				return tooLarge(e.lines.limit)
			}
			continue
		}
		if any {
			e.data = bytes.TrimSuffix(e.data, []byte("\n"))
			return nil
		}
		e.event = event{data: e.data[:0]}
	}
}

func (e *events) line() ([]byte, error) {
	line, err := e.lines.next()
	if !e.begun {
		line, e.begun = bytes.TrimPrefix(line, []byte("\ufeff")), true
	}
	return line, err
}

// field takes one line, and reports whether it is of data.
func (e *events) field(line []byte) bool {
	name, text, _ := strings.Cut(string(line), ":")
	text = strings.TrimPrefix(text, " ")
	switch name {
	case "data":
		e.data = append(append(e.data, text...), '\n')
		return true
	case "event":
		e.name = text
	case "id":
		if !strings.Contains(text, "\x00") {
			e.id, e.hasID = text, true
		}
	case "retry":
		if _, err := strconv.ParseUint(text, 10, 63); err == nil {
			e.retry = text
		}
	}
	return false
}

// node puts the event on the tape: an object with those of event, data, id and retry that were sent.
func (e *events) node(r *wire.Reader) (wire.Node, bool) {
	n := r.OpenObject()
	if e.name != "" {
		r.AddKey("event")
		r.AddString(e.name)
	}
	r.AddKey("data")
	r.AddString(string(e.data))
	if e.hasID {
		r.AddKey("id")
		r.AddString(e.id)
	}
	if e.retry != "" {
		r.AddKey("retry")
		r.AddLiteral(e.retry, wire.KindNumber)
	}
	r.Close(n)
	return n, true
}
