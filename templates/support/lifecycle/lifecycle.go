// Package lifecycle starts the servers of a process, and stops them so that no request is lost: readiness fails, load
// balancers get time to see it, no more connections are taken, what is in flight is finished, what is buffered is flushed,
// and the process exits, each within a bound. It must not know what the servers serve, nor what is checked or flushed.
package lifecycle

import (
	"context"
	"log/slog"
	"os"
	"sync/atomic"
	"time"
)

// What Run returns, for os.Exit. 2 is left to the Go runtime, which exits with it after a panic.
const (
	ExitOK     = 0 // stopped in order
	ExitFailed = 1 // a server or the warm-up has failed; what could be finished is
	ExitForced = 3 // something was cut off when its bound was over, or couldn't be flushed
	ExitKilled = 4 // a second signal came; nothing was waited for
)

// Server is something that runs until it is told to stop.
type Server interface {
	// Serve runs until Shutdown is called, and returns nil then. Whatever it returns earlier takes the process down.
	Serve() error

	// Shutdown takes nothing new, waits for what is in flight, and cuts that off and returns an error when the context
	// ends. It is called once, beside Serve or even before it.
	Shutdown(context.Context) error
}

// Drainer is a Server that is told when readiness has failed, while it has to go on serving for Options.Drain. It may ask
// its callers to go elsewhere.
type Drainer interface {
	Server
	Drain()
}

// Options configures a Process. The zero value stops within 28 s, which is less than the 30 s that Kubernetes grants.
type Options struct {
	Drain time.Duration // from failing readiness to taking no more connections: as long as load balancers need to see it; 0: 5 s, negative: none
	Grace time.Duration // for what is in flight then; 0: 15 s
	Flush time.Duration // for all flush hooks together; 0: 5 s

	OnReady func() // the process is warm; nil: nothing
	OnDrain func() // it wants no more requests; nil: nothing. The first thing that happens when the process stops

	// Reload takes over a changed configuration, or returns an error and keeps the old one: see Config. It is called on
	// SIGHUP, never twice at once. nil: SIGHUP keeps its meaning.
	Reload func(context.Context) error

	Watch []string      // files whose change calls Reload, too: on Windows, which has no SIGHUP, and elsewhere if Poll is set
	Poll  time.Duration // how often they are looked at; 0: 10 s on Windows, elsewhere never

	Logger  *slog.Logger                         // nil: slog.Default()
	Signals <-chan os.Signal                     // nil: SIGTERM, SIGINT and SIGHUP of the process
	Now     func() time.Time                     // nil: time.Now
	After   func(time.Duration) <-chan time.Time // nil: time.After
	Exit    func(code int)                       // called with ExitKilled at a second signal; nil: os.Exit
}

// Times that are no option: what has been cut off gets a moment to return, and so has what only answers probes.
const (
	cutting      = time.Second
	internalTime = time.Second
)

func (o Options) withDefaults() Options {
	o.Drain = max(orDefault(o.Drain, 5*time.Second), 0)
	o.Grace = orDefault(max(o.Grace, 0), 15*time.Second)
	o.Flush = orDefault(max(o.Flush, 0), 5*time.Second)
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Exit == nil {
		o.Exit = os.Exit
	}
	if o.OnReady == nil {
		o.OnReady = func() {}
	}
	if o.OnDrain == nil {
		o.OnDrain = func() {}
	}
	return o
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// Total is the longest that stopping takes. Who starts the process must grant it more (terminationGracePeriodSeconds,
// TimeoutStopSec), for it would kill it otherwise.
func (o Options) Total() time.Duration {
	o = o.withDefaults()
	return o.Drain + o.Grace + cutting + o.Flush + internalTime + cutting
}

// Process is servers, and what is done before and after them. All is registered before Run.
type Process struct {
	options  Options
	internal []*running
	public   []*running
	warmUps  []hook
	flushes  []hook
	stopping chan struct{}
	began    atomic.Bool
	known    digest // of the files that are watched, as New has found them
}

// hook is a function with a name for the log.
type hook struct {
	name string
	do   func(context.Context) error
}

// New returns a process without servers.
func New(o Options) *Process {
	return &Process{options: o.withDefaults(), stopping: make(chan struct{}), known: contents(o.Watch)}
}

// Serve registers a server. Servers are started in the order of their registration, and stopped all at once.
func (p *Process) Serve(name string, s Server) { p.public = append(p.public, newRunning(name, s)) }

// Internal registers a server that is started before all others and stopped after everything else, flush hooks included:
// probes and metrics want answers while the process stops. What it still has in flight then gets a second.
func (p *Process) Internal(name string, s Server) {
	p.internal = append(p.internal, newRunning(name, s))
}

// Warm registers what has to be done before the process is ready. The servers are listening already. Warm-ups run one
// after the other; an error takes the process down, so one that only waits for a dependency should return nil in time. The
// context ends when the process stops.
func (p *Process) Warm(name string, do func(context.Context) error) {
	p.warmUps = append(p.warmUps, hook{name, do})
}

// Flush registers what has to be done when nothing is in flight any more. Hooks run in the reverse order of their
// registration, whatever has happened before. The context ends when the hook's share of Options.Flush is over: what is
// left of it is shared equally by the hooks that are left.
func (p *Process) Flush(name string, do func(context.Context) error) {
	p.flushes = append(p.flushes, hook{name, do})
}

// Stopping is closed when no more connections are taken. Streams that would never end should end then: they count as in
// flight.
func (p *Process) Stopping() <-chan struct{} { return p.stopping }
