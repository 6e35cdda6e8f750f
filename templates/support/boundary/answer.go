package boundary

import (
	"bytes"
	stderrors "errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Begin starts an answer with a body; Send sends it. The body is written as JSON; of a media type
// that isn't JSON, the text of the scalar that is written is sent.
func (c *Call) Begin(status int, mediaType string) *wire.Writer {
	c.putHeader()
	c.status, c.media = status, mediaType
	return c.rewrite(&c.writer, c.out)
}

// Send checks what has been written, unless that is switched off, and sends it. What breaks the
// contract is logged and answered with 500: nothing of it goes out.
func (c *Call) Send(check wire.Check) {
	body := c.writer.Bytes()
	c.out = body[:0]
	if err := c.writer.Err(); err != nil {
		c.breaks("the body can't be written: " + err.Error())
	}
	if c.wrong == nil && !isJSON(c.media) {
		body = c.plain(body, check)
	} else if c.wrong == nil {
		c.verify(body, check)
		body = c.writer.Visible()
	}
	c.send(body)
}

func (c *Call) checks() bool { return !c.server.options.SkipResponseValidation }

// verify reads a body that has been written as the client will.
func (c *Call) verify(body []byte, check wire.Check) {
	if check == nil || !c.checks() {
		return
	}
	if n, ok := c.parse(body, errors.Body, ""); ok {
		check(&c.checker, n)
	}
	c.breach("the body")
}

// plain gives the text of the scalar that has been written.
func (c *Call) plain(body []byte, check wire.Check) []byte {
	n, ok := c.parse(body, errors.Body, "")
	if ok && check != nil && c.checks() {
		check(&c.checker, n)
	}
	if c.breach("the body"); c.wrong != nil {
		return nil
	}
	if c.checker.Kind(n)&(wire.KindArray|wire.KindObject) != 0 {
		c.breaks("only a scalar can be sent as " + c.media)
		return nil
	}
	return []byte(c.checker.Text(n))
}

func (c *Call) parse(json []byte, in errors.Location, name string) (wire.Node, bool) {
	c.checker.Reset(wire.Response)
	c.checker.At(in, name)
	return c.checker.ParseJSON(json, wire.Limits{})
}

// breach notes what the checker has found.
func (c *Call) breach(what string) {
	if !c.checker.OK() {
		e := &errors.Error{Code: "response", Title: what + " breaks the contract", Violations: c.checker.Violations()}
		c.breaks(e.Error())
	}
}

// breaks notes why the answer can't be sent.
func (c *Call) breaks(reason string) {
	if c.wrong == nil {
		c.wrong = stderrors.New(reason)
	}
}

// SendText answers with a text.
func (c *Call) SendText(status int, mediaType, text string, check wire.Check) {
	c.Begin(status, mediaType).String(text)
	c.Send(check)
}

// SendEmpty answers without a body.
func (c *Call) SendEmpty(status int) {
	c.putHeader()
	c.status, c.media = status, ""
	c.send(nil)
}

// send is the only way out for a whole answer.
func (c *Call) send(body []byte) {
	switch {
	case c.answered:
	case c.gone():
		c.leave()
	case c.wrong != nil:
		c.broken()
	default:
		c.commit(body)
	}
}

// broken answers 500 in place of an answer that breaks the contract.
func (c *Call) broken() {
	reason := c.wrong
	c.wrong = nil
	c.log("the answer breaks the contract", reason, "status", c.status)
	c.answer(internal(reason))
}

func (c *Call) commit(body []byte) {
	c.begin(len(body))
	if !c.bodyless(c.status) {
		c.w.Write(body) // a failure means that nobody listens any more
	}
}

// begin sends the head. The body's length is -1 if it isn't known.
func (c *Call) begin(length int) {
	c.answered = true
	h, values := c.w.Header(), make([]string, 0, 3+len(c.headers))
	values = set(h, values, requestIDHeader, c.id)
	if c.media != "" && c.status != http.StatusNoContent && c.status != http.StatusNotModified {
		values = set(h, values, "Content-Type", c.media)
	}
	if length >= 0 && c.status != http.StatusNoContent && c.status != http.StatusNotModified {
		values = set(h, values, "Content-Length", strconv.Itoa(length))
	}
	for i := range c.headers {
		f := &c.headers[i]
		if h[f.name] == nil || f.name != "Set-Cookie" {
			values = set(h, values, f.name, f.text)
		} else {
			h[f.name] = append(h[f.name], f.text)
		}
	}
	c.w.WriteHeader(c.status)
}

// set sets a header to one value, whose memory is shared by all headers of the answer.
func set(h http.Header, values []string, name, text string) []string {
	values = append(values, text)
	n := len(values)
	h[name] = values[n-1 : n : n]
	return values
}

// Status gives the status of an answer that the contract declares by a class or as the default.
// allowed are statuses, classes (4 for 4XX), 0 for any error or success, and -404 for one that has an
// answer of its own. No status means the first that is allowed by itself. Anything else makes the
// answer a 500.
func (c *Call) Status(status int, allowed ...int) int {
	fits := false
	for _, a := range allowed {
		switch {
		case a == -status:
			c.breaks("the status " + strconv.Itoa(status) + " has an answer of its own")
		case status == 0 && a >= 100:
			return a
		}
		fits = fits || a == status || a == status/100 || a == 0
	}
	if !fits || status < 200 || status > 599 {
		c.breaks("the contract doesn't declare the status " + strconv.Itoa(status) + " for this answer")
	}
	return status
}

// SendStream answers with bytes as they come. A failure before the first of them is a 500; a later
// one cuts the connection, so that nobody takes a part for the whole.
func (c *Call) SendStream(status int, mediaType string, from io.Reader) {
	if closer, ok := from.(io.Closer); ok {
		defer closer.Close()
	}
	length := lengthOf(from)
	c.putHeader()
	c.status, c.media = status, mediaType
	if from == nil {
		c.send(nil)
		return
	}
	head := make([]byte, 32<<10)
	n, err := io.ReadAtLeast(from, head, 1)
	if err != nil && err != io.EOF {
		c.breaks("the body can't be read: " + err.Error())
	}
	if err != nil || c.wrong != nil || c.gone() || c.answered {
		c.send(nil)
		return
	}
	_ = http.NewResponseController(c.w).EnableFullDuplex() // from may be made of the request's own body; what can't do it reads first
	c.begin(length)
	if c.bodyless(status) {
		return
	}
	if _, err = c.w.Write(head[:n]); err == nil {
		c.pour(from, head)
	}
}

// lengthOf is how much a reader holds, where that is sure; else -1.
func lengthOf(from io.Reader) int {
	switch r := from.(type) {
	case *bytes.Buffer:
		return r.Len()
	case *bytes.Reader:
		return r.Len()
	case *strings.Reader:
		return r.Len()
	}
	return -1
}

// pour copies until the end; only a failure to read is the server's.
func (c *Call) pour(from io.Reader, memory []byte) {
	for !c.gone() {
		n, err := from.Read(memory)
		if n > 0 {
			if _, err := c.w.Write(memory[:n]); err != nil {
				return
			}
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			c.log("the body can't be read to its end", err)
			panic(http.ErrAbortHandler)
		}
	}
}
