package rest

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/route"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// exchange is one request and its answer.
type exchange struct {
	handler  *handler
	binding  *binding
	w        http.ResponseWriter
	req      *http.Request
	id       string
	media    string // of the answer
	call     edge.Call
	memory   *memory
	sent     bool   // the head of the answer is out
	fetched  bool   // the body has been read, or can't be:
	body     []byte // nil: there is none
	unread   error
	complete bool // the request's body has been read to its end
	expired  bool // the time to read the body has passed, which net/http takes for the client's end

	misplaced map[string]errors.Location // fields that were found where they don't belong
}

// memory is what requests use one after the other.
type memory struct {
	vars   route.Vars
	reader wire.Reader
	texts  jsonpb.Texts
	pairs  []param.Pair
	body   []byte
	out    []byte
	item   []byte
}

// largestKept is how many bytes of a buffer are kept for the next request.
const largestKept = 64 << 10

// start reads what every request has.
func (x *exchange) start() {
	x.call = edge.Call{Protocol: "rest", Locate: x.locate}
	x.id, _ = edge.RequestID(x.handler.server, x.req.Header[requestIDHeader])
	x.call.RequestID = x.id
	x.w.Header().Set(requestIDHeader, x.id)
}

// prepare reads the headers. False: they can't be read, which has been answered.
func (x *exchange) prepare() bool {
	header, wrong := incoming(x.req)
	x.call.Header = header
	timeout, ok := timeout(x.req.Header["Grpc-Timeout"])
	if !ok {
		wrong = append(wrong, errors.Violation{Location: errors.Header, Field: "grpc-timeout", Code: errors.Format,
			Description: "must be up to eight digits and a unit: H, M, S, m, u or n"})
	}
	x.call.Timeout = timeout
	if len(wrong) == 0 {
		return true
	}
	x.refuse(fault.Invalid(wrong))
	return false
}

// finish gives the memory back, and turns a panic of this package into a 500 that tells nothing of it; one of the
// implementation has been dealt with before. Once a part of the answer is out, only cutting the connection keeps the
// client from taking it for the whole.
func (x *exchange) finish() {
	switch v := recover(); v {
	case nil:
		x.release()
	case http.ErrAbortHandler:
		panic(v)
	default:
		x.log("the boundary has panicked", fmt.Errorf("%v", v), "stack", string(debug.Stack()))
		if x.sent {
			panic(http.ErrAbortHandler)
		}
		x.refuse(fmt.Errorf("%v", v))
	}
}

func (x *exchange) release() {
	m := x.memory
	if cap(m.body) > largestKept {
		m.body, m.reader = nil, wire.Reader{}
	}
	if cap(m.out) > largestKept {
		m.out = nil
	}
	clear(m.pairs)
	m.pairs = m.pairs[:0]
	x.handler.memory.Put(m)
}

// gone says that the client doesn't wait for an answer any more.
func (x *exchange) gone() bool { return !x.expired && x.req.Context().Err() == context.Canceled }

// leave answers nobody. net/http would take silence for a 200, and where the server itself has ended the context, at its
// shutdown say, somebody still listens: so a bare 503 it is.
func (x *exchange) leave() {
	if !x.sent {
		x.hurry()
		x.sent = true
		x.w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// fail answers with an error.
func (x *exchange) fail(s *status.Status) {
	x.hurry()
	body, code := fault.ProblemAt(x.memory.out[:0], s, x.call.Locate)
	x.memory.out = body
	x.outgoing(x.call.ResponseHeader)
	x.outgoing(x.call.Trailer)
	h := x.w.Header()
	fault.SetHeaders(h, s)
	x.head(code, h.Get("Content-Type"), len(body))
	x.write(body)
}

// head sends the head of the answer. The length is -1 where it isn't known.
func (x *exchange) head(code int, media string, length int) {
	x.sent = true
	h := x.w.Header()
	h.Set("Content-Type", media)
	if length >= 0 {
		h.Set("Content-Length", strconv.Itoa(length))
	}
	x.w.WriteHeader(code)
}

// write sends a part of the body. A failure means that nobody listens any more.
func (x *exchange) write(body []byte) error {
	if x.req.Method == http.MethodHead {
		return nil
	}
	_, err := x.w.Write(body)
	return err
}

// log tells the operator what the client must not know.
func (x *exchange) log(message string, err error, more ...any) {
	all := []any{"http_method", x.req.Method, "request_id", x.id, "error", err}
	if x.binding != nil {
		all = append(all, "method", x.binding.method.Name, "route", x.binding.template)
	}
	x.handler.edge.Logger.ErrorContext(x.req.Context(), message, append(all, more...)...)
}

// patience bounds how long the body may take, and gives what ends the bound. A server that has a time-out of its own for
// that is left alone.
func (x *exchange) patience(d time.Duration) (end func()) {
	if s := x.httpServer(); d <= 0 || s != nil && s.ReadTimeout > 0 {
		return func() {}
	}
	return limit(http.NewResponseController(x.w).SetReadDeadline, d)
}

// impatience is the same for the answer.
func (x *exchange) impatience(d time.Duration) (end func()) {
	if s := x.httpServer(); s != nil && s.WriteTimeout > 0 {
		return func() {}
	}
	return limit(http.NewResponseController(x.w).SetWriteDeadline, d)
}

func (x *exchange) httpServer() *http.Server {
	s, _ := x.req.Context().Value(http.ServerContextKey).(*http.Server)
	return s
}

func limit(set func(time.Time) error, d time.Duration) (end func()) {
	if set(time.Now().Add(d)) != nil {
		return func() {}
	}
	return func() { _ = set(time.Time{}) }
}

// hurry bounds how long an answer waits for the rest of the request's body, which net/http reads first: a client that
// sends slowly must not hold a connection with what nobody wants.
func (x *exchange) hurry() {
	if !x.complete && x.req.Body != nil && x.req.Body != http.NoBody {
		x.patience(grace)
	}
}

// grace is how long a client has to end its part once the answer is known.
const grace = time.Second
