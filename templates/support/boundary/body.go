package boundary

import (
	stderrors "errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/patience"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Demand says whether a body must be there.
type Demand bool

// The demands.
const (
	Optional Demand = false
	Required Demand = true
)

// Body finds the media type of the request's body among those of the contract, which may be ranges
// such as image/*, and gives its index. It is -1 if there is no body to read: then a required one
// that is missing, a Content-Type that the contract doesn't know (415) and a Content-Length that is
// too large (413) are noted for Valid.
func (c *Call) Body(demand Demand, types ...string) int {
	o := &c.server.options
	if c.req.ContentLength != 0 {
		c.whole = patience.Body(c.w, c.req, o.BodyTimeout)
	}
	switch {
	case c.empty():
		c.came()
		if demand == Required {
			c.reader.Report(errors.Body, "", errors.Required, "is required")
		}
		return -1
	case c.req.ContentLength > o.MaxBody:
		c.note(tooLarge(o.MaxBody))
		return -1
	}
	c.limited = limited{from: c.req.Body, left: o.MaxBody, most: o.MaxBody, first: c.limited.first, peeked: c.limited.peeked}
	if i := c.negotiate(types); i >= 0 {
		return i
	}
	c.note(&errors.Error{Status: http.StatusUnsupportedMediaType, Code: errors.CodeUnsupportedMediaType, Detail: MediaTrouble(c.req.Header, types...)})
	return -1
}

// came ends the bound of how long the body may take.
func (c *Call) came() {
	if c.whole != nil {
		c.whole()
		c.whole = nil
	}
}

// empty says that the request has no body. Only reading tells when the length is unknown.
func (c *Call) empty() bool {
	if c.req.Body == nil || c.req.Body == http.NoBody || c.req.ContentLength == 0 {
		return true
	}
	if c.req.ContentLength > 0 {
		return false
	}
	n, err := io.ReadFull(c.req.Body, c.limited.first[:])
	c.limited.peeked = n == 1
	return n == 0 && err == io.EOF
}

func (c *Call) note(e *errors.Error) {
	if c.refusal == nil {
		c.refusal = e
	}
}

// JSON reads the body as JSON.
func (c *Call) JSON() (wire.Node, bool) {
	if !c.readBody() {
		return -1, false
	}
	c.reader.At(errors.Body, "")
	return c.reader.ParseJSON(c.body, wire.Limits{Depth: c.server.options.MaxDepth})
}

// Text reads the body as one scalar in plain text; nil is a string.
func (c *Call) Text(shape *param.Shape) (wire.Node, bool) {
	if !c.readBody() {
		return -1, false
	}
	return param.Plain(&c.reader, string(c.body), shape)
}

// Form reads the body as application/x-www-form-urlencoded.
func (c *Call) Form(shape *param.Shape, encodings []param.Encoding) (wire.Node, bool) {
	if !c.readBody() {
		return -1, false
	}
	return param.ReadForm(&c.reader, string(c.body), shape, encodings)
}

// Multipart reads the body as multipart/form-data. Its files can be opened until the call is over.
func (c *Call) Multipart(shape *param.Shape, encodings []param.Encoding) (wire.Node, bool) {
	_, parameters, err := mime.ParseMediaType(c.req.Header.Get("Content-Type"))
	if err != nil || parameters["boundary"] == "" {
		c.note(&errors.Error{Status: http.StatusUnsupportedMediaType, Code: errors.CodeUnsupportedMediaType,
			Detail: "the Content-Type of a multipart body must have a boundary"})
		return -1, false
	}
	parts := multipart.NewReader(&c.limited, parameters["boundary"])
	n, ok, err := param.ReadMultipart(&c.reader, parts, shape, encodings, &c.spool)
	if err != nil {
		c.unreadable(err)
		return -1, false
	}
	c.came()
	return n, ok
}

// Stream gives the body as it comes. Reading more than MaxBody ends with an error that Fail answers with 413.
func (c *Call) Stream() io.Reader {
	c.came()
	return &limited{c.limited.from, c.limited.left, c.limited.most, c.limited.first, c.limited.peeked}
}

// readBody reads the whole body, but never more than MaxBody, whatever its length is said to be.
func (c *Call) readBody() bool {
	c.body = c.body[:0]
	if cap(c.body) == 0 {
		c.body = make([]byte, 0, 1024)
	}
	for {
		if len(c.body) == cap(c.body) {
			c.body = append(c.body, 0)[:len(c.body)]
		}
		n, err := c.limited.Read(c.body[len(c.body):cap(c.body)])
		c.body = c.body[:len(c.body)+n]
		if err == io.EOF || err == nil && int64(len(c.body)) == c.req.ContentLength {
			c.came()
			return true
		}
		if err != nil {
			c.unreadable(err)
			return false
		}
	}
}

// unreadable notes why a body can't be read.
func (c *Call) unreadable(err error) {
	var large *largeError
	switch {
	case stderrors.As(err, &large):
		c.note(tooLarge(large.most))
		return
	case stderrors.Is(err, os.ErrDeadlineExceeded):
		c.late = true
		c.note(&errors.Error{Status: http.StatusGatewayTimeout, Code: errors.CodeDeadlineExceeded, Detail: "the deadline has passed before all of the body was there"})
		return
	}
	c.reader.Report(errors.Body, "", errors.Format, "can't be read: it ends early or its framing is broken")
}

func tooLarge(most int64) *errors.Error {
	return &errors.Error{Status: http.StatusRequestEntityTooLarge, Code: errors.CodePayloadTooLarge,
		Detail: "the body is larger than " + strconv.FormatInt(most, 10) + " bytes"}
}

// limited reads a body up to a number of bytes.
type limited struct {
	from   io.Reader
	left   int64
	most   int64
	first  [1]byte // read ahead to see whether there is a body at all
	peeked bool
}

// largeError is what reading more than that ends with.
type largeError struct{ most int64 }

func (e *largeError) Error() string {
	return "the body is larger than " + strconv.FormatInt(e.most, 10) + " bytes"
}

func (l *limited) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if l.peeked {
		l.peeked = false
		p[0] = l.first[0]
		l.left--
		return 1, nil
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.from.Read(p)
	if int64(n) > l.left {
		n = int(l.left)
		err = &largeError{l.most}
	}
	l.left -= int64(n)
	return n, err
}
