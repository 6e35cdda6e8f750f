package headers

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/identifier"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// Options configures the middleware of HTTP. Its zero value lets pass what HTTP itself needs.
type Options struct {
	Rules []Rule

	// Operation names the operation of a request, for rules that have Methods. nil: there may be none such.
	Operation func(*http.Request) string

	RequestID func() string // makes an ID for requests without a harmless one; nil: identifier.New
}

// HTTP returns the middleware: the handler behind it sees the headers that are declared and those of HTTP itself (table
// below), and no others get out of it, whatever its answer's status is. X-Request-Id is the caller's if it is harmless, or
// made for the request; it goes back with every answer. A request that breaks the rules is refused with 400 and all
// violations. Those who stand before the middleware see everything, and what they set goes out.
//
// In front of an edge server it isn't needed: that has the same rules for every protocol (edge.Options.Headers).
//
//	reach the handler  Accept*, Authorization, Cache-Control, Content-*, Idempotency-Key, If-*, Last-Event-Id, Origin and
//	                   Access-Control-Request-*, Range, Traceparent, Tracestate, X-Request-Id; the connection's own
//	go out             Accept-*, Access-Control-*, Allow, Cache-Control, Content-*, Deprecation, Etag, Expires,
//	                   Idempotency-Replayed, Last-Modified, Link, Location, Ratelimit*, Retry-After, Sunset, Vary, Www-Authenticate,
//	                   X-Content-Type-Options, X-Request-Id; the connection's own
//
// Cookie and Set-Cookie aren't among them: they are declared like any other.
func HTTP(o Options) (func(http.Handler) http.Handler, error) {
	set, err := New(o.Rules, Protocol{Spell: http.CanonicalHeaderKey, In: reaching[:], Passes: goesOut})
	if err != nil {
		return nil, err
	}
	m := &mapper{options: o, all: set.For(""), plans: map[string]*Plan{}}
	if o.RequestID == nil {
		m.options.RequestID = identifier.New
	}
	for _, r := range set.rules {
		if r.name == requestID || r.as == requestID {
			return nil, fmt.Errorf("headers: %s always passes, and is made where it lacks", r.Name)
		}
		for _, method := range r.Methods {
			if o.Operation == nil {
				return nil, fmt.Errorf("headers: %s is declared for %s, and nothing says which operation a request is of", r.Name, method)
			}
			m.plans[method] = set.For(method)
		}
	}
	return m.wrap, nil
}

const requestID = "X-Request-Id"

// reaching are the headers of requests that HTTP itself and this kit need, canonical.
var reaching = [...]string{
	"Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers", "Access-Control-Request-Method",
	"Authorization", "Cache-Control", "Connection", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length",
	"Content-Type", "Date", "Expect", "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
	"If-Unmodified-Since", "Last-Event-Id", "Origin", "Range", "Te", "Traceparent", "Tracestate", "Trailer", "Transfer-Encoding", "Upgrade",
}

// goesOut says the same of answers.
func goesOut(name string) bool {
	switch name {
	case "Age", "Allow", "Cache-Control", "Connection", "Date", "Deprecation", "Etag", "Expires", "Grpc-Status", "Idempotency-Replayed", "Last-Modified", "Link", "Location",
		"Retry-After", "Sunset", "Trailer", "Transfer-Encoding", "Upgrade", "Vary", "Www-Authenticate", "X-Content-Type-Options", requestID:
		return true
	}
	for _, prefix := range [...]string{"Accept-", "Access-Control-", "Content-", "Ratelimit"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

type mapper struct {
	options Options
	all     *Plan
	plans   map[string]*Plan // of methods that have rules of their own
}

func (m *mapper) plan(r *http.Request) *Plan {
	if m.options.Operation != nil {
		if p := m.plans[m.options.Operation(r)]; p != nil {
			return p
		}
	}
	return m.all
}

func (m *mapper) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plan, inside := m.plan(r), make(http.Header, len(r.Header)+1)
		id := m.id(w, r)
		ctx, wrong := plan.Request(r.Context(), func(name string) []string { return r.Header[name] }, func(name string, values []string) { inside[name] = values })
		inside[requestID] = []string{id}
		out := newWriter(w, plan)
		w.Header()[requestID] = inside[requestID]
		defer out.end() // after a panic, too: somebody before us may answer it
		if len(wrong) > 0 {
			problem.Write(out, r, &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest,
				Detail: "the request's headers break the contract", RequestID: id, Violations: wrong})
			return
		}
		r = r.WithContext(ctx)
		r.Header = inside
		next.ServeHTTP(out, r)
	})
}

// id is that of those before us, if they have settled it; the caller's only if it is one short plain text, for it ends up
// in logs.
func (m *mapper) id(w http.ResponseWriter, r *http.Request) string {
	if settled := w.Header()[requestID]; len(settled) == 1 {
		return settled[0]
	}
	if given := r.Header[requestID]; len(given) == 1 && identifier.Harmless(given[0], identifier.Longest) {
		return given[0]
	}
	return m.options.RequestID()
}
