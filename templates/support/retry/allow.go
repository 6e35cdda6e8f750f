package retry

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Operation is what bears on whether a call may be made twice.
type Operation struct {
	Method   string
	Key      bool     // the request carries an idempotency key, the same one each time
	Declared Declared // what the contract says of it
	Once     bool     // the request can't be sent a second time, such as one whose body is a stream
}

// Declared is what the contract says of repeating an operation (x-bylaw-retryable).
type Declared uint8

// What can be declared.
const (
	Undeclared Declared = iota // the method decides, and the key
	Retryable
	NotRetryable
)

// Repeatable reports whether a second call does no more than the first: reads, PUT and DELETE, and
// POST with an idempotency key.
func (o Operation) Repeatable() bool {
	if o.Once || o.Declared == NotRetryable {
		return false
	}
	switch o.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY", http.MethodPut, http.MethodDelete:
		return true
	case http.MethodPost:
		return o.Key || o.Declared == Retryable
	}
	return o.Declared == Retryable
}

// Outcome is how one call ended.
type Outcome struct {
	Status     int           // the status of a response that came whole; 0: none did
	Err        error         // why none did
	Asked      bool          // the response has a Retry-After
	RetryAfter time.Duration // what it says
	Retryable  bool          // the body of the error says that another call may succeed
}

// healthy reports whether the server has answered and has no trouble, whatever it says of the request.
func (o Outcome) healthy() bool {
	return o.Status != 0 && o.Status < 500 && o.Status != http.StatusTooManyRequests
}

// Allows is the allowlist: what is not in it is never repeated.
func (o Operation) Allows(out Outcome) bool {
	if !o.Repeatable() {
		return false
	}
	switch out.Status {
	case 0:
		return transient(out.Err)
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusInternalServerError:
		return out.Retryable
	case http.StatusConflict: // the first call is still running: its key tells that this is the same
		return out.Asked && o.Key
	}
	return false
}

// permanent marks an error that no repetition mends.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent returns an error like err after which nothing is repeated.
func Permanent(err error) error { return permanent{err} }

// transient reports whether the error may be one of the transport's that passes. The caller's own
// end isn't, nor is a server whose certificate is wrong.
func transient(err error) bool {
	var fatal permanent
	var certificate *tls.CertificateVerificationError
	return err != nil && !errors.Is(err, context.Canceled) && !errors.As(err, &fatal) && !errors.As(err, &certificate)
}

// After reads a Retry-After header: whole seconds or an HTTP date, of which now is subtracted (RFC
// 9110 §10.2.3). A date that is over means at once; false means that the header says nothing.
func After(header string, now time.Time) (time.Duration, bool) {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, uint64(longest/time.Second))) * time.Second, true
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), longest), true
}

// longest is what longer waits are taken for, lest they overflow.
const longest = 365 * 24 * time.Hour
