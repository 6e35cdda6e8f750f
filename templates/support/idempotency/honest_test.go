package idempotency_test

import (
	"net/http"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// TestTwoHonestPayments pays the same sum to the same place twice, as people do: what tells a repetition from a second
// payment is the key that the caller has chosen, and never the request, be there a key or not.
func TestTwoHonestPayments(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{})
	for _, key := range []string{"monday", "tuesday"} {
		if w := s.call(http.MethodPost, "/payments", "100", "Idempotency-Key", key); w.Code != 201 || w.Header().Get(idempotency.HeaderReplayed) != "" {
			t.Error(key, w.Code, w.Header())
		}
	}
	for range 2 {
		if w := s.call(http.MethodPost, "/payments", "100"); w.Code != 201 || w.Header().Get(idempotency.HeaderReplayed) != "" {
			t.Error("without a key:", w.Code, w.Header())
		}
	}
	if s.n != 4 {
		t.Errorf("four payments are executed %d times", s.n)
	}
}
