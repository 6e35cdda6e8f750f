package boundary_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
)

// around returns options with a handler around every operation.
func around(h func(next http.Handler, w http.ResponseWriter, r *http.Request)) boundary.Options {
	return boundary.Options{Around: func(_ string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h(next, w, r) })
	}}
}

// Around sees a request behind Before and Accept and before anything of it is read, once for each operation.
func TestAroundOrder(t *testing.T) {
	var order, named []string
	note := func(text string) { order = append(order, text) }
	o := boundary.Options{
		Before: []boundary.Before{func(http.Header, *http.Request, string) (context.Context, error) {
			note("before")
			return nil, nil
		}},
		Around: func(operation string, next http.Handler) http.Handler {
			named = append(named, operation)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				note("around")
				next.ServeHTTP(w, r)
				note("answered")
			})
		},
	}
	other := createOrder(never(t))
	other.ID, other.Template = "", "/others"
	s := serve(t, o, createOrder(func(ctx context.Context, in *createOrderRequest) (createOrderResult, error) {
		note("service")
		return accept(ctx, in)
	}), other)
	for _, row := range []struct {
		body, accept string
		status       int
		want         string
	}{
		{good, "", 201, "before around service answered"},
		{bad, "", 400, "before around answered"},
		{"{", "", 400, "before around answered"},
		{good, "text/csv", 406, "before"},
	} {
		order = nil
		if w := s.ask("POST", "/orders", row.body, asJSON, "Accept: "+row.accept); w.Code != row.status || strings.Join(order, " ") != row.want {
			t.Errorf("%d: %d %s, %v", row.status, w.Code, w.Body, order)
		}
	}
	if !slices.Equal(named, []string{"createOrder", "POST /others"}) {
		t.Error(named)
	}
}

type aroundKey struct{}

// What Around makes of request and answer holds for the operation; the request's ID and variables come with it.
func TestAroundReplacesBoth(t *testing.T) {
	o := around(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if w.Header().Get("X-Request-Id") != "r1" {
			t.Error("what answers here doesn't know the request's ID", w.Header())
		}
		w.Header().Set("X-Around", "yes")
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), aroundKey{}, "value")))
	})
	o.RequestID = func() string { return "r1" }
	op := createOrder(func(ctx context.Context, in *createOrderRequest) (createOrderResult, error) {
		return &created{Location: ctx.Value(aroundKey{}).(string), Body: order{ID: in.Key, Items: []orderItem{{"abc", 1}}}}, nil
	})
	op.Template = "/{customer}/orders"
	handle := op.Handle
	op.Handle = func(c *boundary.Call) {
		if n, ok := c.Path("customer", param.Simple, param.Text); !ok || c.Reader().String(n) != "ada" || c.ID() != "r1" {
			t.Error("the variables of the path are gone")
		}
		handle(c)
	}
	s := serve(t, o, op)
	w := s.ask("POST", "/ada/orders", good, asJSON, "Idempotency-Key: k7")
	if w.Code != 201 || w.Header().Get("X-Around") != "yes" || w.Header().Get("Location") != "value" || !strings.Contains(w.Body.String(), `"id":"k7"`) || w.Header().Get("X-Request-Id") != "r1" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

// Whatever stands around an operation answers in its place: itself, by Refuse in the contract's words, or by a panic.
func TestAroundAnswers(t *testing.T) {
	var told *errors.Error
	for name, row := range map[string]struct {
		around func(next http.Handler, w http.ResponseWriter, r *http.Request)
		status int
		want   string
	}{
		"itself": {func(_ http.Handler, w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(418)
			_, _ = w.Write([]byte("tea"))
		}, 418, "tea"},
		"by a body alone": {func(_ http.Handler, w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("tea")) }, 200, "tea"},
		"in the contract's words": {func(_ http.Handler, w http.ResponseWriter, r *http.Request) {
			boundary.Refuse(w, r, &errors.Error{Status: 422, Code: "mismatch", RetryAfter: time.Second})
		}, 422, `{"message":"Unprocessable Entity","code":"mismatch","request_id":"r1"}`},
		"with a status that isn't declared": {func(_ http.Handler, w http.ResponseWriter, r *http.Request) {
			boundary.Refuse(w, r, &errors.Error{Status: 425})
		}, 425, `{"type":"about:blank","title":"Too Early","status":425,"code":"invalid_request","request_id":"r1"}`},
		"not at all": {func(http.Handler, http.ResponseWriter, *http.Request) {}, 500, `"code":"internal"`},
		"by a panic": {func(http.Handler, http.ResponseWriter, *http.Request) { panic("db-7") }, 500, `"code":"internal"`},
		"for another request": {func(next http.Handler, w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(context.Background()))
		}, 500, `"code":"internal"`},
	} {
		o := around(row.around)
		o.RequestID = func() string { return "r1" }
		o.OnError = func(_ context.Context, e *errors.Error) { told = e }
		s := serve(t, o, createOrder(never(t)))
		w := s.ask("POST", "/orders", good, asJSON)
		if w.Code != row.status || !strings.Contains(w.Body.String(), row.want) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if strings.HasPrefix(row.want, "{") && (told == nil || told.Status != row.status) {
			t.Errorf("%s: OnError has seen %+v", name, told)
		}
	}
}

// A panic of the service is answered once, and what has begun to go out is cut.
func TestAroundPanics(t *testing.T) {
	pass := around(func(next http.Handler, w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
	s := serve(t, pass, createOrder(func(context.Context, *createOrderRequest) (createOrderResult, error) { panic("swordfish") }))
	if w := s.ask("POST", "/orders", good, asJSON); w.Code != 500 || strings.Contains(w.Body.String(), "swordfish") || strings.Count(s.log.String(), "has panicked") != 1 {
		t.Errorf("%d %s\n%s", w.Code, w.Body, s.log)
	}
	late := around(func(_ http.Handler, w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("half of it"))
		panic("swordfish")
	})
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("the connection isn't cut: %v", v)
		}
	}()
	serve(t, late, createOrder(never(t))).ask("POST", "/orders", good, asJSON)
}

// An operation that is still at work when its request has been answered shares nothing with the next request.
func TestAroundAnswersEarly(t *testing.T) {
	work, done := make(chan struct{}), make(chan string, 1)
	o := around(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Idempotency-Key") != "slow" {
			next.ServeHTTP(w, r)
			return
		}
		started := make(chan struct{})
		go func() {
			close(started)
			next.ServeHTTP(&sink{header: http.Header{}}, r)
		}()
		<-started
		w.WriteHeader(503)
	})
	s := serve(t, o, createOrder(func(ctx context.Context, in *createOrderRequest) (createOrderResult, error) {
		if in.Key == "slow" {
			<-work
			defer func() { done <- in.Body.Customer }()
		}
		return accept(ctx, in)
	}))
	if w := s.ask("POST", "/orders", strings.Replace(good, "Ada Byron", "slow", 1), asJSON, "Idempotency-Key: slow"); w.Code != 503 {
		t.Error(w.Code)
	}
	for range 100 {
		if w := s.ask("POST", "/orders", good, asJSON, "Idempotency-Key: fast"); !strings.Contains(w.Body.String(), "Ada Byron") {
			t.Fatal(w.Body)
		}
	}
	close(work)
	if got := <-done; got != "slow" {
		t.Error(got)
	}
}

// Where nothing is wrapped, nothing is paid for it.
func TestAroundThatPasses(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	count := func(o boundary.Options) float64 {
		r := newReplay(t, good)
		r.server = serve(t, o, createOrder(accept))
		r.once()
		return testing.AllocsPerRun(200, r.once)
	}
	none := count(boundary.Options{})
	if n := count(boundary.Options{Around: func(_ string, next http.Handler) http.Handler { return next }}); n != none {
		t.Errorf("%v allocations instead of %v", n, none)
	}
	if n := count(around(func(next http.Handler, w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })); n > none+5 {
		t.Errorf("%v allocations beside %v", n-none, none)
	}
}
