package breaker_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// bench is a breaker with a clock that moves when it is told to, and a record of its changes.
type bench struct {
	*breaker.Breaker
	now     time.Time
	changes []string
}

func newBench(o breaker.Options) *bench {
	b := &bench{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return b.now }
	o.OnChange = func(from, to breaker.State) { b.changes = append(b.changes, from.String()+" to "+to.String()) }
	b.Breaker = breaker.New(o)
	return b
}

func (b *bench) pass(d time.Duration) { b.now = b.now.Add(d) }

// calls makes as many calls as there are letters: s is a success, f a failure, i ignored. It returns how
// many were made.
func (b *bench) calls(outcomes string) (made int) {
	for _, c := range outcomes {
		done, err := b.Enter()
		if err != nil {
			continue
		}
		made++
		done(map[rune]breaker.Outcome{'s': breaker.Success, 'f': breaker.Failure, 'i': breaker.Ignored}[c])
	}
	return made
}

// small is easy to count with.
var small = breaker.Options{Name: "prices", Calls: 4, Share: 0.5, Window: 10 * time.Second, Rest: 5 * time.Second, Probes: 2}

func TestWhenItOpens(t *testing.T) {
	for _, row := range []struct {
		outcomes string
		want     breaker.State
	}{
		{"fff", breaker.Closed},                   // too few to tell
		{"ffff", breaker.Open},                    //
		{"sffs", breaker.Closed},                  // it is a failure that opens
		{"sfsf", breaker.Open},                    // half of four
		{"ssfsfsfssf", breaker.Closed},            // four of ten
		{"ssssffff", breaker.Open},                // half of eight
		{"iiiiiiiiifff", breaker.Closed},          // what is ignored is no call
		{"f" + "sssssssss" + "f", breaker.Closed}, // far apart
	} {
		b := newBench(small)
		b.calls(row.outcomes)
		if got := b.Stats().State; got != row.want {
			t.Errorf("%s: %s", row.outcomes, got)
		}
	}
}

func TestTheWindowRolls(t *testing.T) {
	b := newBench(small)
	b.calls("fff")
	b.pass(9 * time.Second)
	if s := b.Stats(); s.Calls != 3 || s.Failures != 3 {
		t.Errorf("%+v", s)
	}
	b.pass(time.Second)
	if s := b.Stats(); s.Calls != 0 {
		t.Errorf("after the window: %+v", s)
	}
	b.calls("fff")
	if got := b.Stats().State; got != breaker.Closed {
		t.Errorf("failures of long ago count: %s", got)
	}
	b.pass(10 * time.Second)
	for range 30 { // one failure and two successes a slice never open it, however long
		b.pass(time.Second)
		b.calls("ssf")
	}
	if s := b.Stats(); s.State != breaker.Closed || s.Calls != 30 || s.Failures != 10 {
		t.Errorf("%+v", s)
	}
	b.pass(time.Hour)
	if s := b.Stats(); s.Calls != 0 {
		t.Errorf("after an hour: %+v", s)
	}
}

func TestClockSetBack(t *testing.T) {
	b := newBench(small)
	b.pass(time.Minute)
	b.calls("ss")
	b.pass(-time.Hour)
	b.calls("ss")
	if s := b.Stats(); s.Calls != 4 {
		t.Errorf("%+v", s)
	}
}

func TestOpenRefusesAtOnce(t *testing.T) {
	b := newBench(small)
	b.calls("ffff")
	b.pass(2 * time.Second)
	_, err := b.Enter()
	var e *problem.Error
	if !errors.Is(err, breaker.ErrOpen) || !errors.As(err, &e) || e.Status != 503 || e.Code != problem.CodeUnavailable || !e.Retryable || e.RetryAfter != 3*time.Second {
		t.Fatalf("%+v", err)
	}
	if strings.Contains(e.Error(), "prices") || !strings.Contains(e.Cause.Error(), "prices") {
		t.Errorf("whom we depend on is for our log, not for callers: %v; %v", e, e.Cause)
	}
	if got := b.calls("ssssssss"); got != 0 {
		t.Errorf("%d calls while it is open", got)
	}
}

// The usual mistake: half-open, everybody is let through to a dependency that has just begun to recover.
func TestHalfOpenAdmitsABoundedNumber(t *testing.T) {
	b := newBench(small)
	b.calls("ffff")
	b.pass(5 * time.Second)
	if got := b.Stats().State; got != breaker.HalfOpen {
		t.Errorf("after its rest: %s", got)
	}
	var running []func(breaker.Outcome)
	for range 100 {
		if done, err := b.Enter(); err == nil {
			running = append(running, done)
		} else if e := new(problem.Error); !errors.As(err, &e) || e.RetryAfter != time.Second {
			t.Fatalf("%+v", err)
		}
	}
	if len(running) != 2 {
		t.Fatalf("%d probes at once", len(running))
	}
	running[0](breaker.Ignored) // says nothing, so another may
	if done, err := b.Enter(); err != nil {
		t.Error(err)
	} else {
		done(breaker.Success)
	}
	if got := b.calls("sssss"); got != 0 {
		t.Errorf("%d more while the last probe runs", got)
	}
	running[1](breaker.Success)
	if got := b.Stats().State; got != breaker.Closed {
		t.Errorf("all probes have succeeded: %s", got)
	}
	if want := []string{"closed to open", "open to half-open", "half-open to closed"}; !slices.Equal(b.changes, want) {
		t.Errorf("%q", b.changes)
	}
}

func TestSuccessResets(t *testing.T) {
	b := newBench(small)
	b.calls("ffff")
	b.pass(5 * time.Second)
	b.calls("ss")
	b.calls("fff") // with the four from before there would be seven
	if s := b.Stats(); s.State != breaker.Closed || s.Failures != 3 {
		t.Errorf("%+v", s)
	}
}

func TestAProbeThatFailsOpensAgain(t *testing.T) {
	b := newBench(small)
	b.calls("ffff")
	b.pass(5 * time.Second)
	b.calls("sf")
	if got := b.calls("ss"); got != 0 || b.Stats().State != breaker.Open {
		t.Errorf("%d calls, %s", got, b.Stats().State)
	}
	b.pass(5*time.Second - 1)
	if got := b.calls("ss"); got != 0 {
		t.Errorf("%d calls before it has rested again", got)
	}
	b.pass(1)
	if got := b.calls("ss"); got != 2 || b.Stats().State != breaker.Closed {
		t.Errorf("%d calls, %s", got, b.Stats().State)
	}
}

// A call that began in another state says nothing of this one, and none counts twice.
func TestLateAndDoubleEnds(t *testing.T) {
	b := newBench(small)
	late, _ := b.Enter()
	later, _ := b.Enter()
	b.calls("ffff")
	late(breaker.Success)
	b.pass(5 * time.Second)
	probe, err := b.Enter()
	if err != nil {
		t.Fatal(err)
	}
	later(breaker.Failure)
	if got := b.Stats().State; got != breaker.HalfOpen {
		t.Errorf("a late failure: %s", got)
	}
	probe(breaker.Success)
	probe(breaker.Success)
	if got := b.Stats().State; got != breaker.HalfOpen {
		t.Errorf("one probe that ends twice: %s", got)
	}
	b.calls("s")
	probe(breaker.Failure)
	if s := b.Stats(); s.State != breaker.Closed || s.Calls != 0 {
		t.Errorf("%+v", s)
	}
}

func TestManyAtOnce(t *testing.T) {
	b := newBench(small)
	together := func(do func(i int)) {
		var group sync.WaitGroup
		for i := range 32 {
			group.Add(1)
			go func() {
				defer group.Done()
				do(i)
			}()
		}
		group.Wait()
	}
	for range 50 {
		together(func(i int) { b.calls("sfiff") })
		if got := b.Stats().State; got != breaker.Open {
			t.Fatalf("it is %s", got)
		}
		b.pass(5 * time.Second)
		var probes [32]func(breaker.Outcome)
		together(func(i int) { probes[i], _ = b.Enter() })
		n := 0
		together(func(i int) {
			if probes[i] != nil {
				probes[i](breaker.Success)
			}
		})
		for _, p := range probes {
			if p != nil {
				n++
			}
		}
		if n != 2 || b.Stats().State != breaker.Closed {
			t.Fatalf("%d probes, %s", n, b.Stats().State)
		}
	}
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	b := breaker.New(breaker.Options{})
	if n := testing.AllocsPerRun(200, func() { call(b) }); n > 2 {
		t.Errorf("%v allocations", n)
	}
}

func call(b *breaker.Breaker) {
	if done, err := b.Enter(); err == nil {
		done(breaker.Success)
	}
}

func BenchmarkCall(bench *testing.B) {
	b := breaker.New(breaker.Options{})
	bench.ReportAllocs()
	for bench.Loop() {
		call(b)
	}
}

func TestStateNames(t *testing.T) {
	if got := fmt.Sprint(breaker.Closed, breaker.Open, breaker.HalfOpen); got != "closed open half-open" {
		t.Error(got)
	}
}
