package health

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// Outcome is how the last probe of a check ended.
type Outcome uint8

// The outcomes.
const (
	Unknown Outcome = iota // none has ended yet
	Pass
	Fail
	Timeout // it took too long, and may still be at it
)

// String returns the outcome in lower case.
func (o Outcome) String() string {
	switch o {
	case Pass:
		return "pass"
	case Fail:
		return "fail"
	case Timeout:
		return "timeout"
	}
	return "unknown"
}

// Result is what is known of a check.
type Result struct {
	Name    string
	Gate    bool
	Outcome Outcome
	Age     time.Duration // since it was found so; 0 while it is unknown
	Took    time.Duration
	Since   time.Duration // how long this has been the outcome
}

// check is a Check with what is known of it, which the State's lock guards.
type check struct {
	Check
	result struct {
		outcome   Outcome
		at, since time.Time
		took      time.Duration
	}
}

func newCheck(c Check) *check {
	if c.Timeout == 0 {
		c.Timeout = 2 * time.Second
	}
	if c.Every == 0 {
		c.Every = 10 * time.Second
	}
	return &check{Check: c}
}

// Results returns what is known of the checks, in their order. It calls no probe.
func (s *State) Results() []Result {
	now := s.options.Now()
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]Result, len(s.checks))
	for i, c := range s.checks {
		all[i] = Result{Name: c.Name, Gate: c.Gate, Outcome: c.result.outcome}
		if c.result.outcome != Unknown {
			all[i].Age, all[i].Took, all[i].Since = now.Sub(c.result.at), c.result.took, now.Sub(c.result.since)
		}
	}
	return all
}

// Run probes what is checked until the context ends, and returns nil then. However many ask, this alone calls the probes:
// one at a time for each check. A probe that doesn't return in time counts as failed, and isn't called again before it has
// returned. Run waits for no such probe. It is called once.
func (s *State) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, c := range s.checks {
		all.Add(1)
		go func() {
			defer all.Done()
			s.watch(ctx, c)
		}()
	}
	<-ctx.Done() // without checks, too: to end at once would look like a failure
	all.Wait()
	return nil
}

func (s *State) watch(ctx context.Context, c *check) {
	for s.probe(ctx, c) {
		spread := 0.9 + 0.2*s.options.Rand()
		select {
		case <-ctx.Done():
			return
		case <-s.options.After(time.Duration(float64(c.Every) * spread)):
		}
	}
}

// probe notes how one probe ends; false means that Run has been ended meanwhile.
func (s *State) probe(ctx context.Context, c *check) bool {
	bounded, cancel := context.WithCancel(ctx)
	defer cancel()
	began, done := s.options.Now(), make(chan error, 1)
	go func() { done <- guarded(bounded, c.Probe) }()
	select {
	case <-ctx.Done():
		return false
	case err := <-done:
		if ctx.Err() != nil {
			return false // it failed because it was ended
		}
		s.note(c, began, outcomeOf(err), err)
		return true
	case <-s.options.After(c.Timeout):
	}
	cancel()
	s.note(c, began, Timeout, fmt.Errorf("no answer in %v", c.Timeout))
	select {
	case <-ctx.Done():
		return false
	case <-done: // too late to count
		return true
	}
}

func outcomeOf(err error) Outcome {
	switch {
	case err == nil:
		return Pass
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	}
	return Fail
}

// guarded makes an error of a panic.
func guarded(ctx context.Context, probe func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return probe(ctx)
}

// note keeps a result, and logs it if it isn't what it was.
func (s *State) note(c *check, began time.Time, o Outcome, err error) {
	now := s.options.Now()
	turned := false
	s.change(func() {
		r := &c.result
		if turned = r.outcome != o; turned {
			r.since = now
		}
		r.outcome, r.at, r.took = o, now, now.Sub(began)
	})
	switch {
	case turned && o == Pass:
		s.options.Logger.Info("a dependency answers", "check", c.Name)
	case turned:
		s.options.Logger.Warn("a dependency doesn't answer", "check", c.Name, "outcome", o.String(), "error", err)
	}
}
