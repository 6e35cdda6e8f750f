package jwtauth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/bylaw-dev/bylaw/templates/kit/jwtauth"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

// world is an issuer, and a clock that stands still unless it is set.
type world struct {
	*httptest.Server
	asked atomic.Int32

	mu     sync.Mutex
	now    time.Time
	answer func(http.ResponseWriter, *http.Request)
}

func newWorld(t testing.TB, keys ...jose.JSONWebKey) *world {
	w := &world{now: noon}
	w.publish(keys...)
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.asked.Add(1)
		w.mu.Lock()
		answer := w.answer
		w.mu.Unlock()
		answer(rw, r)
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *world) set(answer http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = answer
}

func (w *world) publish(keys ...jose.JSONWebKey) {
	w.set(func(rw http.ResponseWriter, _ *http.Request) { rw.Write(keySet(keys...)) })
}

func (w *world) fail() {
	w.set(func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "no", 500) })
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) verifier(t testing.TB, o jwtauth.RemoteOptions) *jwtauth.Verifier {
	o.Now, o.Logger = w.Now, slog.New(slog.NewTextHandler(io.Discard, nil))
	all := options(theEC.public())
	all.Keys, all.Now = must(jwtauth.Remote(w.URL, o)), w.Now
	return verifier(t, all)
}

// token is good for a week.
func (p pair) token() string { return p.sign(usual(object{"exp": noon.Unix() + 7*24*3600})) }

// eventually waits for what goes on behind requests' backs.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 1000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal(what + " doesn't happen")
}

// Any number of requests at once ask once.
func TestNoStampede(t *testing.T) {
	w := newWorld(t, theEC.public())
	release := make(chan struct{})
	w.set(func(rw http.ResponseWriter, _ *http.Request) { <-release; rw.Write(keySet(theEC.public())) })
	v := w.verifier(t, jwtauth.RemoteOptions{})
	if w.asked.Load() != 0 {
		t.Error("the start depends on the issuer")
	}
	var done sync.WaitGroup
	for range 64 {
		done.Go(func() {
			if _, err := v.Verify(context.Background(), theEC.token()); err != nil {
				t.Error(err)
			}
		})
	}
	eventually(t, "the question", func() bool { return w.asked.Load() > 0 })
	close(release)
	done.Wait()
	if n := w.asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// Nor is a second question asked while one goes on, however long that takes.
func TestOneQuestionAtATime(t *testing.T) {
	w := newWorld(t)
	release := make(chan struct{})
	w.set(func(rw http.ResponseWriter, _ *http.Request) { <-release; rw.Write(keySet(theEC.public())) })
	v := w.verifier(t, jwtauth.RemoteOptions{Timeout: time.Minute})
	answers := make(chan error, 10)
	for range cap(answers) {
		started := make(chan struct{})
		go func() {
			close(started)
			_, err := v.Verify(context.Background(), theEC.token())
			answers <- err
		}()
		<-started
		eventually(t, "the question", func() bool { return w.asked.Load() > 0 })
		w.pass(time.Minute)
	}
	close(release)
	for range cap(answers) {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	if n := w.asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// Keys that tokens make up don't reach the issuer but once in a Pause, and keep nobody out.
func TestMadeUpKeys(t *testing.T) {
	w := newWorld(t, theEC.public())
	v := w.verifier(t, jwtauth.RemoteOptions{})
	for i := range 50 {
		token := sign(usual(nil), "ES256", theEC.private, fmt.Sprint("no-", i), nil)
		if _, err := v.Verify(context.Background(), token); !errors.Is(err, authn.ErrToken) {
			t.Error(err)
		}
		if _, err := v.Verify(context.Background(), theEC.token()); err != nil {
			t.Error(err)
		}
		w.pass(time.Second)
	}
	if n := w.asked.Load(); n > 6 {
		t.Errorf("asked %d times in 50 s", n)
	}
}

// A new key is good as soon as a token names it; an old one is bad once the issuer has taken it back.
func TestRotation(t *testing.T) {
	next := newEC("ec-2")
	w := newWorld(t, theEC.public())
	v := w.verifier(t, jwtauth.RemoteOptions{})
	good := func(p pair) bool { _, err := v.Verify(context.Background(), p.token()); return err == nil }
	if !good(theEC) {
		t.Fatal("the first key")
	}
	w.publish(theEC.public(), next.public())
	w.pass(time.Minute)
	if !good(next) || !good(theEC) || w.asked.Load() != 2 {
		t.Errorf("both keys are good; asked %d times", w.asked.Load())
	}
	w.publish(next.public())
	w.pass(16 * time.Minute)
	good(theEC) // asks behind this request's back
	eventually(t, "the end of the old key", func() bool { return !good(theEC) })
	if !good(next) {
		t.Error("the new key")
	}
}

// While the issuer is away, known keys serve, for a time; that isn't the tokens' fault.
func TestIssuerIsAway(t *testing.T) {
	w := newWorld(t)
	w.fail()
	v := w.verifier(t, jwtauth.RemoteOptions{Stale: time.Hour})
	ask := func() error { _, err := v.Verify(context.Background(), theEC.token()); return err }
	for range 20 {
		if err := ask(); err == nil || errors.Is(err, authn.ErrToken) {
			t.Error(err)
		}
	}
	if n := w.asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
	w.publish(theEC.public())
	w.pass(11 * time.Second)
	if err := ask(); err != nil {
		t.Error(err)
	}
	w.fail()
	w.pass(50 * time.Minute)
	if err := ask(); err != nil {
		t.Error(err)
	}
	w.pass(11 * time.Minute)
	if err := ask(); err == nil || errors.Is(err, authn.ErrToken) {
		t.Errorf("keys of an hour ago: %v", err)
	}
}

// What the issuer sends is bounded, and isn't followed elsewhere.
func TestBadAnswers(t *testing.T) {
	elsewhere := newWorld(t, theEC.public())
	for name, answer := range map[string]http.HandlerFunc{
		"a redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
		"too large": func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, strings.Repeat(" ", 300<<10))
			w.Write(keySet(theEC.public()))
		},
		"no JSON": func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>") },
		"no keys": func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"keys":[]}`) },
		"204":     func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) },
		"silence": func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	} {
		w := newWorld(t)
		w.set(answer)
		v := w.verifier(t, jwtauth.RemoteOptions{Timeout: 200 * time.Millisecond})
		if _, err := v.Verify(context.Background(), theEC.token()); err == nil || errors.Is(err, authn.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if elsewhere.asked.Load() > 0 {
		t.Error("a redirect has been followed")
	}
}

// A request that leaves doesn't take the answer away from the others, nor does it wait for it.
func TestLeaving(t *testing.T) {
	w := newWorld(t)
	release := make(chan struct{})
	w.set(func(rw http.ResponseWriter, _ *http.Request) { <-release; rw.Write(keySet(theEC.public())) })
	v := w.verifier(t, jwtauth.RemoteOptions{Timeout: time.Minute})
	ctx, cancel := context.WithCancel(context.Background())
	left := make(chan error)
	go func() { _, err := v.Verify(ctx, theEC.token()); left <- err }()
	eventually(t, "the question", func() bool { return w.asked.Load() == 1 })
	cancel()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(release)
	if _, err := v.Verify(context.Background(), theEC.token()); err != nil || w.asked.Load() != 1 {
		t.Errorf("%v, asked %d times", err, w.asked.Load())
	}
}

// Too many don't wait at once.
func TestWaitingIsBounded(t *testing.T) {
	w := newWorld(t)
	release := make(chan struct{})
	w.set(func(rw http.ResponseWriter, _ *http.Request) { <-release; rw.Write(keySet(theEC.public())) })
	v := w.verifier(t, jwtauth.RemoteOptions{Timeout: time.Minute})
	token := theEC.token()
	var refused, served atomic.Int32
	var done sync.WaitGroup
	for range 300 {
		done.Go(func() {
			if _, err := v.Verify(context.Background(), token); err == nil {
				served.Add(1)
			} else if !errors.Is(err, authn.ErrToken) {
				refused.Add(1)
			}
		})
	}
	eventually(t, "the end of 44", func() bool { return refused.Load() == 44 })
	close(release)
	done.Wait()
	if served.Load() != 256 {
		t.Errorf("%d served, %d refused", served.Load(), refused.Load())
	}
}

func TestRemoteRefuses(t *testing.T) {
	for _, url := range []string{"", "http://id.example/keys", "ftp://id.example", "https://", "id.example/keys", "http://127.0.0.1.evil.example/", ":"} {
		if _, err := jwtauth.Remote(url, jwtauth.RemoteOptions{}); err == nil {
			t.Errorf("%q is taken", url)
		}
	}
	for _, url := range []string{"https://id.example/keys", "http://localhost:8080/keys", "http://[::1]:8080/keys"} {
		if _, err := jwtauth.Remote(url, jwtauth.RemoteOptions{}); err != nil {
			t.Error(err)
		}
	}
}

// TestRememberedTokens holds a token whose signature has been verified before to what is judged each time: whose key it is
// by now, and its claims.
func TestRememberedTokens(t *testing.T) {
	next := newEC("ec-2")
	w := newWorld(t, theEC.public())
	v := w.verifier(t, jwtauth.RemoteOptions{})
	lasting, short := theEC.token(), theEC.sign(usual(nil)) // of the second the end is in 5 minutes
	again := func(token string) error { _, err := v.Verify(context.Background(), token); return err }
	for range 2 {
		if err := errors.Join(again(lasting), again(short)); err != nil {
			t.Fatal(err)
		}
	}
	if err := again(lasting[:len(lasting)-4] + "AAAA"); !errors.Is(err, authn.ErrToken) {
		t.Errorf("with another signature: %v", err)
	}
	w.pass(6 * time.Minute)
	if err := again(short); !errors.Is(err, authn.ErrExpired) {
		t.Errorf("after its end: %v", err)
	}
	w.publish(next.public())
	w.pass(16 * time.Minute)
	_ = again(lasting) // asks behind this request's back
	eventually(t, "the end of the old key", func() bool { return errors.Is(again(lasting), authn.ErrToken) })
	same := next.public()
	same.KeyID = theEC.id // another key under the old one's name
	w.publish(same)
	w.pass(16 * time.Minute)
	eventually(t, "the other key", func() bool { _ = again(lasting); return w.asked.Load() >= 3 })
	if err := again(lasting); !errors.Is(err, authn.ErrToken) {
		t.Errorf("with another key of that name: %v", err)
	}
}
