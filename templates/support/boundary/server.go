package boundary

import (
	"context"
	stderrors "errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// server answers the requests of one API.
type server struct {
	router   *route.Router[*Operation]
	unrouted Operation // stands for requests that no operation answers
	options  Options
	calls    sync.Pool
}

// New makes the handler of an API. unrouted are the bodies of 404 and 405 where no operation is
// found. The error names templates that are malformed or ambiguous.
func New(operations []Operation, unrouted []ErrorBody, o Options) (http.Handler, error) {
	s := &server{unrouted: Operation{Errors: unrouted}, options: o.withDefaults()}
	s.calls.New = func() any { return new(Call) }
	operations = slices.Clone(operations)
	routes := make([]route.Route[*Operation], len(operations))
	for i := range operations {
		op := &operations[i]
		op.around = s.around(op)
		s.unrouted.Internal = s.unrouted.Internal || op.Internal
		routes[i] = route.Route[*Operation]{Method: op.Method, Template: op.Template, Handler: op}
	}
	var err error
	s.router, err = route.New(routes)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := s.calls.Get().(*Call)
	c.start(s, w, r, requestID(r.Header, &s.options))
	defer c.finish()
	op, outcome := s.router.Find(r.Method, r.URL.EscapedPath(), &c.vars)
	c.op = &s.unrouted
	if outcome == route.Found {
		c.op = op
	}
	c.tell()
	switch outcome {
	case route.NotFound:
		c.refuse(http.StatusNotFound, "no operation of this API has this path")
	case route.MethodNotAllowed:
		c.allow = s.router.Allow(r.URL.EscapedPath())
		c.refuse(http.StatusMethodNotAllowed, "this path knows only "+c.allow)
	default:
		c.run()
	}
}

func (c *Call) run() {
	if c.gone() {
		c.leave()
		return
	}
	if !c.admitted() {
		return
	}
	if !c.acceptable() {
		c.refuse(http.StatusNotAcceptable, "the answer would be "+join(c.op.Produces)+", which Accept rules out")
		return
	}
	if c.op.around != nil {
		c.surround()
	} else {
		c.handle()
	}
}

// handle has the operation answer.
func (c *Call) handle() {
	c.reader.Outside = c.Outside()
	c.op.Handle(c)
	c.demandAnswer()
}

func (c *Call) demandAnswer() {
	switch {
	case c.answered:
	case c.wrong != nil:
		c.send(nil)
	default:
		c.Fail(stderrors.New("the handler has not answered"))
	}
}

// finish gives the call back, and turns a panic into a 500 that tells nothing of it. Once a part of
// the answer is out, only cutting the connection keeps the client from taking it for the whole.
func (c *Call) finish() {
	c.spool.Close()
	switch v := recover(); v {
	case nil:
		c.release()
	case http.ErrAbortHandler:
		panic(v)
	default:
		c.panicked(v)
	}
}

func (c *Call) panicked(v any) {
	c.log("the handler has panicked", fmt.Errorf("%v", v), "stack", string(debug.Stack()))
	if c.answered {
		panic(http.ErrAbortHandler)
	}
	c.answer(internal(nil))
}

// gone says that the client doesn't wait for an answer any more.
func (c *Call) gone() bool { return c.req.Context().Err() == context.Canceled }

// leave answers nobody. net/http would take silence for a 200, and where the server itself has ended
// the context, at its shutdown say, somebody still listens: so a bare 503 it is.
func (c *Call) leave() {
	if !c.answered {
		c.answered = true
		c.w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// log tells the operator what the client must not know.
func (c *Call) log(message string, err error, more ...any) {
	all := append([]any{"operation", c.op.ID, "method", c.req.Method, "route", c.op.Template, "request_id", c.id, "error", err}, more...)
	c.server.options.Logger.ErrorContext(c.req.Context(), message, all...)
}

func internal(cause error) *errors.Error {
	return &errors.Error{Status: http.StatusInternalServerError, Code: errors.CodeInternal, Cause: cause}
}
