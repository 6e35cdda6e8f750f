package authn

import (
	"context"
	stderrors "errors"
	"net/http"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// longestToken is how many bytes of a token are looked at: what is longer doesn't fit into most servers' headers.
const longestToken = 8 << 10

// Authenticate finds out who sends such Authorization headers. Without any it returns false, and no error: whether
// that will do depends on the operation, and is authz's to say. Anything that is there must be good: a bad credential
// isn't the same as none. The error is a 401, a 400 for what isn't one header of RFC 6750's form, or a 503 if the
// token couldn't be looked at; Challenge says what belongs to it.
func Authenticate(ctx context.Context, v Verifier, authorization []string) (Caller, bool, error) {
	if len(authorization) == 0 {
		return Caller{}, false, nil
	}
	token, err := bearer(authorization)
	if err != nil {
		return Caller{}, false, err
	}
	c, err := v.Verify(ctx, token)
	switch {
	case err == nil && c.Subject == "":
		return Caller{}, false, &errors.Error{Status: http.StatusInternalServerError, Code: errors.CodeInternal,
			Cause: stderrors.New("authn: the verifier has let in a caller without a subject")}
	case err != nil:
		return Caller{}, false, refused(ctx, err)
	}
	return c, true, nil
}

// bearer takes the token out of the header. One in the query or the body isn't looked for: it would end up in logs.
func bearer(lines []string) (string, error) {
	if len(lines) > 1 {
		return "", malformed("there is more than one Authorization header")
	}
	scheme, token, _ := strings.Cut(strings.TrimSpace(lines[0]), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", unauthenticated("the Authorization header has to hold a Bearer token", nil)
	}
	if token = strings.TrimLeft(token, " "); !isToken(token) {
		return "", malformed("the Authorization header holds no token of RFC 6750's form")
	}
	return token, nil
}

// isToken says whether a text is b64token of RFC 6750, and not too long.
func isToken(text string) bool {
	body := strings.TrimRight(text, "=")
	if body == "" || len(text) > longestToken {
		return false
	}
	for i := range len(body) {
		switch c := body[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '-', c == '.', c == '_', c == '~', c == '+', c == '/':
		default:
			return false
		}
	}
	return true
}

func malformed(detail string) error {
	return &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Title: http.StatusText(http.StatusBadRequest), Detail: detail}
}

func unauthenticated(detail string, cause error) error {
	return &errors.Error{Status: http.StatusUnauthorized, Code: errors.CodeUnauthenticated, Title: http.StatusText(http.StatusUnauthorized), Detail: detail, Cause: cause}
}

// Missing is the error of a call that needs a caller and has none: 401, never 403, for a credential would cure it.
func Missing() error { return unauthenticated("a Bearer token is required", nil) }

// refused tells a bad token from a verifier that couldn't say.
func refused(ctx context.Context, err error) error {
	switch {
	case stderrors.Is(err, ErrExpired):
		return unauthenticated(ErrExpired.Error(), err)
	case stderrors.Is(err, ErrToken):
		return unauthenticated(ErrToken.Error(), err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return &errors.Error{Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable),
		Detail: "who calls can't be verified at the moment", Retryable: true, RetryAfter: retryAfter, Cause: err}
}

// retryAfter is when a verifier may be able to say.
const retryAfter = 5 * time.Second

// Challenge is the WWW-Authenticate header of an error of this package or of authz (RFC 6750, 3; RFC 9110, 11.6.1), "" if
// it needs none. One that only lacks a credential names no error, as RFC 6750 asks for. scope names what would
// suffice; "": not said.
func Challenge(realm, scope string, err error) string {
	var e *errors.Error
	if !stderrors.As(err, &e) {
		return ""
	}
	text := "Bearer"
	next := " "
	add := func(name, value string) {
		if value != "" {
			text += next + name + `="` + quotable(value) + `"`
			next = ", "
		}
	}
	add("realm", realm)
	switch {
	case e.Status == http.StatusUnauthorized && (stderrors.Is(err, ErrToken) || stderrors.Is(err, ErrExpired)):
		add("error", "invalid_token")
		add("error_description", e.Detail)
	case e.Status == http.StatusUnauthorized:
	case e.Status == http.StatusForbidden && scope != "":
		add("error", "insufficient_scope")
		add("scope", scope)
	case e.Status == http.StatusBadRequest && len(e.Violations) == 0:
		add("error", "invalid_request")
	default:
		return ""
	}
	return text
}

// quotable leaves out what a quoted string would need an escape for, and RFC 6750 rules out.
func quotable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, text)
}
