package authz

import (
	"context"
	stderrors "errors"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Before holds a request to the policy once its operation is known. It is made for boundary.Options.Before, which
// answers with its error; the challenge is among the answer's headers then.
func (p *Policy) Before(answer http.Header, r *http.Request, operation string) (context.Context, error) {
	err := p.Check(r.Context(), operation)
	if err != nil {
		if text := p.Challenge(operation, err); text != "" {
			answer.Set("WWW-Authenticate", text)
		}
		answer.Set("Cache-Control", "no-store")
	}
	return r.Context(), err
}

// Require holds the requests of a handler to what the table says of one operation, for routers other than the boundary's.
func (p *Policy) Require(operation string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			err := p.Check(r.Context(), operation)
			var e *errors.Error
			if stderrors.As(err, &e) {
				authn.Write(w, r, e, p.Challenge(operation, err))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
