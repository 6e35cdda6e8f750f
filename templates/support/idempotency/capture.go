package idempotency

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// capture is a ResponseWriter that holds an answer back, until it is stored or can't be.
type capture struct {
	w      http.ResponseWriter
	header http.Header // as the handler sees it
	given  http.Header // what was in it before
	status int         // 0: the handler hasn't said it
	frozen http.Header // header when it did
	body   []byte
	most   int
	passed bool // the answer goes out as it comes
}

func newCapture(w http.ResponseWriter, most int) *capture {
	return &capture{w: w, header: w.Header().Clone(), given: w.Header().Clone(), most: most}
}

// Header implements http.ResponseWriter.
func (c *capture) Header() http.Header {
	if c.passed {
		return c.w.Header()
	}
	if c.header == nil {
		c.header = http.Header{}
	}
	return c.header
}

// WriteHeader implements http.ResponseWriter.
func (c *capture) WriteHeader(status int) {
	switch {
	case c.passed:
		c.w.WriteHeader(status)
	case status >= 100 && status < 200 && status != http.StatusSwitchingProtocols: // not the answer yet
		setAll(c.w.Header(), c.Header())
		c.w.WriteHeader(status)
	case c.status == 0:
		c.status = status
		c.frozen = c.Header().Clone()
		if status == http.StatusSwitchingProtocols || len(c.frozen["Trailer"]) > 0 {
			c.pass()
		}
	}
}

// Write implements http.ResponseWriter.
func (c *capture) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	if c.status == http.StatusNoContent || c.status == http.StatusNotModified {
		return 0, http.ErrBodyNotAllowed
	}
	if !c.passed && len(c.body)+len(p) > c.most {
		c.pass()
	}
	if c.passed {
		return c.w.Write(p)
	}
	c.body = append(c.body, p...)
	return len(p), nil
}

// Flush implements http.Flusher: from here on the answer is streamed.
func (c *capture) Flush() { _ = c.FlushError() }

// FlushError is what http.ResponseController calls.
func (c *capture) FlushError() error {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	c.pass()
	return http.NewResponseController(c.w).Flush()
}

// Hijack implements http.Hijacker.
func (c *capture) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(c.w).Hijack()
	if err == nil {
		c.passed = true
		c.status = max(c.status, http.StatusSwitchingProtocols)
	}
	return conn, rw, err
}

// Unwrap lets http.ResponseController reach what is beneath, for deadlines and full duplex.
func (c *capture) Unwrap() http.ResponseWriter { return c.w }

// pass sends what has been held back; all that follows goes out at once.
func (c *capture) pass() {
	if c.passed {
		return
	}
	c.passed = true
	c.out()
}

// send sends an answer that was held back to its end.
func (c *capture) send() {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	if !c.passed {
		c.out()
	}
}

func (c *capture) out() {
	setAll(c.w.Header(), c.frozen)
	c.w.WriteHeader(c.status)
	if len(c.body) > 0 {
		_, _ = c.w.Write(c.body) // a failure means that nobody listens any more
	}
	c.body = nil
}

// setAll makes headers what others are.
func setAll(to, from http.Header) {
	clear(to)
	for name, values := range from {
		to[name] = values
	}
}

// answer is what the handler has answered.
func (c *capture) answer() Answer {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	a := Answer{State: c.state(), Unkept: c.passed}
	if a.State != Pending && !a.Unkept {
		a.Data, a.Unkept = c.encode()
	}
	return a
}

func (c *capture) state() State {
	switch {
	case c.status < 400:
		return Completed
	case Terminal(&errors.Error{Status: c.status, Retryable: c.retryable()}):
		return Failed
	}
	return Pending
}

// retryable reports whether an error says that another try may do better.
func (c *capture) retryable() bool {
	if len(c.frozen["Retry-After"]) > 0 {
		return true
	}
	var said struct {
		Retryable bool `json:"retryable"`
	}
	return strings.Contains(c.frozen.Get("Content-Type"), "json") && json.Unmarshal(c.body, &said) == nil && said.Retryable
}

// head is all of a stored answer but its body, which follows it.
type head struct {
	Status int         `json:"status"`
	Header http.Header `json:"header,omitempty"`
}

// encode writes head as a line of JSON, and the body behind it; false: it can't be kept.
func (c *capture) encode() (data []byte, unkept bool) {
	h := head{Status: c.status, Header: http.Header{}}
	for name, values := range c.frozen {
		if name != "Date" && !slices.Equal(values, c.given[name]) {
			h.Header[name] = values
		}
	}
	line, err := json.Marshal(h)
	if err != nil {
		return nil, true
	}
	return append(append(line, '\n'), c.body...), false
}
