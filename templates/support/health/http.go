package health

import (
	"net/http"
	"strconv"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// The paths that are answered.
const (
	LivePath  = "/health/live"
	ReadyPath = "/health/ready"
	DeepPath  = "/health/deep"
)

// Around answers the paths of this package itself, and leaves all others to next. It belongs outside of authentication,
// rate limits and load shedding: a process that is merely busy must not be killed for it.
func (s *State) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case LivePath, ReadyPath, DeepPath:
			s.serve(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// Handler answers the paths of this package, and 404 to all others.
func (s *State) Handler() http.Handler {
	return s.Around(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, &errors.Error{Status: http.StatusNotFound, Code: errors.CodeNotFound})
	}))
}

// UntilReady answers 503 with Retry-After while the process is starting, so that it can listen before it is warm. From then
// on everything passes: what a gate or a drain keeps away is the load balancer's business, what has come is served.
func (s *State) UntilReady(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Status() == Starting {
			s.unavailable(w, r, Starting)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *State) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		problem.Write(w, r, &errors.Error{Status: http.StatusMethodNotAllowed, Code: errors.CodeMethodNotAllowed})
		return
	}
	switch r.URL.Path {
	case LivePath:
		answer(w, r, http.StatusOK, []byte(`{"status":"live"}`))
	case ReadyPath:
		s.ready(w, r)
	default:
		s.deep(w, r)
	}
}

func (s *State) ready(w http.ResponseWriter, r *http.Request) {
	if status := s.Status(); status != Serving {
		s.unavailable(w, r, status)
		return
	}
	answer(w, r, http.StatusOK, []byte(`{"status":"ready"}`))
}

func (s *State) unavailable(w http.ResponseWriter, r *http.Request, status Status) {
	problem.Write(w, r, s.Unavailable(status))
}

// Unavailable is the error of a process that has this status, which isn't Serving.
func (s *State) Unavailable(status Status) *errors.Error {
	detail := "a dependency of this instance does not answer"
	switch status {
	case Starting:
		detail = "the instance is starting"
	case Draining:
		detail = "the instance is stopping"
	}
	return &errors.Error{
		Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable),
		Detail: detail, Retryable: true, RetryAfter: s.options.RetryAfter,
	}
}

// deep tells neither errors nor addresses: what a driver says may hold a password.
func (s *State) deep(w http.ResponseWriter, r *http.Request) {
	if !s.options.Deep(r) {
		problem.Write(w, r, &errors.Error{Status: http.StatusForbidden, Code: errors.CodePermissionDenied})
		return
	}
	all := s.Results()
	status := http.StatusOK
	for _, c := range all {
		if c.Outcome != Pass {
			status = http.StatusServiceUnavailable
		}
	}
	if status != http.StatusOK {
		w.Header().Set("Retry-After", problem.Seconds(s.options.RetryAfter))
	}
	answer(w, r, status, appendReport(nil, s.Status(), all))
}

// appendReport writes what is bounded by New: there are so many checks, whose names are short and need no quoting.
func appendReport(dst []byte, status Status, all []Result) []byte {
	dst = append(append(append(dst, `{"status":"`...), status.String()...), `","checks":[`...)
	for i, c := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, `{"name":"`...), c.Name...), `","outcome":"`...)
		dst = append(append(dst, c.Outcome.String()...), `","gate":`...)
		dst = strconv.AppendBool(dst, c.Gate)
		if c.Outcome != Unknown {
			dst = strconv.AppendInt(append(dst, `,"age_ms":`...), c.Age.Milliseconds(), 10)
			dst = strconv.AppendInt(append(dst, `,"took_ms":`...), c.Took.Milliseconds(), 10)
			dst = strconv.AppendInt(append(dst, `,"since_ms":`...), c.Since.Milliseconds(), 10)
		}
		dst = append(dst, '}')
	}
	return append(dst, `]}`...)
}

// answer is the only way out: nothing of it may be kept by anyone (RFC 9111 §5.2.2.5).
func answer(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) // a failure means that nobody listens any more
	}
}
