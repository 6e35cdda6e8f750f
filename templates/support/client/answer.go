package client

import (
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

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

// ContentType is the media type of the answer with its parameters, "" if it has none.
func (c *Call) ContentType() string { return c.response.Header.Get("Content-Type") }

// Is returns the index of the declared media type that the answer has. None of them is an error, and
// -1, unless the answer is to a HEAD.
func (c *Call) Is(types ...string) int {
	got := c.ContentType()
	i := matchMedia(types, got)
	if i < 0 && !c.bodiless() {
		if got == "" {
			got = "no media type"
		}
		c.fail(c.broken(got+" where the contract declares "+strings.Join(types, ", "), nil))
	}
	return i
}

// JSON parses the body of the answer. False: it is none, which is recorded unless HEAD was asked.
func (c *Call) JSON() (wire.Node, bool) {
	if c.bodiless() || !c.declared() {
		return -1, false
	}
	c.Reader().At(errors.Body, "")
	return c.Reader().ParseJSON(c.borrowed.body, wire.Limits{})
}

// Text takes the body of the answer for the text of a scalar. False: HEAD was asked.
func (c *Call) Text(shape *param.Shape) (wire.Node, bool) {
	if c.bodiless() || !c.declared() {
		return -1, false
	}
	c.Reader().At(errors.Body, "")
	if !utf8.Valid(c.borrowed.body) {
		return -1, c.Reader().Report(errors.Body, "", errors.InvalidUTF8, "is not UTF-8")
	}
	kinds := shape.Scalars
	if kinds&wire.KindString != 0 { // nobody could say the word otherwise
		kinds = wire.KindString
	}
	return c.Reader().AddScalar(string(c.borrowed.body), kinds), true
}

// declared reports whether the contract knows the media type of the answer; if not, that is its error.
func (c *Call) declared() bool {
	return len(c.op.Accept) == 0 || c.Is(c.op.Accept...) >= 0
}

func (c *Call) bodiless() bool { return c.op.Method == http.MethodHead }

// Binary gives the body of an answer that is read as it comes to the caller, who closes it.
func (c *Call) Binary() io.ReadCloser { return c.take() }

// Err returns what kept the call from succeeding: what Do has met, or what breaks the contract in what
// has been read of the answer.
func (c *Call) Err() error {
	if c.err == nil && c.borrowed != nil && !c.Reader().OK() {
		c.err = c.broken("", c.Reader().Violations())
	}
	return c.err
}

// Header reads a header of the answer; false if it isn't there.
func (c *Call) Header(name string, s param.Style, shape *param.Shape) (wire.Node, bool) {
	return param.Header(c.Reader(), c.response.Header.Values(name), name, s, shape)
}
