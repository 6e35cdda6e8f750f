// Package problem answers HTTP requests with an error: for middleware, which refuses a request before anyone
// knows what operation it is for. It must not know who refuses, nor why.
package problem

import (
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Write answers with e as a problem of RFC 9457, which no cache may keep. A title and the request's ID (the
// X-Request-Id that the answer has already) are filled in where e has none.
func Write(w http.ResponseWriter, r *http.Request, e *errors.Error) {
	full, h := *e, w.Header()
	if full.Title == "" {
		full.Title = http.StatusText(full.Status)
	}
	if full.RequestID == "" {
		full.RequestID = h.Get("X-Request-Id")
	}
	body := errors.AppendProblem(nil, &full)
	if full.RetryAfter > 0 {
		h.Set("Retry-After", Seconds(full.RetryAfter))
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Content-Type-Options", "nosniff") // texts of callers may be in it
	w.WriteHeader(full.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a failure means that nobody listens any more
	}
}

// Seconds is a time to wait as Retry-After has it: whole seconds, rounded up (RFC 9110, 10.2.3).
func Seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
