package authn

import (
	"context"
	stderrors "errors"
	"log/slog"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// Options configures Middleware. The zero value refuses whoever brings no token.
type Options struct {
	Realm string // of the challenge; "": none is named
	// Optional lets requests without a credential through, as nobody's. It is for APIs with operations that need none:
	// package authz answers 401 for the others. A credential that is there must be good all the same.
	Optional bool
	Logger   *slog.Logger // told why tokens can't be verified; nil: slog.Default()
}

// Middleware lets those through whom v knows, and puts them into the request's context. Others get 401 with a
// challenge, 400 for a header that is none, or 503 while v can't say: problems of RFC 9457, never to be cached.
func Middleware(v Verifier, o Options) func(http.Handler) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, ok, err := Authenticate(r.Context(), v, r.Header["Authorization"])
			if err == nil && !ok && !o.Optional {
				err = Missing()
			}
			switch {
			case err != nil:
				o.refuse(w, r, err)
			case ok:
				next.ServeHTTP(w, r.WithContext(With(r.Context(), c)))
			default:
				next.ServeHTTP(w, r)
			}
		})
	}
}

// refuse answers, and tells the operator what the caller isn't told.
func (o *Options) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var e *errors.Error
	if !stderrors.As(err, &e) { // the request's own context has ended
		e = &errors.Error{Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Cause: err}
	}
	if e.Status >= http.StatusInternalServerError && r.Context().Err() != context.Canceled {
		o.Logger.ErrorContext(r.Context(), "the caller can't be verified", "error", e.Cause)
	}
	Write(w, r, e, Challenge(o.Realm, "", e))
}

// Write answers a request with an error: a problem of RFC 9457 that nobody may store. challenge is its
// WWW-Authenticate header; "": none.
func Write(w http.ResponseWriter, r *http.Request, e *errors.Error, challenge string) {
	if challenge != "" {
		w.Header().Set("WWW-Authenticate", challenge)
	}
	problem.Write(w, r, e)
}
