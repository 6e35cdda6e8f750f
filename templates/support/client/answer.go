package client

import (
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Status is that of the answer.
func (c *Call) Status() int { return c.response.StatusCode }

// Reader reads the answer and holds its violations. It is valid until Close.
func (c *Call) Reader() *wire.Reader { return &c.borrowed.reader }

// RequestID is the ID that the server gave the call, "" if it gave none.
func (c *Call) RequestID() string {
	for _, name := range requestIDs {
		if id := c.response.Header.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// requestIDs are the headers that usually carry an ID; the first is the one that is sent.
var requestIDs = [...]string{"X-Request-Id", "Request-Id", "X-Correlation-Id"}

// Is returns the index of the declared media type that the answer has. None of them is an error, and -1.
func (c *Call) Is(types ...string) int {
	got := c.response.Header.Get("Content-Type")
	i := matchMedia(types, got)
	if i < 0 {
		if got == "" {
			got = "no media type"
		}
		c.fail(c.broken(got+" where the contract declares "+strings.Join(types, ", "), nil))
	}
	return i
}

// JSON parses the body of the answer.
func (c *Call) JSON() (wire.Node, bool) {
	c.Reader().At(errors.Body, "")
	return c.Reader().ParseJSON(c.borrowed.body, wire.Limits{})
}

// Text takes the body of the answer for text.
func (c *Call) Text() (wire.Node, bool) {
	c.Reader().At(errors.Body, "")
	return c.Reader().AddString(string(c.borrowed.body)), true
}

// Binary gives the body of an answer that is read as it comes to the caller, who closes it.
func (c *Call) Binary() io.ReadCloser { return c.take() }

// Err returns what kept the call from succeeding: what Do has met, or what breaks the contract in what
// has been read of the answer.
func (c *Call) Err() error {
	if c.err == nil && !c.Reader().OK() {
		c.err = c.broken("", c.Reader().Violations())
	}
	return c.err
}

// Header reads a header of the answer; false if it isn't there.
func (c *Call) Header(name string, s param.Style, shape *param.Shape) (wire.Node, bool) {
	return param.Header(c.Reader(), c.response.Header.Values(name), name, s, shape)
}
