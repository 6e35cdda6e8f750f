package health_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/health"
)

func TestGuards(t *testing.T) {
	near := health.From(netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fe80::/10"))
	for _, row := range []struct {
		name          string
		guard         health.Guard
		from, headers string
		want          int
	}{
		{"unless it is said", nil, "127.0.0.1:1", "Bearer ", 403},
		{"nobody", health.Nobody, "127.0.0.1:1", "", 403},
		{"anybody", health.Anybody, "203.0.113.1:1", "", 200},
		{"token", health.Bearer("s3cret"), "203.0.113.1:1", "Bearer s3cret", 200},
		{"scheme in another case", health.Bearer("s3cret"), "203.0.113.1:1", "bearer s3cret", 200},
		{"other token", health.Bearer("s3cret"), "203.0.113.1:1", "Bearer s3cre", 403},
		{"no token", health.Bearer("s3cret"), "203.0.113.1:1", "", 403},
		{"other scheme", health.Bearer("s3cret"), "203.0.113.1:1", "Basic s3cret", 403},
		{"a token that was forgotten", health.Bearer(""), "203.0.113.1:1", "Bearer ", 403},
		{"network", near, "10.1.2.3:4", "", 200},
		{"network in IPv6's clothes", near, "[::ffff:10.1.2.3]:4", "", 200},
		{"network with a zone", near, "[fe80::1%eth0]:4", "", 200},
		{"other network", near, "203.0.113.1:1", "", 403},
		{"no address", near, "@", "", 403},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, err := health.New(health.Options{Deep: row.guard})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodGet, health.DeepPath, nil)
			r.RemoteAddr = row.from
			r.Header.Set("X-Forwarded-For", "10.0.0.1") // anyone can say so
			if row.headers != "" {
				r.Header.Set("Authorization", row.headers)
			}
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			if w.Code != row.want {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

// Who may not see it doesn't learn whether there is something to see.
func TestTheSameRefusal(t *testing.T) {
	empty, err := health.New(health.Options{})
	if err != nil {
		t.Fatal(err)
	}
	full, err := health.New(health.Options{Deep: health.Bearer("s3cret"), Checks: []health.Check{{Name: "database", Probe: pass}}})
	if err != nil {
		t.Fatal(err)
	}
	a, b := ask(empty.Handler(), "GET", health.DeepPath), ask(full.Handler(), "GET", health.DeepPath)
	if a.Code != 403 || b.Code != 403 || a.Body.String() != b.Body.String() {
		t.Errorf("%d %s, %d %s", a.Code, a.Body, b.Code, b.Body)
	}
}
