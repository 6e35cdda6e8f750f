package shed

import (
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Handler refuses requests beyond the limit. It belongs in front of all that costs something, and inside
// of what gives up on a handler that goes on, such as http.TimeoutHandler: a request is in flight until next
// returns. A handler that leaves work behind calls Hold.
func (l *Limiter) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e := l.enter(l.options.Critical(r)); e != nil {
			l.options.Refuse(w, r, e)
			return
		}
		defer l.Leave() // a panic is an end too
		next.ServeHTTP(w, r)
	})
}

// refuse answers with a problem of RFC 9457, which has the request's ID if somebody in front has given it one.
func refuse(w http.ResponseWriter, _ *http.Request, e *errors.Error) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("Retry-After", strconv.FormatInt(int64(e.RetryAfter/time.Second), 10))
	full := *e
	full.RequestID = h.Get("X-Request-Id")
	w.WriteHeader(e.Status)
	w.Write(errors.AppendProblem(nil, &full)) // a client that is gone needs no answer
}
