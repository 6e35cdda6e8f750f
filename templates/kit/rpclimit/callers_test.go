package rpclimit_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/connected"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/rpclimit"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

// bearer stands for authentication.
func bearer(ctx context.Context) string {
	return strings.TrimPrefix(strings.Join(metadata.ValueFromIncomingContext(ctx, "authorization"), ""), "Bearer ")
}

func limited(t testing.TB, l *ratelimit.Limiter) *edge.Server {
	t.Helper()
	unary, stream := rpclimit.Callers(l, bearer)
	o := newOrders()
	close(o.open)
	return newEdge(t, edge.Options{Unary: []grpc.UnaryServerInterceptor{unary}, Stream: []grpc.StreamServerInterceptor{stream}}, o)
}

func as(ctx context.Context, name string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+name)
}

func TestCallers(t *testing.T) {
	at := &clock{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "3/min"), Operations: map[string]ratelimit.Quota{prefix + "GetOrder": quota(t, "2/h")}}, at)
	_, conn := serve(t, limited(t, l))
	const policies = `["/shop.v1.Orders/GetOrder";q=2;w=3600, "caller";q=3;w=60]`
	for i, want := range []string{
		`OK ["/shop.v1.Orders/GetOrder";r=1;t=1800, "caller";r=2;t=20]`, `OK ["/shop.v1.Orders/GetOrder";r=0;t=1800, "caller";r=1;t=20]`,
		`ResourceExhausted ["/shop.v1.Orders/GetOrder";r=0;t=1800]`,
	} {
		md, err := get(as(t.Context(), "ada"), conn, quick)
		if got := fmt.Sprint(status.Code(err), " ", md.Get("ratelimit")); got != want || fmt.Sprint(md.Get("ratelimit-policy")) != policies {
			t.Errorf("%d: %s, of %s", i, got, md.Get("ratelimit-policy"))
		}
		if after, asked, id, reason := details(err); err != nil && (after != 30*time.Minute || !asked || id == "" || reason != "TOO_MANY_REQUESTS") {
			t.Errorf("%v: %s %s %s", err, after, id, reason)
		}
	}
	if _, err := get(as(t.Context(), "bob"), conn, quick); err != nil {
		t.Errorf("another caller: %v", err)
	}
	for i, want := range []codes.Code{codes.OK, codes.ResourceExhausted} { // another method, of which only the caller's quota is left
		s, err := shop.NewOrdersClient(conn).WatchOrders(as(t.Context(), "ada"), &shop.ListOrdersRequest{Parent: "customers/1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Recv()
		md, _ := s.Header()
		if status.Code(err) != want || fmt.Sprint(md.Get("ratelimit-policy")) != `["caller";q=3;w=60]` {
			t.Errorf("stream %d: %v %v", i, err, md)
		}
	}
	at.now = at.now.Add(20 * time.Second)
	if s, err := shop.NewOrdersClient(conn).WatchOrders(as(t.Context(), "ada"), &shop.ListOrdersRequest{Parent: "customers/1"}); err != nil {
		t.Error(err)
	} else if _, err = s.Recv(); err != nil {
		t.Errorf("a third of the window later: %v", err)
	}
}

// Over HTTP the same counters, headers and refusals: nobody goes round the limit by another protocol.
func TestCallersOverHTTP(t *testing.T) {
	l := limiter(t, ratelimit.Config{Caller: quota(t, "2/min")}, nil)
	s := limited(t, l)
	overREST, err := rest.New(s, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	overConnect, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	_, conn := serve(t, s)
	ask := func(h http.Handler, caller string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest("GET", "/v1/"+quick, nil), httptest.NewRecorder()
		if h == overConnect {
			r = httptest.NewRequest("POST", prefix+"GetOrder", strings.NewReader(`{"name":"`+quick+`"}`))
			r.Header.Set("Content-Type", "application/json")
		}
		r.Header.Set("Authorization", "Bearer "+caller)
		h.ServeHTTP(w, r)
		return w
	}
	for _, h := range []http.Handler{overREST, overConnect} {
		if w := ask(h, "ada"); w.Code != 200 || w.Header().Get("RateLimit-Policy") != `"caller";q=2;w=60` || !strings.HasPrefix(w.Header().Get("RateLimit"), `"caller";r=`) {
			t.Errorf("%d %v", w.Code, w.Header())
		}
	}
	w := ask(overREST, "ada")
	if w.Code != 429 || w.Header().Get("Retry-After") != "30" || w.Header().Get("RateLimit") != `"caller";r=0;t=30` || !strings.Contains(w.Body.String(), `"code":"too_many_requests"`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := ask(overConnect, "ada"); w.Code != 429 || w.Header().Get("RateLimit") != `"caller";r=0;t=30` {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if _, err := get(as(t.Context(), "ada"), conn, quick); status.Code(err) != codes.ResourceExhausted {
		t.Error(err)
	}
	if w := ask(overREST, "bob"); w.Code != 200 {
		t.Errorf("another caller: %d", w.Code)
	}
}

// Who hasn't proved to be anybody counts by the address, over every protocol, and that is the one that our proxies tell,
// though no implementation sees it.
func TestAnonymousCallersCountByAddress(t *testing.T) {
	proxies, err := ratelimit.ParseProxies("192.0.2.1, 127.0.0.1", "")
	if err != nil {
		t.Fatal(err)
	}
	s := limited(t, limiter(t, ratelimit.Config{Caller: quota(t, "1/min"), Proxies: proxies}, nil))
	overREST, err := rest.New(s, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	overConnect, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	_, conn := serve(t, s)
	for i, row := range []struct {
		handler    http.Handler // nil: gRPC
		from, said string
		refused    bool
	}{
		{overREST, "198.51.100.1", "", false}, {overREST, "198.51.100.1", "", true}, {overConnect, "198.51.100.1", "", true},
		{overREST, "198.51.100.2", "198.51.100.9", false}, {overREST, "198.51.100.2", "198.51.100.8", true}, // it isn't our proxy
		{overConnect, "192.0.2.1", "198.51.100.3", false}, {overREST, "192.0.2.1", "198.51.100.3", true}, {nil, "", "198.51.100.3", true},
		{nil, "", "198.51.100.4", false}, {nil, "", "198.51.100.4", true}, {overREST, "198.51.100.4", "", true},
	} {
		refused := false
		if row.handler == nil {
			_, err := get(metadata.AppendToOutgoingContext(t.Context(), "x-forwarded-for", row.said), conn, quick)
			refused = status.Code(err) == codes.ResourceExhausted
		} else {
			r, w := httptest.NewRequest("GET", "/v1/"+quick, nil), httptest.NewRecorder()
			if row.handler == overConnect {
				r = httptest.NewRequest("POST", prefix+"GetOrder", strings.NewReader(`{"name":"`+quick+`"}`))
				r.Header.Set("Content-Type", "application/json")
			}
			r.RemoteAddr = row.from + ":80"
			if row.said != "" {
				r.Header.Set("X-Forwarded-For", row.said)
			}
			row.handler.ServeHTTP(w, r)
			if refused = w.Code == 429; !refused && w.Code != 200 {
				t.Errorf("%d: %d %s", i, w.Code, w.Body)
			}
		}
		if refused != row.refused {
			t.Errorf("%d: %s for %q: refused: %v", i, row.from, row.said, refused)
		}
	}
}

// Many calls at once: not one more than the quota.
func TestManyAtOnce(t *testing.T) {
	_, conn := serve(t, limited(t, limiter(t, ratelimit.Config{Caller: quota(t, "10/min")}, nil)))
	var ok, refused atomic.Int64
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			switch _, err := get(as(t.Context(), "ada"), conn, quick); status.Code(err) {
			case codes.OK:
				ok.Add(1)
			case codes.ResourceExhausted:
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if ok.Load() != 10 || refused.Load() != 54 {
		t.Errorf("%d allowed, %d refused", ok.Load(), refused.Load())
	}
}
