package lifecycle

import (
	"context"
	"errors"
)

// worker is a function that runs in the background.
type worker struct {
	run  func(context.Context) error
	ctx  context.Context
	stop context.CancelFunc
	done chan struct{}
}

// Worker returns a Server that runs a function, which should return when its context ends, and not before: that takes the
// process down.
func Worker(run func(context.Context) error) Server {
	w := &worker{run: run, done: make(chan struct{})}
	w.ctx, w.stop = context.WithCancel(context.Background())
	return w
}

// Serve implements Server.
func (w *worker) Serve() error {
	defer close(w.done)
	err := w.run(w.ctx)
	if w.ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Shutdown implements Server.
func (w *worker) Shutdown(ctx context.Context) error {
	w.stop()
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return errLate
	}
}
