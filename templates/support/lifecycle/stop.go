package lifecycle

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errLate is told instead of a context's own error, which says nothing to who reads the log.
var errLate = errors.New("it wasn't finished in time")

// stop is the whole of stopping. What never was ready no load balancer knows, so nothing has to wait for it.
func (r *run) stop(ctx context.Context, ready bool) {
	r.options.OnDrain()
	r.drain()
	if ready && r.options.Drain > 0 {
		<-r.options.After(r.options.Drain)
	}
	close(r.stopping)
	r.stopServers(ctx, r.public, r.options.Grace)
	r.flush(ctx)
	r.stopServers(ctx, r.internal, internalTime)
	r.options.Logger.Info("stopped")
}

func (r *run) drain() {
	for _, s := range r.public {
		if d, ok := s.server.(Drainer); ok {
			d.Drain()
		}
	}
}

// stopServers stops them all at once, so that one bound holds for all. It begins before any of them is asked to stop: one
// that never returns is left behind.
func (r *run) stopServers(parent context.Context, all []*running, bound time.Duration) {
	ctx, cancel := r.within(parent, bound)
	defer cancel()
	var stopped sync.WaitGroup
	for _, s := range all {
		stopped.Add(1)
		go func() {
			defer stopped.Done()
			r.cut("a server was cut off", s.name, r.patiently(ctx, cutting, s.shutdown))
		}()
	}
	stopped.Wait()
}

func (s *running) shutdown(ctx context.Context) error {
	s.stopping.Store(true)
	if err := s.server.Shutdown(ctx); err != nil {
		return err
	}
	<-s.done
	return nil
}

// flush runs the hooks. One that hangs doesn't keep the others from running: it has its share of the time, a tenth of which
// is for returning when its context has ended.
func (r *run) flush(parent context.Context) {
	end := r.options.Now().Add(r.options.Flush)
	for left := len(r.flushes); left > 0; left-- {
		h := r.flushes[left-1]
		share := max(end.Sub(r.options.Now()), 0) / time.Duration(left)
		ctx, cancel := r.within(parent, share-share/10)
		r.cut("a flush hook has failed", h.name, r.patiently(ctx, share/10, h.do))
		cancel()
	}
}

// cut tells what couldn't be finished.
func (r *run) cut(what, name string, err error) {
	if err == nil {
		return
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		err = errLate
	}
	r.options.Logger.Error(what, "name", name, "error", err)
	r.forced.Store(true)
}

// patiently waits for what is done until the context ends, and a moment longer, in which it can return by itself.
func (r *run) patiently(ctx context.Context, moment time.Duration, do func(context.Context) error) error {
	done := make(chan error, 1)
	go func() { done <- caught(func() error { return do(ctx) }) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-r.options.After(moment):
		return errLate
	}
}

// within returns a context that ends after d of the process's own clock.
func (p *Process) within(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	late := p.options.After(d)
	go func() {
		select {
		case <-late:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}
