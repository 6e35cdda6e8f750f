package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// running is a server with what is known of it.
type running struct {
	name     string
	server   Server
	stopping atomic.Bool
	done     chan struct{} // closed when Serve has returned
}

func newRunning(name string, s Server) *running {
	return &running{name: name, server: s, done: make(chan struct{})}
}

// run is one run of a process.
type run struct {
	*Process
	ended  chan string   // why the process ends; the first reason counts
	asked  chan struct{} // for a reload
	failed atomic.Bool
	forced atomic.Bool
}

// Run starts everything, waits for a signal, the context's end or a failure, and stops everything. It returns the code to
// exit with; whatever went wrong is in the log, once. It must be called once only, and panics otherwise.
func (p *Process) Run(ctx context.Context) int {
	if p.began.Swap(true) {
		panic("lifecycle: Run is called twice")
	}
	r := &run{Process: p, ended: make(chan string, 1), asked: make(chan struct{}, 1)}
	control, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer r.listen(control)()
	reloads, noReloads := context.WithCancel(control)
	r.startReloads(reloads)
	r.startServers()
	ready := r.stay(ctx)
	noReloads()
	r.stop(context.WithoutCancel(ctx), ready)
	return r.code()
}

func (r *run) code() int {
	switch {
	case r.failed.Load():
		return ExitFailed
	case r.forced.Load():
		return ExitForced
	}
	return ExitOK
}

func (r *run) startServers() {
	for _, all := range [][]*running{r.internal, r.public} {
		for _, s := range all {
			r.options.Logger.Info("server starts", "server", s.name)
			go r.serve(s)
		}
	}
}

func (r *run) serve(s *running) {
	defer close(s.done)
	err := caught(s.server.Serve)
	switch {
	case !s.stopping.Load():
		if err == nil {
			err = errors.New("it has ended by itself")
		}
		r.fail("a server has died", s.name, err)
	case err != nil:
		r.fail("a server has failed while it stopped", s.name, err)
	}
}

// fail tells what went wrong, and takes the process down.
func (r *run) fail(what, name string, err error) {
	r.options.Logger.Error(what, "name", name, "error", err)
	r.failed.Store(true)
	r.end(what)
}

// end takes the process down, if that isn't so already.
func (r *run) end(why string) {
	select {
	case r.ended <- why:
	default:
	}
}

// stay warms up, and returns when the process has to stop. True means that it has been ready.
func (r *run) stay(parent context.Context) (ready bool) {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	warm := make(chan struct{})
	go func() {
		if r.warmUp(ctx) {
			close(warm)
		}
	}()
	for {
		select {
		case why := <-r.ended:
			r.options.Logger.Info("stopping", "because", why)
			return ready
		case <-parent.Done():
			r.end("the context has ended")
			parent = context.WithoutCancel(parent)
		case <-warm:
			ready, warm = true, nil
			r.options.OnReady()
			r.options.Logger.Info("ready") // and not before: who reads it may call at once
		}
	}
}

func (r *run) warmUp(ctx context.Context) bool {
	for _, h := range r.warmUps {
		err := caught(func() error { return h.do(ctx) })
		if ctx.Err() != nil {
			return false // whatever it says, it has been ended
		}
		if err != nil {
			r.fail("the warm-up has failed", h.name, err)
			return false
		}
	}
	return true
}

// caught makes an error of a panic.
func caught(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}
