package idempotency_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// taken is a store whose records another one takes over before their leases are renewed.
func taken() idempotency.Store { return &fencing{memory()} }

type fencing struct{ idempotency.Store }

func (fencing) Renew(context.Context, string, int64, time.Time) error { return idempotency.ErrFenced }

// ended waits until the lease is lost, as work does that minds its context.
func ended(t *testing.T, ctx context.Context) {
	t.Helper()
	select {
	case <-ctx.Done():
	case <-time.After(20 * time.Second):
		t.Error("work isn't told that it has lost its lease")
	}
}

// TestLost tells callers of work that has lost its lease to come again, for another one's answer; unless it has a reason of its
// own to fail.
func TestLost(t *testing.T) {
	for name, test := range map[string]struct {
		answer idempotency.Answer
		err    error
		status int
	}{
		"ended":               {err: context.Canceled, status: 409},
		"ended, in an answer": {answer: idempotency.Answer{State: idempotency.Pending}, status: 409},
		"told by the store":   {err: idempotency.ErrFenced, status: 409},
		"its own reason":      {err: &errors.Error{Status: 403}, status: 403},
	} {
		x := newRig(t, taken(), func(o *idempotency.Options) { o.Wait = at })
		_, err := x.Do(t.Context(), request("k", ""), func(ctx context.Context) (idempotency.Answer, error) {
			ended(t, ctx)
			return test.answer, test.err
		})
		if status(err) != test.status {
			t.Error(name, err)
		}
	}
}

// TestHTTPLost has a handler that answers by itself, in its way, that its context has ended.
func TestHTTPLost(t *testing.T) {
	x := newRig(t, taken(), func(o *idempotency.Options) { o.Wait = at })
	middleware, err := x.HTTP(idempotency.HTTPOptions{Caller: idempotency.Anyone})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Header.Set("Idempotency-Key", "k")
	w := httptest.NewRecorder()
	middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ended(t, r.Context())
		w.WriteHeader(http.StatusInternalServerError)
	})).ServeHTTP(w, r)
	if w.Code != http.StatusConflict || w.Header().Get("Retry-After") != "1" {
		t.Error(w.Code, w.Header())
	}
}
