package idempotency_test

import (
	"bytes"
	"context"
	stderrors "errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// broken is a store that fails in one of its methods, as often as is said.
type broken struct {
	idempotency.Store
	method string
	times  int
	saved  int
}

func (b *broken) fail(method string) error {
	if b.method == method && b.times > 0 {
		b.times--
		return stderrors.New(method + " is broken")
	}
	return nil
}

func (b *broken) Begin(ctx context.Context, c idempotency.Claim) (idempotency.Record, bool, error) {
	if err := b.fail("begin"); err != nil {
		return idempotency.Record{}, false, err
	}
	return b.Store.Begin(ctx, c)
}

func (b *broken) Renew(ctx context.Context, id string, fence int64, until time.Time) error {
	if err := b.fail("renew"); err != nil {
		return err
	}
	return b.Store.Renew(ctx, id, fence, until)
}

func (b *broken) Finish(ctx context.Context, id string, fence int64, o idempotency.Outcome) error {
	b.saved++
	if err := b.fail("finish"); err != nil {
		return err
	}
	return b.Store.Finish(ctx, id, fence, o)
}

func TestDown(t *testing.T) {
	for _, pass := range []bool{false, true} {
		x, n := newRig(t, &broken{Store: memory(), method: "begin", times: 1}, func(o *idempotency.Options) { o.Pass = pass }), 0
		_, err := x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{}, nil))
		if pass != (err == nil) || pass != (n == 1) || !pass && status(err) != http.StatusServiceUnavailable {
			t.Error(pass, err, n)
		}
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	x, n := newRig(t, &broken{Store: memory(), method: "begin", times: 1}, func(o *idempotency.Options) { o.Pass = true }), 0
	if _, err := x.Do(ctx, request("k", ""), count(&n, idempotency.Answer{}, nil)); err != context.Canceled || n != 0 {
		t.Error("for a caller who is gone:", err, n)
	}
}

// TestUnsaved demands that a failure to store is tried again, told, and no reason to keep the answer from who has paid.
func TestUnsaved(t *testing.T) {
	for _, test := range []struct {
		times, saved int
		event        idempotency.Event
	}{{2, 3, idempotency.Executed}, {9, 3, idempotency.Unsaved}} {
		var log bytes.Buffer
		s, n := &broken{Store: memory(), method: "finish", times: test.times}, 0
		x := newRig(t, s, func(o *idempotency.Options) {
			o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			o.Lease, o.Wait = time.Hour, func(ctx context.Context, d time.Duration) error {
				if d > time.Minute { // the lease
					return never(ctx, d)
				}
				return nil
			}
		})
		a, err := x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{Data: []byte("paid")}, nil))
		if err != nil || string(a.Data) != "paid" || s.saved != test.saved || (*x.events)[0] != test.event {
			t.Error(a, err, s.saved, *x.events)
		}
		if logged := strings.Contains(log.String(), "finish is broken"); logged != (test.event == idempotency.Unsaved) {
			t.Errorf("the log: %s", log.String())
		}
		if _, err = x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{}, nil)); test.event == idempotency.Unsaved && status(err) != 409 {
			t.Error("before the lease is over:", err)
		}
	}
}

// ticker lets the test say when it is time to renew: next returns when all renewals before are through.
type ticker struct{ waiting, ticks chan struct{} }

func newTicker() ticker { return ticker{make(chan struct{}), make(chan struct{})} }

func (k ticker) wait(ctx context.Context, _ time.Duration) error {
	for _, step := range []func() bool{
		func() bool { return send(ctx, k.waiting) },
		func() bool { return send(ctx, k.ticks) },
	} {
		if !step() {
			return ctx.Err()
		}
	}
	return nil
}

func send(ctx context.Context, to chan<- struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case to <- struct{}{}:
		return true
	}
}

// TestRenewalFails loses the lease only when it is over by then.
func TestRenewalFails(t *testing.T) {
	for _, test := range []struct {
		times int
		lost  bool
	}{{2, false}, {9, true}} {
		k := newTicker()
		x := newRig(t, &broken{Store: memory(), method: "renew", times: test.times}, func(o *idempotency.Options) { o.Wait = k.wait })
		_, err := x.Do(t.Context(), request("k", ""), func(ctx context.Context) (idempotency.Answer, error) {
			for range 3 {
				<-k.waiting
				x.c.advance(10 * time.Second)
				<-k.ticks
			}
			select {
			case <-ctx.Done():
			case <-k.waiting:
			}
			return idempotency.Answer{}, ctx.Err()
		})
		if test.lost != (status(err) == http.StatusConflict) || !test.lost && err != nil {
			t.Error(test, err)
		}
	}
}
