package lifecycle_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

func TestFlushHooks(t *testing.T) {
	b := newBench(lifecycle.Options{Drain: -1, Flush: 9 * time.Second})
	b.Flush("last", b.hook("last"))
	b.Flush("panics", func(context.Context) error { panic("out") })
	b.Flush("fails", func(context.Context) error { return errors.New("disk full") })
	b.Flush("hangs", func(context.Context) error { b.note("hangs"); b.seen("over"); return nil })
	b.Flush("obeys", func(ctx context.Context) error { b.note("obeys"); <-ctx.Done(); return ctx.Err() })
	b.Flush("first", b.hook("first"))
	b.run(t.Context())
	b.seen("ready")
	b.signals <- syscall.SIGTERM
	b.seen("obeys")
	b.advance(9*time.Second/5*9/10, 1) // a fifth of it, for the first has taken none
	b.seen("hangs")
	share := (9*time.Second - 9*time.Second/5*9/10) / 4
	b.advance(share-share/10, 1)
	b.advance(share/10, 1)
	b.exits(t, lifecycle.ExitForced)
	b.note("over")
	if got := b.seen("last"); !slices.Equal(got, []string{"ready", "unready", "first", "obeys", "hangs", "last", "over"}) {
		t.Error(got)
	}
	if text := b.logged(); strings.Count(text, "level=ERROR") != 4 || strings.Contains(text, "context") {
		t.Error(text)
	}
}

func TestTotalFitsInWhatKubernetesGrants(t *testing.T) {
	if got := (lifecycle.Options{}).Total(); got != 28*time.Second {
		t.Error(got)
	}
	if got := (lifecycle.Options{Drain: -1, Grace: time.Second, Flush: time.Second}).Total(); got != 5*time.Second {
		t.Error(got)
	}
}

func TestRunTwice(t *testing.T) {
	b := newBench(lifecycle.Options{Drain: -1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if code := b.Run(ctx); code != 0 {
		t.Error(code)
	}
	defer func() {
		if recover() == nil {
			t.Error("a process has run twice")
		}
	}()
	b.Run(ctx)
}

func TestWorker(t *testing.T) {
	for name, row := range map[string]struct {
		do   func(*bench, context.Context) error
		code int
	}{
		"until it is told":   {func(_ *bench, ctx context.Context) error { <-ctx.Done(); return nil }, lifecycle.ExitOK},
		"says why":           {func(_ *bench, ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, lifecycle.ExitOK},
		"fails at its end":   {func(_ *bench, ctx context.Context) error { <-ctx.Done(); return errors.New("lost") }, lifecycle.ExitFailed},
		"ends by itself":     {func(b *bench, _ context.Context) error { b.seen("ready"); return nil }, lifecycle.ExitFailed},
		"is deaf":            {func(b *bench, _ context.Context) error { b.seen("over"); return nil }, lifecycle.ExitForced},
		"is ended by others": {func(b *bench, _ context.Context) error { b.seen("ready"); return context.Canceled }, lifecycle.ExitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(lifecycle.Options{Drain: -1})
			b.Serve("worker", lifecycle.Worker(func(ctx context.Context) error { return row.do(b, ctx) }))
			b.run(t.Context())
			b.seen("ready")
			if row.code != lifecycle.ExitFailed || name == "fails at its end" {
				b.signals <- syscall.SIGTERM
			}
			if name == "is deaf" {
				b.advance(15*time.Second, 1)
			}
			b.exits(t, row.code)
			b.note("over")
		})
	}
}
