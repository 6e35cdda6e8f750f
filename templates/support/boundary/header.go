package boundary

import (
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// field is a header of the answer.
type field struct{ name, text string }

// pending is a header whose value is being written.
type pending struct {
	name     string
	style    param.Style
	check    wire.Check
	internal bool // outsiders don't get it
	writer   wire.Writer
	memory   []byte
}

// SetHeader sets a header of the answer. An answer that fails has none of them.
func (c *Call) SetHeader(name, text string) {
	c.putHeader()
	c.addHeader(name, text)
}

// PutHeader sets a header of the answer to the value that is written next, in the style of the
// contract. It isn't sent if nothing is written. The check may be nil.
func (c *Call) PutHeader(name string, style param.Style, check wire.Check) *wire.Writer {
	c.putHeader()
	h := &c.header
	h.name, h.style, h.check, h.internal = name, style, check, false
	return c.rewrite(&h.writer, h.memory)
}

// putHeader ends what PutHeader has begun.
func (c *Call) putHeader() {
	h := &c.header
	name, json := h.name, h.writer.Bytes()
	if name == "" {
		return
	}
	h.name, h.memory = "", json[:0]
	if err := h.writer.Err(); err != nil {
		c.breaks("the header " + name + " can't be written: " + err.Error())
		return
	}
	if len(json) == 0 {
		return
	}
	n, ok := c.parse(json, errors.Header, name)
	if ok && h.check != nil && c.checks() {
		h.check(&c.checker, n)
	}
	c.breach("a header")
	if visible := h.writer.Visible(); ok && len(visible) < len(json) {
		n, ok = c.parse(visible, errors.Header, name)
	}
	if ok && !(h.internal && c.Outside()) {
		c.addHeader(name, string(param.AppendHeader(nil, &c.checker, n, name, h.style)))
	}
}

// addHeader refuses a text that would end the header, and start another one.
func (c *Call) addHeader(name, text string) {
	for i := range len(text) {
		if text[i] < ' ' && text[i] != '\t' || text[i] == 0x7f {
			c.breaks("the header " + name + " has a control character")
			return
		}
	}
	c.headers = append(c.headers, field{http.CanonicalHeaderKey(name), text})
}
