package ratelimit

import (
	"context"
	"net/http"
)

// Addresses limits requests by the address of the client. It belongs before authentication, so that
// nobody can guess passwords or keep the checking of signatures busy as fast as the network carries.
// Only answers that refuse tell of the quota: it protects the service and is no promise to the caller,
// who may share the address with many.
func (l *Limiter) Addresses(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d := l.AllowAddress(l.Client(r))
		if !d.OK {
			d.Header(w.Header())
			l.options.Refuse(w, r, d.refusal())
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Callers limits requests by caller and operation, and tells on every answer what is left. It belongs behind
// authentication. identify says who was proven to call, "" for somebody whose address must do, and which operation.
func (l *Limiter) Callers(identify func(*http.Request) (caller, operation string)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d := l.identified(r, identify)
			d.Header(w.Header())
			if !d.OK {
				l.options.Refuse(w, r, d.refusal())
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// Before limits calls by caller and operation where the operation has just been found: it is for boundary.Options.Before,
// which answers what it refuses. caller says who was proven to call, "" for somebody whose address must do.
func (l *Limiter) Before(caller func(context.Context) string) func(answer http.Header, r *http.Request, operation string) (context.Context, error) {
	return func(answer http.Header, r *http.Request, operation string) (context.Context, error) {
		d := l.identified(r, func(r *http.Request) (string, string) { return caller(r.Context()), operation })
		d.Header(answer)
		return nil, d.Err()
	}
}

func (l *Limiter) identified(r *http.Request, identify func(*http.Request) (caller, operation string)) Decision {
	caller, operation := identify(r)
	if caller == "" {
		return l.AllowAnonymous(l.Client(r), operation)
	}
	return l.AllowCaller(caller, operation)
}
