package idempotency

import (
	"context"
	stderrors "errors"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// HeaderKey is the header that a key is sent in, and HeaderReplayed the one that marks an answer out of the store.
const (
	HeaderKey      = "Idempotency-Key"
	HeaderReplayed = "Idempotency-Replayed" // "true"
)

// evictions: every so many executions remove records that are over, twice as many as these have made.
const (
	evictEvery = 50
	evictBatch = 2 * evictEvery
)

// Do executes work, unless a request of the same scope has been executed: then that one's answer is returned, or its error.
// What ended for good is stored: an Answer that isn't Pending, and an *errors.Error that is Terminal. After any other error
// and after a panic the key stays bound to the body, and the next request is executed. Errors of Do's own are *errors.Error:
//
//   - 400 for a bad key, 401 without a caller;
//   - 422, idempotency_key_reused: the key belongs to another body, also if that one wasn't executed to its end;
//   - 409 with RetryAfter, idempotency_key_in_use: the first request still runs, or this one has lost its lease to another;
//   - 409 without, answer_not_kept: it was executed, but its answer can't be repeated;
//   - 503: the store is down, or the transaction that work shares with it could not be committed.
//
// The context of work ends, besides when the caller's does, when the lease is lost: what it does from there on may be done
// by another one too.
func (x *Executor) Do(ctx context.Context, r Request, work func(context.Context) (Answer, error)) (Answer, error) {
	if bad := r.check(); bad != nil {
		return Answer{}, bad
	}
	id := r.ID()
	if here := x.find(id); here != nil {
		return Answer{}, x.refuse(ctx, here.fingerprint == r.Fingerprint)
	}
	record, claimed, err := x.begin(ctx, id, r.Fingerprint)
	switch {
	case err != nil:
		return x.unprotected(ctx, err, work)
	case claimed:
		return x.execute(ctx, &execution{id: id, fence: record.Fence, fingerprint: r.Fingerprint, until: record.LeaseUntil}, work)
	case record.Fingerprint != r.Fingerprint || record.State == Processing || record.State == Pending:
		return Answer{}, x.refuse(ctx, record.Fingerprint == r.Fingerprint)
	}
	x.o.Observe(ctx, Replayed)
	return replay(record)
}

func (x *Executor) begin(ctx context.Context, id string, f Fingerprint) (Record, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, x.o.Patience)
	defer cancel()
	return x.o.Store.Begin(ctx, Claim{ID: id, Fingerprint: f, Now: x.o.Now(), Lease: x.o.Lease, TTL: x.o.TTL})
}

func (x *Executor) refuse(ctx context.Context, same bool) error {
	if !same {
		x.o.Observe(ctx, Mismatch)
		return mismatch()
	}
	x.o.Observe(ctx, Running)
	return running(x.o.RetryAfter)
}

// unprotected is what becomes of a request while the store is down.
func (x *Executor) unprotected(ctx context.Context, err error, work func(context.Context) (Answer, error)) (Answer, error) {
	if ctx.Err() != nil { // the caller is gone
		return Answer{}, ctx.Err()
	}
	x.o.Logger.ErrorContext(ctx, "the idempotency store is down", "error", err, "executes_unprotected", x.o.Pass)
	if !x.o.Pass {
		x.o.Observe(ctx, Down)
		return Answer{}, down(err, x.o.RetryAfter)
	}
	x.o.Observe(ctx, Passed)
	return work(ctx)
}

// execute does the work while its lease is renewed, and stores what comes of it.
func (x *Executor) execute(ctx context.Context, e *execution, work func(context.Context) (Answer, error)) (a Answer, err error) {
	defer x.tidy(ctx)
	x.add(e)
	defer x.remove(e)
	if t, ok := x.o.Store.(Transactor); ok {
		ctx = t.Enter(ctx, e.id, e.fence)
	}
	alive, stop := x.keep(ctx, e)
	ended := false
	defer func() {
		stop()
		if !ended { // work has panicked
			x.o.Observe(ctx, Transient)
			x.abandon(ctx, e)
		}
	}()
	a, err = work(alive)
	ended = true
	stop()
	return x.settle(ctx, e, a, err)
}

// settle stores an outcome that is one, and says what the caller gets.
func (x *Executor) settle(ctx context.Context, e *execution, a Answer, failed error) (Answer, error) {
	state, stored, ok := outcome(a, failed, x.o.MaxAnswer)
	if !ok {
		x.abandon(ctx, e)
		if err := x.cutOff(ctx, e, failed); err != nil {
			return Answer{}, x.fenced(ctx, err)
		}
		x.o.Observe(ctx, Transient)
		return a, failed
	}
	err := x.finish(ctx, e, state, stored)
	switch {
	case err == nil:
		x.o.Observe(ctx, Executed)
	case stderrors.Is(err, ErrFenced):
		return Answer{}, x.fenced(ctx, err)
	default:
		x.o.Observe(ctx, Unsaved)
		x.o.Logger.ErrorContext(ctx, "a request was executed, but its outcome isn't stored", "record", e.id, "error", err)
		if stderrors.Is(err, ErrUndone) {
			x.abandon(ctx, e) // who comes again needn't wait for the end of the lease
			return Answer{}, down(err, x.o.RetryAfter)
		}
	}
	return a, failed
}

// cutOff returns the loss of the lease if work has failed by that: we have ended its context, or its transaction has told.
func (*Executor) cutOff(ctx context.Context, e *execution, failed error) error {
	var own *errors.Error
	switch lost := e.lost(); {
	case stderrors.As(failed, &own): // it has its reasons
		return nil
	case stderrors.Is(failed, ErrFenced):
		return failed
	case ctx.Err() == nil: // the caller hasn't left
		return lost
	}
	return nil
}

func (x *Executor) fenced(ctx context.Context, err error) error {
	x.o.Observe(ctx, Fenced)
	x.o.Logger.WarnContext(ctx, "an execution has lost its lease: what it did may be done twice", "error", err)
	refusal := running(x.o.RetryAfter)
	refusal.Cause = err
	return refusal
}

// attempts to store an outcome, with waits between them that double.
const (
	finishAttempts = 3
	finishWait     = 100 * time.Millisecond
)

// finish stores an outcome, whether the caller still waits or not.
func (x *Executor) finish(ctx context.Context, e *execution, state State, stored []byte) (err error) {
	for n := range finishAttempts {
		err = x.stored(ctx, func(ctx context.Context) error {
			return x.o.Store.Finish(ctx, e.id, e.fence, Outcome{State: state, Answer: stored, Expires: x.o.Now().Add(x.o.TTL)})
		})
		switch {
		case err == nil, stderrors.Is(err, ErrFenced), stderrors.Is(err, ErrUndone):
			return err
		case stderrors.Is(err, ErrFull) && len(stored) > 1:
			stored = []byte{kindUnkept}
		case n+1 < finishAttempts:
			_ = x.o.Wait(context.WithoutCancel(ctx), finishWait<<n)
		}
	}
	return err
}

func (x *Executor) abandon(ctx context.Context, e *execution) {
	err := x.stored(ctx, func(ctx context.Context) error { return x.o.Store.Abandon(ctx, e.id, e.fence) })
	if err != nil && !stderrors.Is(err, ErrFenced) {
		x.o.Logger.WarnContext(ctx, "an idempotency record can't be freed before its lease is over", "record", e.id, "error", err)
	}
}

// stored calls the store for the sake of what was done, not of the caller, who may be gone.
func (x *Executor) stored(ctx context.Context, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), x.o.Patience)
	defer cancel()
	return call(ctx)
}

// tidy evicts now and then, so that a store can't grow for want of somebody who does.
func (x *Executor) tidy(ctx context.Context) {
	if x.begun.Add(1)%evictEvery != 1 {
		return
	}
	err := x.stored(ctx, func(ctx context.Context) error {
		_, err := x.o.Store.Evict(ctx, x.o.Now(), evictBatch)
		return err
	})
	if err != nil {
		x.o.Logger.WarnContext(ctx, "idempotency records that are over can't be removed", "error", err)
	}
}
