// Package health is what a process says of itself: that it lives, whether it wants requests, and how what it depends on
// answers. It keeps one state, which every protocol shows; it must not know which dependencies there are, what starts or
// stops the process, nor gRPC.
//
//	/health/live    200 as long as anything is answered; never depends on anything, not even on a shutdown
//	/health/ready   200 between Ready and Drain, while no gate fails; else 503 with Retry-After
//	/health/deep    every check with its age, for those that Options.Deep lets in; 503 unless all of them pass
//
// Point the start and liveness probes of an orchestrator at live, its readiness probe and load balancers at ready, and
// people at deep.
package health

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// Check is something that the process depends on.
type Check struct {
	Name string // 1 to 64 of a-z, 0-9, '.', '_' and '-'. It is shown, so it should tell no secrets

	// Probe says whether the dependency answers. It is called by Run only, never twice at once, and should return when
	// its context ends. Its error is logged, and never shown.
	Probe func(context.Context) error

	Timeout time.Duration // of one probe; 0: 2 s
	Every   time.Duration // between the end of a probe and the next one, give or take a tenth; 0: 10 s

	// Gate makes the process unready while the check fails, and before its first result. It is for what this instance
	// alone has, such as a disk or a sidecar: where all instances depend on the same thing, all of them would be taken out
	// of service at once, those included that would still have answered from a cache.
	Gate bool
}

// Options configures a State. The zero value has no checks, and shows deep to nobody.
type Options struct {
	Checks []Check // at most 100
	Deep   Guard   // who may see /health/deep; nil: nobody

	RetryAfter time.Duration // what those are told who come while the process isn't ready, rounded up to seconds; 0: 5 s

	Logger *slog.Logger                         // nil: slog.Default()
	Now    func() time.Time                     // nil: time.Now
	After  func(time.Duration) <-chan time.Time // nil: time.After
	Rand   func() float64                       // from [0, 1), spreads the probes of many instances; nil: math/rand/v2
}

// Limits of what is shown.
const (
	mostChecks = 100
	mostName   = 64
)

// Status is whether the process wants requests.
type Status uint8

// What a process goes through. It can be Blocked at any time between Starting and Draining, and it never leaves Draining.
const (
	Starting Status = iota // it listens, but isn't warm
	Serving
	Blocked  // a gate fails
	Draining // it finishes what it has, and wants no more
)

// String returns the status in lower case.
func (s Status) String() string {
	switch s {
	case Starting:
		return "starting"
	case Serving:
		return "serving"
	case Blocked:
		return "blocked"
	case Draining:
		return "draining"
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// State is the health of a process. It is safe for concurrent use.
type State struct {
	options Options
	checks  []*check

	status  atomic.Uint32 // a Status, written under mu
	mu      sync.RWMutex
	warm    bool
	drained bool
	changed chan struct{} // closed when status changes
}

// New returns the state of a process that is starting. The error tells what is wrong with the checks.
func New(o Options) (*State, error) {
	s := &State{options: o.withDefaults(), changed: make(chan struct{})}
	var wrong []error
	names := make(map[string]bool, len(o.Checks))
	for _, c := range o.Checks {
		if err := fits(c, names); err != nil {
			wrong = append(wrong, err)
		}
		names[c.Name] = true
		s.checks = append(s.checks, newCheck(c))
	}
	if len(o.Checks) > mostChecks {
		wrong = append(wrong, fmt.Errorf("health: %d checks are more than %d", len(o.Checks), mostChecks))
	}
	if wrong != nil {
		return nil, errors.Join(wrong...)
	}
	return s, nil
}

func fits(c Check, names map[string]bool) error {
	switch {
	case !plain(c.Name):
		return fmt.Errorf("health: the check's name %.80q isn't 1 to %d of a-z, 0-9, '.', '_' and '-'", c.Name, mostName)
	case names[c.Name]:
		return fmt.Errorf("health: two checks have the name %q", c.Name)
	case c.Probe == nil:
		return fmt.Errorf("health: the check %q has no probe", c.Name)
	case c.Timeout < 0 || c.Every < 0:
		return fmt.Errorf("health: the check %q has a negative time", c.Name)
	}
	return nil
}

func plain(name string) bool {
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return name != "" && len(name) <= mostName
}

func (o Options) withDefaults() Options {
	if o.RetryAfter <= 0 {
		o.RetryAfter = 5 * time.Second
	}
	if o.Deep == nil {
		o.Deep = Nobody
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	return o
}

// Ready says that the process is warm. It has no effect after Drain.
func (s *State) Ready() { s.change(func() { s.warm = true }) }

// Drain says that the process is about to stop, and takes no more than what comes anyway. It can't be taken back.
func (s *State) Drain() { s.change(func() { s.drained = true }) }

// Status returns whether the process wants requests.
func (s *State) Status() Status { return Status(s.status.Load()) }

// Watch returns the status, and what is closed when it changes. Nothing has to be given back.
func (s *State) Watch() (Status, <-chan struct{}) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.Status(), s.changed
}

// RetryAfter returns what those are told who come while the process isn't ready.
func (s *State) RetryAfter() time.Duration { return s.options.RetryAfter }

// change alters what the status is made of, and tells those who watch if it is another one then.
func (s *State) change(alter func()) {
	from, to := s.swap(alter)
	if from != to { // the lock is not held: a log may be slow
		s.options.Logger.Info("health has changed", "from", from.String(), "to", to.String())
	}
}

func (s *State) swap(alter func()) (from, to Status) {
	s.mu.Lock()
	defer s.mu.Unlock()
	alter()
	from, to = s.Status(), s.judge()
	if from != to {
		s.status.Store(uint32(to))
		close(s.changed)
		s.changed = make(chan struct{})
	}
	return from, to
}

func (s *State) judge() Status {
	switch {
	case s.drained:
		return Draining
	case !s.warm:
		return Starting
	}
	for _, c := range s.checks {
		if c.Gate && c.result.outcome != Pass {
			return Blocked
		}
	}
	return Serving
}
