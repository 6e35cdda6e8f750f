package breaker

import (
	"context"
	stderrors "errors"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// Outcome is what the end of a call says of the dependency.
type Outcome uint8

// The outcomes.
const (
	Success Outcome = iota // it works, whatever it thinks of the request
	Failure
	Ignored // nothing
)

// Judge is what errors usually mean. An answer of 4xx is one, and the request's fault; a caller who has gone
// away has learnt nothing; nor has one whose call was not made at all, which the error says by Unsent, as those of
// bulkhead and deadline do. A deadline that has passed is a failure.
func Judge(err error) Outcome {
	var known *errors.Error
	var own interface{ Unsent() bool }
	switch {
	case err == nil:
		return Success
	case stderrors.Is(err, context.Canceled), stderrors.As(err, &own) && own.Unsent():
		return Ignored
	case stderrors.As(err, &known) && known.Status != 0:
		return JudgeStatus(known.Status)
	case known != nil && (known.Code == errors.CodeInvalidRequest || known.Code == errors.CodeUnauthenticated):
		return Ignored // it could not even be sent
	}
	return Failure
}

// JudgeStatus is what an answer of that status means. 429 is neither: the dependency works, though not for us.
func JudgeStatus(status int) Outcome {
	switch {
	case status == http.StatusTooManyRequests:
		return Ignored
	case status < 500, status == http.StatusNotImplemented:
		return Success
	}
	return Failure
}

// Do makes the call unless the breaker is open. A panic is a failure. If the caller has cancelled ctx, the call
// says nothing, whatever its error is.
func (b *Breaker) Do(ctx context.Context, call func(context.Context) error) error {
	done, err := b.Enter()
	if err != nil {
		return err
	}
	outcome := Failure
	defer func() { done(outcome) }()
	err = call(ctx)
	outcome = b.options.Judge(err)
	if outcome == Failure && stderrors.Is(ctx.Err(), context.Canceled) {
		outcome = Ignored
	}
	return err
}

// Transport makes the requests of an http.Client calls of the breaker; base nil is http.DefaultTransport. A call
// has ended when the head of its answer is there. One that is not made is not repeated by retry.
func (b *Breaker) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return &transport{b, base}
}

type transport struct {
	breaker *Breaker
	base    http.RoundTripper
}

// RoundTrip sends the request.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	done, err := t.breaker.Enter()
	if err != nil {
		if r.Body != nil {
			r.Body.Close() // as RoundTripper promises; nothing was read of it
		}
		return nil, retry.Permanent(err)
	}
	outcome := Failure
	defer func() { done(outcome) }()
	answer, err := t.base.RoundTrip(r)
	switch {
	case err == nil:
		outcome = JudgeStatus(answer.StatusCode)
	case stderrors.Is(r.Context().Err(), context.Canceled):
		outcome = Ignored
	default:
		outcome = t.breaker.options.Judge(err)
	}
	return answer, err
}
