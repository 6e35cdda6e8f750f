package client

import (
	"context"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Call is one call of an operation: first what is sent is put into it, then Do sends that, then the
// answer is read out of it. The first error is kept and makes the rest do nothing. It is for one goroutine.
type Call struct {
	core   *Core
	op     *Operation
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer // ends the call at the client's deadline

	borrowed *scratch

	// What is sent.
	writer  wire.Writer
	pending place
	path    []pathValue
	query   []byte
	cookie  []byte
	header  http.Header
	body    body
	forms   forms
	key     string // the idempotency key; "": none is sent

	// What came back.
	response *http.Response
	stream   *stream // the body of an answer that is read as it comes
	asked    bool    // the answer has a Retry-After
	after    time.Duration
	err      error
}

// bound gives the call its deadline: the caller's, or else the client's, which an answer that is read
// as it comes can lift.
func (c *Call) bound(ctx context.Context) {
	bounded, cancel := context.WithCancelCause(ctx)
	c.ctx, c.cancel = bounded, cancel
	if _, ok := ctx.Deadline(); ok {
		return
	}
	timeout := c.core.options.Timeout
	c.ctx = until{bounded, time.Now().Add(timeout)}
	c.timer = time.AfterFunc(timeout, func() { cancel(context.DeadlineExceeded) })
}

// until is a context whose deadline can be lifted, because its owner keeps the time.
type until struct {
	context.Context
	deadline time.Time
}

// Deadline returns when the call ends unless its answer has begun.
func (u until) Deadline() (time.Time, bool) { return u.deadline, true }

// Close ends the call and frees what it holds. What Binary, Items and Events gave away stays usable.
func (c *Call) Close() {
	if c.borrowed == nil {
		return
	}
	c.core.giveBack(c.borrowed)
	c.borrowed = nil
	if c.stream == nil || !c.stream.taken {
		c.stop()
	}
}

// stop lets go of the connection.
func (c *Call) stop() {
	if c.timer != nil {
		c.timer.Stop()
	}
	if c.stream != nil {
		c.stream.Close()
	}
	c.cancel(nil)
}

// fail keeps the first error.
func (c *Call) fail(err error) {
	if c.err == nil && err != nil {
		c.err = err
	}
}
