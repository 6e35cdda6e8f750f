package problem

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

func TestWrite(t *testing.T) {
	e := &errors.Error{Status: 503, Code: errors.CodeUnavailable, Detail: "too much", RetryAfter: 1500 * time.Millisecond}
	for method, want := range map[string]string{
		http.MethodGet:  `{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"too much","code":"unavailable","request_id":"r-1"}`,
		http.MethodHead: ``,
	} {
		w := httptest.NewRecorder()
		w.Header().Set("X-Request-Id", "r-1")
		Write(w, httptest.NewRequest(method, "/", nil), e)
		if got := w.Body.String(); got != want || w.Code != 503 {
			t.Errorf("%s is answered %d %s", method, w.Code, got)
		}
		for name, want := range map[string]string{"Retry-After": "2", "Cache-Control": "no-store", "Content-Type": "application/problem+json", "X-Content-Type-Options": "nosniff"} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", method, name, got, want)
			}
		}
	}
	if e.RequestID != "" || e.Title != "" {
		t.Error("the error that was given has been changed")
	}
}
