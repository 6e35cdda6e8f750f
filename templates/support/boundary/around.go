package boundary

import (
	"context"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// around is what stands around an operation; nil: nothing does.
func (s *server) around(op *Operation) http.Handler {
	if s.options.Around == nil {
		return nil
	}
	next := &inner{s, op}
	if h := s.options.Around(op.name(), next); h != next {
		return h
	}
	return nil
}

// inner is an operation without what stands before it. It has a Call of its own, so that nothing is shared with a request
// that has been answered while it was still at work.
type inner struct {
	server *server
	op     *Operation
}

// ServeHTTP answers the request that passed belongs to.
func (h *inner) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := passedOf(r)
	if p == nil || p.op != h.op {
		panic("boundary: what Around returned has called an operation without the context of its request")
	}
	c := p.call(w, r)
	defer c.finish()
	c.handle()
}

// passed is a request that has come as far as Around, and the writer of its answer.
type passed struct {
	http.ResponseWriter
	server *server
	op     *Operation
	id     string
	vars   route.Vars
	begun  bool // the answer has
}

type passedKey struct{}

func passedOf(r *http.Request) *passed {
	p, _ := r.Context().Value(passedKey{}).(*passed)
	return p
}

// surround has what Around returned answer.
func (c *Call) surround() {
	p := &passed{ResponseWriter: c.w, server: c.server, op: c.op, id: c.id}
	p.vars.Set(&c.vars)
	c.w.Header()[requestIDHeader] = []string{c.id}
	defer func() { c.answered = c.answered || p.begun }() // after a panic too
	c.op.around.ServeHTTP(p, c.req.WithContext(context.WithValue(c.req.Context(), passedKey{}, p)))
	c.answered = p.begun
	c.demandAnswer()
}

// call starts a call for the request.
func (p *passed) call(w http.ResponseWriter, r *http.Request) *Call {
	c := p.server.calls.Get().(*Call)
	c.start(p.server, w, r, p.id)
	c.op = p.op
	c.vars.Set(&p.vars)
	return c
}

// WriteHeader implements http.ResponseWriter.
func (p *passed) WriteHeader(status int) {
	p.begun = p.begun || status >= 200 || status == http.StatusSwitchingProtocols
	p.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (p *passed) Write(b []byte) (int, error) {
	p.begun = true
	return p.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is beneath.
func (p *passed) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// Refuse answers with an error of what Around returned, in the contract's words if it has some, whether or not the operation
// declares its status. Other requests get a problem of RFC 9457.
func Refuse(w http.ResponseWriter, r *http.Request, e *errors.Error) {
	p := passedOf(r)
	if p == nil {
		problem.Write(w, r, e)
		return
	}
	c := p.call(w, r)
	defer c.finish()
	c.answer(e)
}
