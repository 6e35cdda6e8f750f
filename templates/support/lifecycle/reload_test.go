package lifecycle_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

type limits struct{ PerSecond int }

func TestAReloadThatFailsKeepsTheOld(t *testing.T) {
	var next atomic.Pointer[func() (*limits, error)]
	set := func(f func() (*limits, error)) { next.Store(&f) }
	set(func() (*limits, error) { return &limits{1}, nil })
	config, err := lifecycle.Load(t.Context(), func(context.Context) (*limits, error) { return (*next.Load())() })
	if err != nil {
		t.Fatal(err)
	}
	var taken []int
	config.OnChange(func(l *limits) { taken = append(taken, l.PerSecond) })
	for _, row := range []struct {
		name string
		load func() (*limits, error)
		want int
	}{
		{"another", func() (*limits, error) { return &limits{2}, nil }, 2},
		{"an error", func() (*limits, error) { return &limits{3}, errors.New("limits.yaml:3: not a number") }, 2},
		{"a panic", func() (*limits, error) { panic("out") }, 2},
		{"nothing", func() (*limits, error) { return nil, nil }, 2},
		{"a good one again", func() (*limits, error) { return &limits{4}, nil }, 4},
	} {
		set(row.load)
		before := config.Get()
		err := config.Reload(t.Context())
		if kept := before == config.Get(); kept != (err != nil) || config.Get().PerSecond != row.want {
			t.Errorf("%s: %v, %v", row.name, err, config.Get())
		}
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if err := config.Reload(late); err == nil {
		t.Error("what came too late is taken")
	}
	if !slices.Equal(taken, []int{1, 2, 4}) {
		t.Error(taken)
	}
	config.OnChange(func(l *limits) {
		if l.PerSecond > 4 {
			panic("out")
		}
	})
	config.OnChange(func(l *limits) { taken = append(taken, -l.PerSecond) })
	set(func() (*limits, error) { return &limits{5}, nil })
	if err := config.Reload(t.Context()); err == nil || config.Get().PerSecond != 5 || !slices.Equal(taken, []int{1, 2, 4, -4, 5, -5}) {
		t.Error(err, config.Get(), taken)
	}
}

func TestTheFirstLoadFails(t *testing.T) {
	want := errors.New("no file")
	if _, err := lifecycle.Load(t.Context(), func(context.Context) (*limits, error) { return nil, want }); !errors.Is(err, want) {
		t.Error(err)
	}
}

func TestSIGHUP(t *testing.T) {
	var b *bench
	var calls, running atomic.Int32
	proceed := make(chan error)
	b = newBench(lifecycle.Options{Drain: -1, Reload: func(context.Context) error {
		if running.Add(1) > 1 {
			t.Error("two reloads at once")
		}
		defer running.Add(-1)
		b.note("reload " + string('0'+rune(calls.Add(1))))
		return <-proceed
	}})
	b.run(t.Context())
	b.seen("ready")
	b.signals <- syscall.SIGHUP
	b.seen("reload 1")
	for range 5 { // all of these are one, which begins after them
		b.signals <- syscall.SIGHUP
	}
	proceed <- errors.New("limits.yaml:3: not a number")
	b.seen("reload 2")
	proceed <- nil
	b.signals <- syscall.SIGHUP
	b.seen("reload 3")
	b.advance(10*time.Second, 1) // this one hangs, and so is told, but no other begins before it has ended
	for !strings.Contains(b.logged(), "it wasn't finished in time") {
		time.Sleep(time.Millisecond)
	}
	b.signals <- syscall.SIGHUP
	time.Sleep(10 * time.Millisecond) // for one that shouldn't be to begin
	proceed <- nil
	b.seen("reload 4")
	b.signals <- syscall.SIGTERM // which that one doesn't hold up
	b.exits(t, lifecycle.ExitOK)
	close(proceed)
	if text := b.logged(); strings.Count(text, "limits.yaml:3") != 1 || strings.Count(text, "it wasn't finished in time") != 1 || strings.Count(text, "is reloaded") != 1 {
		t.Error(text)
	}
	if n := calls.Load(); n != 4 {
		t.Errorf("%d reloads", n)
	}
}

func TestFilesThatChange(t *testing.T) {
	file := filepath.Join(t.TempDir(), "limits.yaml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("per_second: 10")
	var b *bench
	var calls atomic.Int32
	b = newBench(lifecycle.Options{Drain: -1, Watch: []string{file}, Poll: time.Minute, Reload: func(context.Context) error {
		b.note("reload " + string('0'+rune(calls.Add(1))))
		return nil
	}})
	write("per_second: 2") // changed before it runs, which counts, too
	b.run(t.Context())
	b.seen("ready")
	tick := func() { b.advance(time.Minute, 1); b.waits(time.Minute, 1) }
	tick()
	write("per_second: 20") // still being written: what it was is valid, and not meant
	tick()
	if n := calls.Load(); n != 0 {
		t.Errorf("%d reloads of a file that is being written", n)
	}
	tick()
	b.seen("reload 1")
	tick() // nothing has changed
	now := b.Now()
	if err := os.Chtimes(file, now, now); err != nil { // nor has it now
		t.Fatal(err)
	}
	tick()
	tick()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	tick()
	write("per_second: 20") // it was replaced by the same
	tick()
	tick()
	write("per_second: 30")
	tick()
	tick()
	b.seen("reload 2")
	b.signals <- syscall.SIGTERM
	b.exits(t, lifecycle.ExitOK)
	if n := calls.Load(); n != 2 {
		t.Errorf("%d reloads", n)
	}
}
