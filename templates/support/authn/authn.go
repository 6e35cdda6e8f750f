// Package authn says who calls: a verifier makes a Caller of a credential, and handlers find it in their context. It
// must not know any kind of token, nor what a caller may do; that is package authz's.
package authn

import (
	"context"
	"errors"
	"slices"
	"strconv"
)

// Caller is who has proved to be there. It holds identifiers only: the credential itself is kept by nobody, so that no
// log, error or call to somebody else can carry it on.
type Caller struct {
	Issuer  string   // who vouches for the rest
	Subject string   // who calls; unique within the issuer, and never empty
	Tenant  string   // whose data it works on, as the credential says it, never the request; "": nobody's in particular
	Client  string   // the software that calls for the subject; "": unknown
	Scopes  []string // what the credential is good for
	// Internal callers belong to the house: they see what the contract marks as internal.
	Internal bool
}

// ID is a text that two callers share only if they are one: a key for quotas, page tokens and idempotency. It is made
// for machines, and isn't empty.
func (c Caller) ID() string {
	id := make([]byte, 0, len(c.Issuer)+len(c.Tenant)+len(c.Subject)+9)
	for _, part := range [...]string{c.Issuer, c.Tenant, c.Subject} { // lengths first: no part can pass for two
		id = append(append(strconv.AppendInt(id, int64(len(part)), 10), ':'), part...)
	}
	return string(id)
}

// Has reports whether the credential is good for a scope. Scopes are compared byte by byte (RFC 6749, 3.3).
func (c Caller) Has(scope string) bool { return slices.Contains(c.Scopes, scope) }

// Verifier makes a caller of a bearer token. An error that is, or wraps, ErrToken or ErrExpired says that the token is
// at fault (401), any other that it couldn't be looked at (503). It is used by many requests at once.
type Verifier interface {
	Verify(ctx context.Context, token string) (Caller, error)
}

// VerifierFunc is a function that verifies.
type VerifierFunc func(ctx context.Context, token string) (Caller, error)

// Verify calls f.
func (f VerifierFunc) Verify(ctx context.Context, token string) (Caller, error) { return f(ctx, token) }

// What is wrong with a token. Callers are told no more than this.
var (
	ErrToken   = errors.New("the token isn't valid")
	ErrExpired = errors.New("the token has expired")
)

type callerKey struct{}

// With returns a context in which From finds the caller.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From returns who calls; false: nobody has proved to be anybody.
func From(ctx context.Context) (Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	return c, ok
}

// IDFrom returns the ID of who calls; "": nobody has proved to be anybody.
func IDFrom(ctx context.Context) string {
	if c, ok := From(ctx); ok {
		return c.ID()
	}
	return ""
}
