package idempotency

import (
	"context"
	stderrors "errors"
	"sync"
	"time"
)

// execution is one that this process is at.
type execution struct {
	id          string
	fence       int64
	fingerprint Fingerprint
	until       time.Time // of the lease; only keep's goroutine knows it

	mu   sync.Mutex
	gone error // why it has no lease any more
}

func (e *execution) lost() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.gone
}

func (e *execution) lose(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.gone = err
}

// find returns the execution of a record that goes on here. Whatever the clock says of its lease, it lives.
func (x *Executor) find(id string) *execution {
	x.mu.Lock()
	defer x.mu.Unlock()
	if e := x.running[id]; e != nil && e.lost() == nil {
		return e
	}
	return nil
}

func (x *Executor) add(e *execution) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.running[e.id] = e
}

func (x *Executor) remove(e *execution) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.running[e.id] == e {
		delete(x.running, e.id)
	}
}

// errLapsed is the loss of a lease that couldn't be renewed in time.
var errLapsed = stderrors.New("idempotency: the lease is over, and couldn't be renewed")

// keep renews the lease until stop is called, which waits for the end of it. The context that it returns ends when the lease
// is lost.
func (x *Executor) keep(ctx context.Context, e *execution) (alive context.Context, stop func()) {
	alive, end := context.WithCancelCause(ctx)
	renewing, cancel := context.WithCancel(context.WithoutCancel(ctx)) // work may go on for a while after its caller has left
	done := make(chan struct{})
	go func() {
		defer close(done)
		for x.o.Wait(renewing, x.o.Lease/3) == nil {
			if err := x.renew(renewing, e); err != nil {
				e.lose(err)
				end(err)
				return
			}
		}
	}()
	return alive, sync.OnceFunc(func() {
		cancel()
		<-done
		end(nil)
	})
}

// renew prolongs the lease. The error is that it is lost; a store that is down for a while is not.
func (x *Executor) renew(ctx context.Context, e *execution) error {
	bounded, cancel := context.WithTimeout(ctx, min(x.o.Patience, x.o.Lease/3))
	defer cancel()
	now := x.o.Now()
	err := x.o.Store.Renew(bounded, e.id, e.fence, now.Add(x.o.Lease))
	switch {
	case err == nil:
		e.until = now.Add(x.o.Lease)
		return nil
	case ctx.Err() != nil: // the work has ended
		return nil
	case stderrors.Is(err, ErrFenced):
		return err
	case !x.o.Now().Before(e.until):
		return errLapsed
	}
	x.o.Logger.WarnContext(ctx, "an idempotency lease can't be renewed", "record", e.id, "error", err)
	return nil
}
