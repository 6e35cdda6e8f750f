package cache

import (
	"bufio"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// exchange is one request and its answer, which is held back until its ETag is known.
type exchange struct {
	layer  *layer
	w      http.ResponseWriter
	req    *http.Request
	match  *route.Match
	before []string // Vary as those before us have set it
	plan   *plan
	status int // 0: the answer hasn't begun
	mode   mode
	body   []byte  // what is held back,
	buffer *[]byte // and where its memory comes from
}

// mode is what becomes of the body.
type mode uint8

const (
	held    mode = iota // until the answer is whole
	passing             // as it comes
	dropped             // the caller has it, or doesn't want it
)

// memory is buffers that requests use one after the other. What else belongs to a request isn't shared: a handler may leave
// something behind that still writes.
var memory = sync.Pool{New: func() any { return new([]byte) }}

// largestKept is how many bytes of a buffer are kept for the next request.
const largestKept = 64 << 10

func (x *exchange) hold(p []byte) {
	if x.body == nil {
		x.buffer = memory.Get().(*[]byte)
		x.body = (*x.buffer)[:0]
	}
	x.body = append(x.body, p...)
}

func (x *exchange) release() {
	if x.buffer != nil && cap(x.body) <= largestKept {
		*x.buffer = x.body[:0]
		memory.Put(x.buffer)
	}
	x.body, x.buffer, x.mode = nil, nil, dropped
}

// Header implements http.ResponseWriter.
func (x *exchange) Header() http.Header { return x.w.Header() }

// Unwrap is for http.ResponseController: deadlines and full duplex are the connection's.
func (x *exchange) Unwrap() http.ResponseWriter { return x.w }

// WriteHeader implements http.ResponseWriter.
func (x *exchange) WriteHeader(status int) {
	switch {
	case x.status != 0:
		return
	case status >= 100 && status < 200 && status != http.StatusSwitchingProtocols:
		x.w.WriteHeader(status)
		return
	}
	x.status, x.plan = status, x.planOf()
	h := x.Header()
	switch tag := h.Get("Etag"); {
	case !x.conditional():
		x.pass()
	case tag != "" && valid(tag):
		x.judge(tag)
	case x.streams():
		x.pass()
	}
}

// Write implements http.ResponseWriter.
func (x *exchange) Write(p []byte) (int, error) {
	if x.status == 0 {
		x.WriteHeader(http.StatusOK)
	}
	switch {
	case x.mode == dropped:
		return len(p), nil
	case x.mode == held && len(x.body)+len(p) <= x.layer.options.MaxBody:
		x.hold(p)
		return len(p), nil
	case x.mode == held:
		x.pass()
	}
	return x.w.Write(p)
}

// FlushError is for http.ResponseController: what is flushed is a stream, and not held back.
func (x *exchange) FlushError() error {
	if x.status == 0 {
		x.WriteHeader(http.StatusOK)
	}
	if x.mode == held {
		x.pass()
	}
	return http.NewResponseController(x.w).Flush()
}

// Flush implements http.Flusher.
func (x *exchange) Flush() { _ = x.FlushError() }

// Hijack implements http.Hijacker.
func (x *exchange) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(x.w).Hijack()
	if err == nil {
		x.status, x.mode = http.StatusSwitchingProtocols, passing
	}
	return conn, rw, err
}

// conditional says whether the answer is one that conditions of the request are about, and that may be kept. Ranges are
// left to who makes them.
func (x *exchange) conditional() bool {
	h := x.Header()
	return x.reads() && x.status == http.StatusOK && x.plan.class != Deny &&
		len(x.req.Header["Range"]) == 0 && len(h["Content-Range"]) == 0 && len(h["Set-Cookie"]) == 0 && !says(h["Cache-Control"], noStore)
}

func (x *exchange) reads() bool {
	return x.req.Method == http.MethodGet || x.req.Method == http.MethodHead
}

// streams says whether an answer is meant to go out as it comes, or is too long to be held back.
func (x *exchange) streams() bool {
	h := x.Header()
	if length, err := strconv.Atoi(h.Get("Content-Length")); err == nil && length > x.layer.options.MaxBody {
		return true
	}
	media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	switch strings.ToLower(strings.TrimSpace(media)) {
	case "text/event-stream", "application/jsonl", "application/x-ndjson", "application/json-seq", "multipart/mixed", "multipart/x-mixed-replace":
		return true
	}
	if len(h["Trailer"]) > 0 {
		return true
	}
	for name := range h {
		if strings.HasPrefix(name, http.TrailerPrefix) {
			return true
		}
	}
	return false
}

// finish sends what is held back. The answer is whole now.
func (x *exchange) finish() {
	if x.status == 0 {
		x.WriteHeader(http.StatusOK)
	}
	if x.mode != held {
		return
	}
	h := x.Header()
	if declared := h.Get("Content-Length"); len(x.body) == 0 && x.req.Method == http.MethodHead ||
		declared != "" && declared != strconv.Itoa(len(x.body)) { // a handler that has sent less than it promised: no whole
		x.pass()
		return
	}
	if h["Content-Type"] == nil && h["Content-Encoding"] == nil && len(x.body) > 0 {
		h.Set("Content-Type", http.DetectContentType(x.body))
	}
	tag := representation(h, x.body)
	h.Set("Etag", tag)
	x.judge(tag)
	if x.mode == passing && len(x.body) > 0 {
		x.w.Write(x.body) // a failure means that nobody listens any more
		x.body = x.body[:0]
	}
}

// judge decides by the conditions of the request, in the order of RFC 9110 §13.2.2, and sends the head.
func (x *exchange) judge(tag string) {
	h := x.Header()
	if wanted := x.req.Header["If-Match"]; len(wanted) > 0 && !matches(wanted, tag, true) {
		x.fail()
		return
	}
	if known := x.req.Header["If-None-Match"]; len(known) > 0 && matches(known, tag, false) {
		x.status, x.mode = http.StatusNotModified, dropped
		for _, name := range [...]string{"Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Last-Modified"} {
			h.Del(name)
		}
		x.control()
		x.w.WriteHeader(x.status)
		return
	}
	x.mode = passing
	x.control()
	if len(x.body) > 0 {
		h.Set("Content-Length", strconv.Itoa(len(x.body)))
	}
	x.w.WriteHeader(x.status)
}

// fail answers 412; its ETag says which version there is now.
func (x *exchange) fail() {
	h := x.Header()
	body := errors.AppendProblem(nil, failed(h.Get("X-Request-Id")))
	x.status, x.mode = http.StatusPreconditionFailed, dropped
	for _, name := range [...]string{"Content-Encoding", "Content-Language", "Last-Modified", "Content-Disposition"} {
		h.Del(name)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	x.control()
	x.w.WriteHeader(x.status)
	x.w.Write(body)
}

// pass sends the answer as the handler gives it, and what has been held back of it.
func (x *exchange) pass() {
	x.mode = passing
	x.control()
	x.w.WriteHeader(x.status)
	if len(x.body) > 0 {
		x.w.Write(x.body)
		x.body = x.body[:0]
	}
}
