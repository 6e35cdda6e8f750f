package broker_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract/broker"
)

// hostile is a broker that answers as the test says.
func hostile(t *testing.T, answer http.HandlerFunc) *broker.Broker {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return open(t, s.URL, broker.Auth{Token: "s3cret"})
}

// TestCredentialsStay: neither links nor redirects carry them elsewhere, nor make requests there.
func TestCredentialsStay(t *testing.T) {
	stolen := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen++ }))
	defer elsewhere.Close()
	for name, href := range map[string]string{
		"another port": elsewhere.URL + "/x", "another scheme": strings.Replace(elsewhere.URL, "http:", "https:", 1), "metadata of a cloud": "http://169.254.169.254/latest",
		"without a scheme": "//example.com/x", "a file": "file:///etc/passwd", "a name before the host": "http://s3cret@HOST/x", "no URL": "http://[::1",
	} {
		b := hostile(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				fmt.Fprintf(w, `{"_links": {"pb:latest-pact-versions": {"href": %q}}}`, strings.Replace(href, "HOST", r.Host, 1))
				return
			}
			stolen++
		})
		_, err := b.Pacts(t.Context(), broker.Selection{})
		if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "not followed") && name != "no URL" {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := hostile(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) })
	if _, err := b.Pacts(t.Context(), broker.Selection{}); err == nil || !strings.Contains(err.Error(), "not followed") {
		t.Error(err)
	}
	if stolen > 0 {
		t.Errorf("%d requests went elsewhere", stolen)
	}
}

func TestRedirects(t *testing.T) {
	b := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			http.Redirect(w, r, "/index", http.StatusMovedPermanently)
		case "/index":
			fmt.Fprint(w, `{"_links": {"pb:latest-pact-versions": {"href": "/loop"}, "pb:environments": {"href": "/environments"}}}`)
		case "/environments":
			http.Redirect(w, r, "/index", http.StatusTemporaryRedirect)
		default:
			http.Redirect(w, r, "/loop", http.StatusFound)
		}
	})
	if _, err := b.Pacts(t.Context(), broker.Selection{}); err == nil || !strings.Contains(err.Error(), "redirects more than") {
		t.Error(err)
	}
	if err := b.AddEnvironment(t.Context(), broker.Environment{Name: "x"}); err == nil || !strings.Contains(err.Error(), "307") {
		t.Error(err)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"a page":   {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>login</html>") }, "is not the JSON of a broker"},
		"no links": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") }, "is no Pact Broker"},
		"nothing":  {func(http.ResponseWriter, *http.Request) {}, "is no Pact Broker"},
		"deep":     {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("[", 1<<20)) }, "is not the JSON"},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "{")
		}, "ended before"},
		"reset": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "ended before"},
		"odd links": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"_links": {"a": 7, "pb:latest-pact-versions": [[], {"href": 8}]}}`)
		}, "too old to list"},
		"odd document": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"_links": {"pb:latest-pact-versions": {"href": "/"}}, "pacts": 7}`)
		}, "not as documented"},
		"no link": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"_links": {"pb:latest-pact-versions": {"href": "/"}}, "pacts": [{}]}`)
		}, "without a link"},
		"escapes": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"errors": {"a\u001b[2J": ["b\u0007\u202e\nc", {"message": "d"}]}, "error": %q}`, strings.Repeat("x", 10_000))
		}, "a\uFFFD[2J b\uFFFD\uFFFD c; a\uFFFD[2J d; xxx"},
		"many errors": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"errors": [`+strings.Repeat(`"e",`, 100_000)+`"e"]}`)
		}, "e; e"},
	} {
		_, err := hostile(t, test.answer).Pacts(t.Context(), broker.Selection{})
		if err == nil || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 3000 || strings.ContainsAny(err.Error(), "\x1b\x07\n\u202e") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHangsAndDrips(t *testing.T) {
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			fmt.Fprint(w, " ")
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	}
	for name, answer := range map[string]http.HandlerFunc{"hangs": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "drips": drip} {
		b := hostile(t, answer)
		b.Timeout = 100 * time.Millisecond
		if _, err := b.Pacts(t.Context(), broker.Selection{}); err == nil || !strings.Contains(err.Error(), "no whole answer came within 100ms") {
			t.Errorf("%s: %v", name, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		b.Timeout = time.Minute
		if _, err := b.Pacts(ctx, broker.Selection{}); err == nil || ctx.Err() == nil {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hostile(t, drip).Pacts(ctx, broker.Selection{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestBounds: of an answer without end no more is read than a contract may have, and a contract that would
// grow by its margins is left as it is.
func TestBounds(t *testing.T) {
	endless := hostile(t, func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat(" ", 1<<20))
		for range 200 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	if _, err := endless.Pacts(t.Context(), broker.Selection{}); err == nil || !strings.Contains(err.Error(), "longer than 64 MiB") {
		t.Error(err)
	}
	nested := `{"a": ` + strings.Repeat("[", 500) + strings.Repeat("1,", 50_000) + "1" + strings.Repeat("]", 500) + "}"
	bomb := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `{"_links": {"pb:latest-pact-versions": {"href": "/list"}}}`)
		case "/list":
			fmt.Fprint(w, `{"pacts": [{"_links": {"self": {"href": "/pact"}}}]}`)
		default:
			fmt.Fprint(w, nested)
		}
	})
	pacts, err := bomb.Pacts(t.Context(), broker.Selection{})
	if err != nil || len(pacts) != 1 || len(pacts[0].Content) != len(nested) {
		t.Errorf("%v %d", err, len(pacts))
	}
	many := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(w, `{"_links": {"pb:latest-pact-versions": {"href": "/list"}}}`)
			return
		}
		fmt.Fprint(w, `{"pacts": [`+strings.Repeat(`{"_links": {"self": {"href": "/pact"}}},`, 1000)+`{"_links": {"self": {"href": "/pact"}}}]}`)
	})
	if _, err := many.Pacts(t.Context(), broker.Selection{}); err == nil || !strings.Contains(err.Error(), "1001 contracts to verify, more than 1000") {
		t.Error(err)
	}
}
