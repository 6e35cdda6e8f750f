package rpclimit_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/grpchealth"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpclimit"
	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
	"github.com/bylaw-dev/bylaw/templates/support/shed"
)

// loaded serves a shop with so many places, and its health.
func loaded(t testing.TB, load *shed.Limiter, o *orders) *grpc.ClientConn {
	t.Helper()
	g, err := newEdge(t, edge.Options{GRPC: rpclimit.Server(load, nil)}, o).GRPC()
	if err != nil {
		t.Fatal(err)
	}
	state, err := health.New(health.Options{})
	if err != nil {
		t.Fatal(err)
	}
	grpchealth.Register(g, state)
	return dial(t, g)
}

// hold begins so many calls that stay, and returns how to wait for their end.
func (o *orders) hold(t testing.TB, conn *grpc.ClientConn, n int) (wait func()) {
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if _, err := get(t.Context(), conn, held); err != nil {
				t.Error(err)
			}
		})
		<-o.entered
	}
	return all.Wait
}

// Under more load than it can do the server does what it has begun, and tells all others at once that they should come again
// later: none of them waits for one that is held.
func TestOverload(t *testing.T) {
	load, o := shed.New(shed.Options{Limit: 8, RetryAfter: 3 * time.Second, Rand: func() float64 { return 0 }}), newOrders()
	conn := loaded(t, load, o)
	wait := o.hold(t, conn, 8)
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			for range 25 {
				id := fmt.Sprint("r-", i)
				md, err := get(metadata.AppendToOutgoingContext(t.Context(), "x-request-id", id), conn, quick)
				after, asked, told, reason := details(err)
				if status.Code(err) != codes.Unavailable || !asked || after != 3*time.Second || told != id || reason != "UNAVAILABLE" || len(md.Get("x-request-id")) != 1 {
					t.Errorf("%v %v: %s %s %s %v", err, md, after, told, reason, asked)
				}
			}
		})
	}
	all.Wait()
	if load.Refused() != 64*25 || load.InFlight() != 8 {
		t.Errorf("%d refused, %d in flight", load.Refused(), load.InFlight())
	}
	close(o.open)
	wait()
	if _, err := get(t.Context(), conn, quick); err != nil || load.InFlight() != 0 {
		t.Errorf("afterwards: %v, %d in flight", err, load.InFlight())
	}
}

func TestStreamsTakeAPlaceUntilTheyEnd(t *testing.T) {
	load, o := shed.New(shed.Options{Limit: 1}), newOrders()
	conn := loaded(t, load, o)
	first, err := shop.NewOrdersClient(conn).WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "customers/1"})
	if err != nil {
		t.Fatal(err)
	}
	<-o.entered
	for _, given := range []string{"", "r-1", "two words"} {
		ctx := t.Context()
		if given != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "x-request-id", given)
		}
		second, err := shop.NewOrdersClient(conn).WatchOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = second.Recv()
		md, _ := second.Header()
		_, asked, id, _ := details(err)
		if status.Code(err) != codes.Unavailable || !asked || id == "" || fmt.Sprint(md.Get("x-request-id")) != "["+id+"]" || given == "r-1" && id != given || given == "two words" && id == given {
			t.Errorf("%q: %v %v %s", given, err, md, id)
		}
	}
	close(o.open)
	if _, err := first.Recv(); err != nil {
		t.Error(err)
	}
	for load.InFlight() > 0 { // the stream ends after its last message
		time.Sleep(time.Millisecond)
	}
}

// Whoever gets no answer of the health service kills what is left, and who watches it stays for ever.
func TestHealthPasses(t *testing.T) {
	load, o := shed.New(shed.Options{Limit: 2, Reserve: 1}), newOrders()
	conn := loaded(t, load, o)
	client := healthpb.NewHealthClient(conn)
	for range 5 {
		watch, err := client.Watch(t.Context(), &healthpb.HealthCheckRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := watch.Recv(); err != nil {
			t.Fatal(err)
		}
	}
	if load.InFlight() != 0 {
		t.Errorf("%d watchers count", load.InFlight())
	}
	wait := o.hold(t, conn, 2)
	if _, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{}); err != nil {
		t.Error(err)
	}
	if _, err := get(t.Context(), conn, quick); status.Code(err) != codes.Unavailable {
		t.Error(err)
	}
	load.Hold() // even the reserve has an end
	if _, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{}); status.Code(err) != codes.Unavailable {
		t.Error(err)
	}
	load.Leave()
	close(o.open)
	wait()
}

func TestPanicsAndCallersWhoLeaveFreeThePlace(t *testing.T) {
	load, o := shed.New(shed.Options{Limit: 1}), newOrders()
	conn := loaded(t, load, o)
	if _, err := get(t.Context(), conn, "panic"); status.Code(err) != codes.Internal {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-o.entered; cancel() }()
	if _, err := get(ctx, conn, held); status.Code(err) != codes.Canceled {
		t.Error(err)
	}
	for load.InFlight() > 0 {
		time.Sleep(time.Millisecond)
	}
}

// A server that isn't the edge has the interceptors too.
func TestPlainServer(t *testing.T) {
	load, o := shed.New(shed.Options{Limit: 1}), newOrders()
	g := grpc.NewServer(rpclimit.Server(load, limiter(t, ratelimit.Config{Address: quota(t, "2/min")}, nil))...)
	shop.RegisterOrdersServer(g, o)
	conn := dial(t, g)
	wait := o.hold(t, conn, 1)
	_, err := get(t.Context(), conn, quick)
	if _, asked, _, _ := details(err); status.Code(err) != codes.Unavailable || !asked {
		t.Error(err)
	}
	close(o.open)
	wait()
	for i, want := range []codes.Code{codes.OK, codes.ResourceExhausted} {
		md, err := get(metadata.AppendToOutgoingContext(t.Context(), "x-request-id", "r-1"), conn, quick)
		_, asked, id, _ := details(err)
		if status.Code(err) != want || err != nil && (!asked || id != "r-1" || len(md.Get("ratelimit")) != 1) {
			t.Errorf("%d: %v %v", i, err, md)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, row := range []struct {
		name, trusted, header string
		sent                  []string // a pair for each call
		want                  []codes.Code
	}{
		{"nobody is trusted: what clients say is ignored", "", "", []string{"x-forwarded-for", "192.0.2.1", "x-forwarded-for", "192.0.2.2"}, []codes.Code{codes.OK, codes.ResourceExhausted}},
		{"a proxy of ours tells them apart", "127.0.0.1", "", []string{"x-forwarded-for", "192.0.2.1", "x-forwarded-for", "192.0.2.2", "x-forwarded-for", "192.0.2.1"}, []codes.Code{codes.OK, codes.OK, codes.ResourceExhausted}},
		{"what a client puts in front doesn't help", "127.0.0.1", "", []string{"x-forwarded-for", "198.51.100.1, 192.0.2.1", "x-forwarded-for", "198.51.100.2, 192.0.2.1"}, []codes.Code{codes.OK, codes.ResourceExhausted}},
		{"another header isn't looked at", "127.0.0.1", "X-Real-IP", []string{"x-forwarded-for", "192.0.2.1", "x-forwarded-for", "192.0.2.2", "x-real-ip", "192.0.2.3"}, []codes.Code{codes.OK, codes.ResourceExhausted, codes.OK}},
		{"Forwarded", "127.0.0.1", "Forwarded", []string{"forwarded", `for="[2001:db8::1]:80"`, "forwarded", `for="[2001:db8::2]"`, "forwarded", "for=192.0.2.2"}, []codes.Code{codes.OK, codes.ResourceExhausted, codes.OK}},
	} {
		proxies, err := ratelimit.ParseProxies(row.trusted, row.header)
		if err != nil {
			t.Fatal(err)
		}
		l := limiter(t, ratelimit.Config{Address: quota(t, "1/min"), Proxies: proxies}, nil)
		_, conn := serve(t, newEdge(t, edge.Options{GRPC: rpclimit.Server(nil, l)}, newOrders()))
		for i, want := range row.want {
			md, err := get(metadata.AppendToOutgoingContext(t.Context(), row.sent[2*i], row.sent[2*i+1]), conn, quick)
			after, asked, _, _ := details(err)
			if status.Code(err) != want || err != nil && (!asked || after != time.Minute) {
				t.Errorf("%s, %d: %v", row.name, i, err)
			}
			if told := fmt.Sprint(md.Get("ratelimit-policy"), md.Get("ratelimit")); err != nil && told != `["address";q=1;w=60] ["address";r=0;t=60]` || err == nil && told != "[] []" {
				t.Errorf("%s, %d: %s", row.name, i, told)
			}
		}
	}
}

// Streams count for their address when they begin.
func TestAddressesOfStreams(t *testing.T) {
	l := limiter(t, ratelimit.Config{Address: quota(t, "1/min")}, nil)
	o := newOrders()
	close(o.open)
	_, conn := serve(t, newEdge(t, edge.Options{GRPC: rpclimit.Server(nil, l)}, o))
	for i, want := range []codes.Code{codes.OK, codes.ResourceExhausted} {
		s, err := shop.NewOrdersClient(conn).WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "customers/1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Recv()
		md, _ := s.Header()
		if status.Code(err) != want || err != nil && len(md.Get("ratelimit")) != 1 {
			t.Errorf("%d: %v %v", i, err, md)
		}
	}
}
