package idempotency

import (
	"bytes"
	"context"
	stderrors "errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/patience"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// HTTPOptions configures Executor.HTTP. Only Caller has to be set.
type HTTPOptions struct {
	// Caller says who asks, from what has been verified (so authentication comes before this). Requests of
	// different callers have nothing to do with each other, whatever their keys. One with a key and without a caller is
	// refused with 401; Anyone is for services that know no callers.
	Caller func(*http.Request) string

	Operation func(*http.Request) string // the operation, such as the route's template; nil: method and path
	Required  func(*http.Request) bool   // refuses requests without a key with 400; nil: such pass unprotected
	MaxBody   int64                      // bytes of a request's body; 0: 1 MiB. More is refused with 413, for it is read whole,
	Timeout   time.Duration              // and may take so long to come; 0: 30 s, negative: for ever

	// Fail answers with an error of the middleware's own; nil: problem+json.
	Fail func(http.ResponseWriter, *http.Request, *errors.Error)
}

// Anyone is the caller where callers aren't known. Keys must then be hard to guess, such as UUIDs: whoever knows one, and the
// body, gets the answer.
func Anyone(*http.Request) string { return "anyone" }

// HTTP returns a middleware that executes requests with an Idempotency-Key once. GET, HEAD, OPTIONS, TRACE and QUERY pass by.
//
// An answer is held back until it is stored, so that nobody gets one that is executed again. It is stored with its status,
// its headers (Date excepted) and its body, and repeated with Idempotency-Replayed: true. A streamed answer is not stored,
// nor one that is larger than Options.MaxAnswer: it goes out as it comes from the first Flush, Hijack or trailer on, or from
// where it has become too large; then a repeated request gets 409, answer_not_kept, once the first has ended.
// Statuses 2xx and 3xx are stored, and 4xx that are Terminal and neither have a Retry-After nor call themselves retryable.
func (x *Executor) HTTP(o HTTPOptions) (func(http.Handler) http.Handler, error) {
	if o.Caller == nil {
		return nil, stderrors.New("idempotency: HTTPOptions.Caller is missing: without it callers would get each other's answers (idempotency.Anyone if that is meant)")
	}
	if o.Operation == nil {
		o.Operation = func(r *http.Request) string { return r.Method + " " + r.URL.EscapedPath() }
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = patience.Usual
	}
	if o.Fail == nil {
		o.Fail = problem.Write
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := exchange{x: x, o: &o, next: next}
			if err := h.serve(w, r); err != nil {
				h.fail(w, r, err)
			}
		})
	}, nil
}

// exchange is one request on its way through the middleware.
type exchange struct {
	x    *Executor
	o    *HTTPOptions
	next http.Handler
}

func (h *exchange) serve(w http.ResponseWriter, r *http.Request) error {
	keys := r.Header.Values(HeaderKey)
	switch {
	case safe(r.Method), len(keys) == 0 && (h.o.Required == nil || !h.o.Required(r)):
		h.next.ServeHTTP(w, r)
		return nil
	case len(keys) > 1:
		return invalid(errors.Violation{Location: errors.Header, Field: HeaderKey, Code: errors.MaxItems, Description: "must be given once"})
	case len(keys) == 0:
		keys = []string{""}
	}
	if bad := CheckKey(keys[0], errors.Header, HeaderKey); bad != nil {
		return bad
	}
	whole := patience.Body(w, r, h.o.Timeout)
	body, err := h.read(r)
	if err != nil {
		return err
	}
	whole()
	return h.execute(w, r, Request{Caller: h.o.Caller(r), Operation: h.o.Operation(r), Key: keys[0], Fingerprint: fingerprint(r, body)}, body)
}

func safe(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY":
		return true
	}
	return false
}

// read reads the body, which has to be known before it can be said whether this is the same request.
func (h *exchange) read(r *http.Request) ([]byte, error) {
	if r.ContentLength > h.o.MaxBody {
		return nil, h.tooLarge()
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, h.o.MaxBody+1))
	var limit *http.MaxBytesError
	switch {
	case stderrors.As(err, &limit):
		return nil, h.tooLarge()
	case stderrors.Is(err, os.ErrDeadlineExceeded):
		return nil, &errors.Error{Status: http.StatusGatewayTimeout, Code: errors.CodeDeadlineExceeded,
			Title: http.StatusText(http.StatusGatewayTimeout), Detail: "the deadline has passed before all of the body was there", Cause: err}
	case err != nil:
		return nil, &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest,
			Title: http.StatusText(http.StatusBadRequest), Detail: "the body can't be read to its end", Cause: err}
	case int64(len(body)) > h.o.MaxBody:
		return nil, h.tooLarge()
	}
	return body, nil
}

func (h *exchange) tooLarge() *errors.Error {
	return &errors.Error{Status: http.StatusRequestEntityTooLarge, Code: errors.CodePayloadTooLarge, Title: http.StatusText(http.StatusRequestEntityTooLarge),
		Detail: "the body may have " + strconv.FormatInt(h.o.MaxBody, 10) + " bytes"}
}

// fingerprint is of all that a handler makes its decisions by, headers other than those of the body excepted: of these some,
// such as traceparent, are new in each attempt.
func fingerprint(r *http.Request, body []byte) Fingerprint {
	return FingerprintOf([]byte(r.Method), []byte(r.URL.EscapedPath()), []byte(r.URL.RawQuery),
		[]byte(r.Header.Get("Content-Type")), []byte(r.Header.Get("Content-Encoding")), body)
}

func (h *exchange) execute(w http.ResponseWriter, r *http.Request, request Request, body []byte) error {
	c := newCapture(w, h.x.o.MaxAnswer)
	answer, err := h.x.Do(r.Context(), request, func(ctx context.Context) (Answer, error) {
		inner := r.WithContext(ctx)
		inner.Body = io.NopCloser(bytes.NewReader(body))
		h.next.ServeHTTP(c, inner)
		return c.answer(), nil
	})
	switch {
	case c.passed: // it can't be taken back any more
		return nil
	case err != nil:
		return err
	case answer.Replayed:
		return repeat(w, answer.Data)
	}
	c.send()
	return nil
}

// fail answers an error of ours.
func (h *exchange) fail(w http.ResponseWriter, r *http.Request, err error) {
	var known *errors.Error
	switch {
	case stderrors.As(err, &known):
	case r.Context().Err() != nil:
		known = &errors.Error{Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable), Cause: err}
	default:
		h.x.o.Logger.ErrorContext(r.Context(), "a stored answer can't be repeated", "error", err)
		known = &errors.Error{Status: http.StatusInternalServerError, Code: errors.CodeInternal, Title: http.StatusText(http.StatusInternalServerError), Cause: err}
	}
	h.o.Fail(w, r, known)
}
