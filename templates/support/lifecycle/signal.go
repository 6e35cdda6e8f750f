package lifecycle

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// listen obeys signals until the context ends. What it returns gives them their meaning back.
func (r *run) listen(ctx context.Context) (stop func()) {
	signals, stop := r.options.Signals, func() {}
	if signals == nil {
		own := make(chan os.Signal, 8)
		wanted := []os.Signal{os.Interrupt, syscall.SIGTERM}
		if r.options.Reload != nil {
			wanted = append(wanted, syscall.SIGHUP)
		}
		signal.Notify(own, wanted...)
		signals, stop = own, func() { signal.Stop(own) }
	}
	go r.obey(ctx, signals)
	return stop
}

// obey is a loop of its own, so that nothing that the process waits for keeps the second signal from killing it.
func (r *run) obey(ctx context.Context, signals <-chan os.Signal) {
	stopping := false
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-signals:
			switch {
			case s == syscall.SIGHUP:
				r.askReload()
			case !stopping:
				stopping = true
				r.end(s.String())
			default:
				r.options.Logger.Error("killed by a second signal", "signal", s.String())
				r.options.Exit(ExitKilled)
			}
		}
	}
}
