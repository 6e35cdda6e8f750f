package lifecycle_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

// bench is a process that runs by a clock and by signals of the test's, and a record of what happens.
type bench struct {
	*clock
	*lifecycle.Process
	signals chan os.Signal
	killed  chan int
	code    chan int

	mu     sync.Mutex
	events []string
	more   *sync.Cond
	log    bytes.Buffer
}

func newBench(o lifecycle.Options) *bench {
	b := &bench{clock: newClock(), signals: make(chan os.Signal), killed: make(chan int, 1), code: make(chan int, 1)}
	b.more = sync.NewCond(&b.mu)
	o.Now, o.After, o.Signals = b.Now, b.After, b.signals
	o.Exit = func(code int) { b.killed <- code }
	o.Logger = slog.New(slog.NewTextHandler(b, nil))
	if o.OnReady == nil {
		o.OnReady = func() { b.note("ready") }
	}
	o.OnDrain = func() { b.note("unready") }
	b.Process = lifecycle.New(o)
	return b
}

func (b *bench) run(ctx context.Context) { go func() { b.code <- b.Run(ctx) }() }

// Write is the log's.
func (b *bench) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.log.Write(p)
}

func (b *bench) logged() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.log.String()
}

func (b *bench) note(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, what)
	b.more.Broadcast()
}

// seen waits for an event, and returns all of them.
func (b *bench) seen(what string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	await(b.more, what, func() bool { return slices.Contains(b.events, what) })
	return slices.Clone(b.events)
}

func (b *bench) exits(t *testing.T, want int) {
	t.Helper()
	select {
	case code := <-b.code:
		if code != want {
			t.Errorf("it exits with %d, want %d", code, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it doesn't exit")
	}
}

// fake is a server that does as it is told.
type fake struct {
	*bench
	name  string
	serve func() error                // nil: until Shutdown
	shut  func(context.Context) error // nil: at once
	end   chan struct{}
}

func (b *bench) fake(name string) *fake { return &fake{bench: b, name: name, end: make(chan struct{})} }

func (f *fake) Serve() error {
	f.note(f.name + " serves")
	if f.serve != nil {
		return f.serve()
	}
	<-f.end
	return nil
}

func (f *fake) Drain() { f.note(f.name + " drains") }

func (f *fake) Shutdown(ctx context.Context) (err error) {
	f.note(f.name + " stops")
	if f.shut != nil {
		err = f.shut(ctx)
	}
	f.note(f.name + " stopped")
	close(f.end)
	return err
}

func (b *bench) hook(name string) func(context.Context) error {
	return func(context.Context) error { b.note(name); return nil }
}

func TestTheWholeOrder(t *testing.T) {
	for _, s := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(s.String(), func(t *testing.T) {
			b := newBench(lifecycle.Options{})
			public, finish := b.fake("public"), make(chan struct{})
			public.shut = func(context.Context) error { <-finish; return nil }
			b.Serve("public", public)
			b.Internal("internal", b.fake("internal"))
			b.Warm("warm", func(context.Context) error {
				b.seen("public serves") // listening comes before warm-up
				b.seen("internal serves")
				b.note("warm")
				return nil
			})
			b.Flush("database", b.hook("database closed"))
			b.Flush("queue", b.hook("queue flushed"))
			b.run(t.Context())
			b.seen("ready")
			b.signals <- s
			b.seen("public drains")
			b.waits(5*time.Second, 1)
			b.advance(5*time.Second-1, 0)
			if got := b.seen("unready"); slices.Contains(got, "public stops") {
				t.Errorf("it has stopped taking connections before load balancers could see it: %v", got)
			}
			select {
			case <-b.Stopping():
				t.Error("streams are ended while it drains")
			default:
			}
			b.advance(1, 1)
			<-b.Stopping()
			if got := b.seen("public stops"); slices.Contains(got, "queue flushed") {
				t.Errorf("it has flushed before all was finished: %v", got)
			}
			close(finish)
			b.exits(t, lifecycle.ExitOK)
			want := []string{"warm", "ready", "unready", "public drains", "public stops", "public stopped", "queue flushed", "database closed", "internal stops", "internal stopped"}
			got := b.seen("warm")
			got = slices.DeleteFunc(got, func(e string) bool { return strings.HasSuffix(e, "serves") })
			if !slices.Equal(got, want) {
				t.Errorf("\n%q\n%q", got, want)
			}
			if !strings.Contains(b.logged(), s.String()) || strings.Contains(b.logged(), "ERROR") {
				t.Error(b.logged())
			}
		})
	}
}

func TestServersStartInOrder(t *testing.T) {
	b := newBench(lifecycle.Options{})
	b.Serve("one", b.fake("one"))
	b.Serve("two", b.fake("two"))
	b.Internal("zero", b.fake("zero"))
	b.run(t.Context())
	b.seen("ready")
	b.signals <- syscall.SIGTERM
	b.advance(5*time.Second, 1)
	b.exits(t, 0)
	text := b.logged()
	if !(strings.Index(text, "server=zero") < strings.Index(text, "server=one") && strings.Index(text, "server=one") < strings.Index(text, "server=two")) {
		t.Error(text)
	}
}

// The bound begins before the server is asked to stop: one that never comes back holds nobody up.
func TestABoundThatHolds(t *testing.T) {
	for _, row := range []struct {
		name string
		shut func(*bench, context.Context) error
		left bool // it never comes back
	}{
		{"obeys its context", func(_ *bench, ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, false},
		{"never comes back", func(b *bench, _ context.Context) error { b.seen("over"); return nil }, true},
		{"panics", func(_ *bench, ctx context.Context) error { <-ctx.Done(); panic("out") }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := newBench(lifecycle.Options{Drain: -1})
			s := b.fake("stuck")
			s.shut = func(ctx context.Context) error { return row.shut(b, ctx) }
			b.Serve("stuck", s)
			b.Flush("queue", b.hook("flushed"))
			b.run(t.Context())
			b.seen("ready")
			b.signals <- syscall.SIGTERM
			b.seen("stuck stops")
			b.waits(15*time.Second, 1)
			b.advance(15*time.Second-1, 0)
			if slices.Contains(b.seen("ready"), "flushed") {
				t.Error("it has given up too early")
			}
			b.advance(1, 1)
			if row.left {
				b.advance(time.Second, 1)
			}
			b.exits(t, lifecycle.ExitForced)
			b.note("over")
			b.seen("flushed")
			if text := b.logged(); strings.Contains(text, "context") || strings.Count(text, "level=ERROR") != 1 || !strings.Contains(text, "name=stuck") {
				t.Error(text)
			}
		})
	}
}

func TestTheSecondSignalKills(t *testing.T) {
	hang := func(b *bench, what string) func(context.Context) error {
		return func(context.Context) error { b.note(what); b.seen("over"); return nil }
	}
	for _, row := range []struct {
		phase string
		setup func(b *bench)
	}{
		{"warm", func(b *bench) { b.Warm("stuck", hang(b, "warm")); b.Flush("stuck", hang(b, "flush")) }},
		{"unready", func(*bench) {}},
		{"server stops", func(b *bench) {
			s := b.fake("server")
			s.shut = hang(b, "hangs")
			b.Serve("server", s)
		}},
		{"flush", func(b *bench) { b.Flush("stuck", hang(b, "flush")) }},
	} {
		t.Run(row.phase, func(t *testing.T) {
			b := newBench(lifecycle.Options{})
			row.setup(b)
			b.run(t.Context())
			if row.phase != "warm" {
				b.seen("ready")
			}
			b.signals <- syscall.SIGTERM
			if row.phase == "server stops" || row.phase == "flush" {
				b.advance(5*time.Second, 1)
			}
			b.seen(row.phase)
			select {
			case code := <-b.killed:
				t.Fatalf("killed with %d by one signal", code)
			case b.signals <- os.Interrupt:
			}
			if code := <-b.killed; code != lifecycle.ExitKilled {
				t.Errorf("killed with %d", code)
			}
			b.note("over")
			if row.phase == "unready" {
				b.advance(5*time.Second, 1)
			}
			b.exits(t, lifecycle.ExitOK) // os.Exit would not have returned
		})
	}
}

func TestAServerThatDies(t *testing.T) {
	for name, serve := range map[string]func() error{
		"error": func() error { return errors.New("broken pipe dream") },
		"nil":   func() error { return nil },
		"panic": func() error { panic("broken pipe dream") },
	} {
		for _, internal := range []bool{false, true} {
			b := newBench(lifecycle.Options{})
			dying, other := b.fake("dying"), b.fake("other")
			dying.serve = func() error { b.seen("ready"); return serve() }
			b.Serve("other", other)
			if internal {
				b.Internal("dying", dying)
			} else {
				b.Serve("dying", dying)
			}
			b.Flush("queue", b.hook("flushed"))
			b.run(t.Context())
			b.seen("unready")
			b.advance(5*time.Second, 1)
			b.exits(t, lifecycle.ExitFailed)
			b.seen("other stopped")
			b.seen("flushed")
			want := "broken pipe dream"
			if name == "nil" {
				want = "it has ended by itself"
			}
			if text := b.logged(); strings.Count(text, want) != 1 || strings.Count(text, "level=ERROR") != 1 {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}

func TestStoppedWhileWarming(t *testing.T) {
	b := newBench(lifecycle.Options{})
	b.Serve("server", b.fake("server"))
	b.Warm("slow", func(ctx context.Context) error { b.note("warming"); <-ctx.Done(); return ctx.Err() })
	b.Warm("next", b.hook("warmed"))
	b.run(t.Context())
	b.seen("warming")
	b.signals <- syscall.SIGTERM
	b.exits(t, lifecycle.ExitOK) // without the clock: no load balancer has ever seen it
	if got := b.seen("server stopped"); slices.Contains(got, "ready") || slices.Contains(got, "warmed") {
		t.Error(got)
	}
	if strings.Contains(b.logged(), "ERROR") {
		t.Error(b.logged())
	}
}

func TestAWarmUpThatFails(t *testing.T) {
	b := newBench(lifecycle.Options{})
	b.Serve("server", b.fake("server"))
	b.Warm("cache", func(context.Context) error { return errors.New("no such table") })
	b.Warm("next", b.hook("warmed"))
	b.Flush("queue", b.hook("flushed"))
	b.run(t.Context())
	b.exits(t, lifecycle.ExitFailed)
	if got := b.seen("flushed"); slices.Contains(got, "ready") || slices.Contains(got, "warmed") {
		t.Error(got)
	}
	if strings.Count(b.logged(), "no such table") != 1 {
		t.Error(b.logged())
	}
}

func TestTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(lifecycle.Options{Drain: -1})
	s := b.fake("server")
	s.shut = func(ctx context.Context) error { return ctx.Err() } // what stops isn't ended by it
	b.Serve("server", s)
	b.Flush("queue", func(ctx context.Context) error { return ctx.Err() })
	b.run(ctx)
	b.seen("ready")
	cancel()
	b.exits(t, lifecycle.ExitOK)
}
