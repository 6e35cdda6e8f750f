package rpclimit_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/restclient"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	"github.com/bylaw-dev/bylaw/templates/kit/rpclimit"
	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// dependency answers as it is told to.
type dependency struct {
	shop.UnimplementedOrdersServer
	code          atomic.Uint32
	after         atomic.Int64 // of RetryInfo; 0: none
	served        atomic.Int64
	left          atomic.Int64 // of the caller's time
	entered, open chan struct{}
}

func (d *dependency) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	d.served.Add(1)
	if end, ok := ctx.Deadline(); ok {
		d.left.Store(int64(time.Until(end)))
	}
	if r.GetName() == held {
		d.entered <- struct{}{}
		select {
		case <-d.open:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if c := codes.Code(d.code.Load()); c != codes.OK {
		s := status.New(c, "as told")
		if after := d.after.Load(); after > 0 {
			s, _ = s.WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(time.Duration(after))})
		}
		return nil, s.Err()
	}
	return &shop.Order{Name: r.GetName(), Title: "tea"}, nil
}

// bench is a client with everything around it.
type bench struct {
	*dependency
	grpc.ClientConnInterface
	clock   *clock
	breaker *breaker.Breaker
	places  *bulkhead.Bulkhead
	slept   atomic.Int64
}

// overBoth runs a test of clients over gRPC and over REST.
func overBoth(t *testing.T, test func(*testing.T, *bench)) {
	for _, protocol := range []string{"grpc", "rest"} {
		t.Run(protocol, func(t *testing.T) {
			b := &bench{dependency: &dependency{entered: make(chan struct{}, 100), open: make(chan struct{})}, clock: &clock{time.Unix(0, 0)}}
			b.breaker = breaker.New(breaker.Options{Name: "shop", Calls: 4, Probes: 1, Now: func() time.Time { return b.clock.now }})
			b.places = bulkhead.New(bulkhead.Options{Name: "shop", Slots: 2, Waiting: -1})
			budget := deadline.New(deadline.Options{Reserve: 200 * time.Millisecond})
			s := newEdge(t, edge.Options{}, b.dependency)
			var conn grpc.ClientConnInterface
			if protocol == "grpc" {
				g, err := s.GRPC()
				if err != nil {
					t.Fatal(err)
				}
				conn = dial(t, g, append(rpcclient.DialOptions(), rpclimit.Client(b.places, b.breaker, budget)...)...)
			} else {
				h, err := rest.New(s, rest.Options{})
				if err != nil {
					t.Fatal(err)
				}
				server := httptest.NewServer(h)
				t.Cleanup(server.Close)
				if conn, err = restclient.New(server.URL, restclient.Options{HTTP: &http.Client{Transport: b.places.Transport(b.breaker.Transport(budget.Transport(nil)))}}); err != nil {
					t.Fatal(err)
				}
			}
			b.ClientConnInterface = rpcclient.New(conn, rpcclient.Options{Retry: retry.Policy{Budget: 1000, Sleep: func(context.Context, time.Duration) error {
				b.slept.Add(1)
				return nil
			}}})
			test(t, b)
		})
	}
}

// fails makes calls until the breaker is open.
func (b *bench) fails(t *testing.T) {
	t.Helper()
	b.code.Store(uint32(codes.Unavailable))
	for range 10 {
		if _, err := get(t.Context(), b, quick); status.Code(err) != codes.Unavailable {
			t.Fatal(err)
		}
	}
	if b.breaker.Stats().State != breaker.Open {
		t.Fatal(b.breaker.Stats())
	}
}

func TestMistakesOfCallersDontOpenTheBreaker(t *testing.T) {
	overBoth(t, func(t *testing.T, b *bench) {
		for _, c := range []codes.Code{codes.InvalidArgument, codes.NotFound, codes.AlreadyExists, codes.PermissionDenied, codes.Unauthenticated, codes.FailedPrecondition, codes.Aborted, codes.OutOfRange, codes.Unimplemented, codes.ResourceExhausted} {
			b.code.Store(uint32(c))
			for range 5 {
				if _, err := get(t.Context(), b, quick); status.Code(err) != c {
					t.Errorf("%s: %v", c, err)
				}
			}
		}
		if s := b.breaker.Stats(); s.State != breaker.Closed || s.Failures != 0 || s.Calls != 45 { // RESOURCE_EXHAUSTED isn't judged
			t.Errorf("%+v", s)
		}
		before := b.breaker.Stats().Calls
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-b.entered; cancel() }()
		if _, err := get(ctx, b, held); status.Code(err) != codes.Canceled || b.breaker.Stats().Calls != before {
			t.Errorf("a caller who has left: %v %+v", err, b.breaker.Stats())
		}
	})
}

func TestWhatTheBreakerRefusesIsNotRepeated(t *testing.T) {
	overBoth(t, func(t *testing.T, b *bench) {
		b.fails(t)
		served, slept := b.served.Load(), b.slept.Load()
		if slept == 0 {
			t.Error("what has failed isn't repeated")
		}
		_, err := get(t.Context(), b, quick)
		if !errors.Is(err, breaker.ErrOpen) || status.Code(err) != codes.Unavailable || b.served.Load() != served || b.slept.Load() != slept {
			t.Errorf("%v: %d served, %d repeated", err, b.served.Load()-served, b.slept.Load()-slept)
		}
		if after, asked, _, _ := details(err); !asked || after <= 0 {
			t.Errorf("when to come back isn't told: %v", err)
		}
		b.code.Store(uint32(codes.OK))
		b.clock.now = b.clock.now.Add(5 * time.Second)
		if _, err := get(t.Context(), b, quick); err != nil || b.breaker.Stats().State != breaker.Closed {
			t.Errorf("after its rest: %v %+v", err, b.breaker.Stats())
		}
	})
}

func TestRepetitionsKeepToTheCallersTime(t *testing.T) {
	overBoth(t, func(t *testing.T, b *bench) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := get(ctx, b, quick); err != nil {
			t.Fatal(err)
		}
		if left := time.Duration(b.left.Load()); left > time.Minute-200*time.Millisecond || left < 30*time.Second {
			t.Errorf("of a minute, the server is given %s", left)
		}
		b.code.Store(uint32(codes.Unavailable))
		b.after.Store(int64(time.Hour))
		served := b.served.Load()
		if _, err := get(ctx, b, quick); status.Code(err) != codes.Unavailable || b.slept.Load() != 0 || b.served.Load() != served+1 {
			t.Errorf("%v: waits beyond the deadline: %d", err, b.slept.Load())
		}
		short, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		defer cancel()
		served, calls := b.served.Load(), b.breaker.Stats()
		if _, err := get(short, b, quick); status.Code(err) != codes.DeadlineExceeded || b.slept.Load() != 0 || b.served.Load() != served || b.breaker.Stats() != calls {
			t.Errorf("what can't be done in time: %v, %d served, %+v", err, b.served.Load()-served, b.breaker.Stats())
		}
		if b.places.InUse() != 0 {
			t.Errorf("%d places are in use", b.places.InUse())
		}
	})
}

func TestPlacesAreFreeWhenTheWorkHasEnded(t *testing.T) {
	overBoth(t, func(t *testing.T, b *bench) {
		ended := make(chan error)
		for range 2 {
			go func() {
				_, err := get(t.Context(), b, held)
				ended <- err
			}()
			<-b.entered
		}
		served := b.served.Load()
		_, err := get(t.Context(), b, quick)
		if after, asked, _, _ := details(err); !errors.Is(err, bulkhead.ErrFull) || status.Code(err) != codes.Unavailable || !asked || after <= 0 {
			t.Errorf("%v", err)
		}
		if b.places.InUse() != 2 || b.served.Load() != served || b.slept.Load() != 0 || b.breaker.Stats().Calls != 0 {
			t.Errorf("%d in use, %d served, %d repeated, %+v", b.places.InUse(), b.served.Load()-served, b.slept.Load(), b.breaker.Stats())
		}
		close(b.open)
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		if _, err := get(t.Context(), b, quick); err != nil || b.places.InUse() != 0 {
			t.Errorf("afterwards: %v, %d in use", err, b.places.InUse())
		}
	})
}

// Half-open, a failure of the caller's own end must neither close nor open the breaker.
func TestJudgeCode(t *testing.T) {
	for c := codes.OK; c <= codes.Unauthenticated; c++ {
		want := breaker.Success
		switch c {
		case codes.Canceled, codes.ResourceExhausted:
			want = breaker.Ignored
		case codes.Unknown, codes.DeadlineExceeded, codes.Internal, codes.Unavailable, codes.DataLoss:
			want = breaker.Failure
		}
		if got := rpclimit.JudgeCode(c); got != want {
			t.Errorf("%s: %v", c, got)
		}
	}
}

// A call that its caller has given up says nothing of the dependency, whatever it ended with.
func TestCallersWhoHaveLeftSayNothing(t *testing.T) {
	b := breaker.New(breaker.Options{Calls: 1})
	ctx, cancel := context.WithCancel(t.Context())
	err := rpclimit.Breaker(b)(ctx, "/a.B/C", nil, nil, nil, func(context.Context, string, any, any, *grpc.ClientConn, ...grpc.CallOption) error {
		cancel()
		return status.Error(codes.Unavailable, "transport is closing")
	})
	if s := b.Stats(); status.Code(err) != codes.Unavailable || s.Calls != 0 || s.State != breaker.Closed {
		t.Errorf("%v %+v", err, s)
	}
}

// A panic ends a call too: the place is free, and the breaker has learnt of a failure.
func TestPanicsEndCalls(t *testing.T) {
	b, places := breaker.New(breaker.Options{Calls: 1}), bulkhead.New(bulkhead.Options{Slots: 1})
	broken := func(context.Context, string, any, any, *grpc.ClientConn, ...grpc.CallOption) error { panic("codec") }
	for _, one := range []grpc.UnaryClientInterceptor{rpclimit.Bulkhead(places), rpclimit.Breaker(b)} {
		func() {
			defer func() { recover() }()
			_ = one(t.Context(), "/a.B/C", nil, nil, nil, broken)
		}()
	}
	if places.InUse() != 0 || b.Stats().State != breaker.Open {
		t.Errorf("%d in use, %+v", places.InUse(), b.Stats())
	}
}
