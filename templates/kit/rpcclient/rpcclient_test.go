package rpcclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// script is a connection whose calls end one after the other as its steps say; then they succeed.
type script struct {
	steps []func(context.Context) error
	sent  []sent
	spare int // messages that a stream that succeeds has
}

// sent is what an attempt was given.
type sent struct {
	message  proto.Message
	header   metadata.MD
	deadline time.Time
	layered  bool
}

func (s *script) note(ctx context.Context, m any) func(context.Context) error {
	header, _ := metadata.FromOutgoingContext(ctx)
	deadline, _ := ctx.Deadline()
	message, _ := m.(proto.Message)
	s.sent = append(s.sent, sent{message, header, deadline, retry.Layered(ctx)})
	if n := len(s.sent); n <= len(s.steps) {
		return s.steps[n-1]
	}
	return func(context.Context) error { return nil }
}

func (s *script) Invoke(ctx context.Context, _ string, request, _ any, _ ...grpc.CallOption) error {
	return s.note(ctx, request)(ctx)
}

func (s *script) NewStream(ctx context.Context, _ *grpc.StreamDesc, _ string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	return &played{script: s, ctx: ctx}, nil
}

// played is a stream of a script: its one request begins the step that ends it.
type played struct {
	grpc.ClientStream
	script *script
	ctx    context.Context
	step   func(context.Context) error
	got    int
}

func (p *played) SendMsg(m any) error {
	p.step = p.script.note(p.ctx, m)
	return nil
}

func (p *played) CloseSend() error { return nil }

func (p *played) Header() (metadata.MD, error) { return metadata.MD{}, nil }

func (p *played) RecvMsg(any) error {
	if p.got < p.script.spare {
		p.got++
		return nil
	}
	if err := p.step(p.ctx); err != nil {
		return err
	}
	return io.EOF
}

func fails(code codes.Code) func(context.Context) error {
	return func(context.Context) error { return status.Error(code, "as scripted") }
}

// asks fails like that, and says when to come again.
func asks(code codes.Code, after time.Duration) func(context.Context) error {
	s, err := status.New(code, "as scripted").WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(after)})
	if err != nil {
		panic(err)
	}
	return func(context.Context) error { return s.Err() }
}

// clock is one that only sleeping moves, and a record of the sleeps.
type clock struct {
	now   time.Time
	slept []time.Duration
}

func (c *clock) policy() retry.Policy {
	c.now = time.Now()
	return retry.Policy{
		Now:  func() time.Time { return c.now },
		Rand: func() float64 { return 0.5 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			c.slept = append(c.slept, d)
			c.now = c.now.Add(d)
			return ctx.Err()
		},
	}
}

// kinds are calls that differ in whether they may be repeated.
var kinds = []struct {
	name       string
	repeatable bool
	call       func(context.Context, shop.OrdersClient) error
}{
	{"GET", true, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/2"})
		return err
	}},
	{"DELETE", true, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.DeleteOrder(ctx, &shop.DeleteOrderRequest{})
		return err
	}},
	{"PUT", true, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.PutReceipt(ctx, &shop.PutReceiptRequest{})
		return err
	}},
	{"POST with a token", true, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.CreateOrder(ctx, &shop.CreateOrderRequest{})
		return err
	}},
	{"POST", false, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.CancelOrder(ctx, &shop.CancelOrderRequest{})
		return err
	}},
	{"PATCH", false, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.UpdateOrder(ctx, &shop.UpdateOrderRequest{})
		return err
	}},
	{"PATCH with a key in its metadata", true, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.UpdateOrder(metadata.AppendToOutgoingContext(ctx, "idempotency-key", "k"), &shop.UpdateOrderRequest{})
		return err
	}},
	{"without a binding", false, func(ctx context.Context, c shop.OrdersClient) error {
		_, err := c.Internal(ctx, &shop.GetOrderRequest{})
		return err
	}},
	{"server stream", true, func(ctx context.Context, c shop.OrdersClient) error {
		s, err := c.WatchOrders(ctx, &shop.ListOrdersRequest{})
		if err != nil {
			return err
		}
		if _, err = s.Recv(); err == io.EOF {
			return nil
		}
		return err
	}},
}

func TestWhatIsRepeated(t *testing.T) {
	for _, outcome := range []struct {
		name   string
		step   func(context.Context) error
		passes bool // it is one that may
	}{
		{"UNAVAILABLE", fails(codes.Unavailable), true},
		{"UNAVAILABLE with RetryInfo", asks(codes.Unavailable, time.Second), true},
		{"RESOURCE_EXHAUSTED", fails(codes.ResourceExhausted), false},
		{"RESOURCE_EXHAUSTED with RetryInfo", asks(codes.ResourceExhausted, time.Second), true},
		{"CANCELLED", fails(codes.Canceled), false},
		{"UNKNOWN", fails(codes.Unknown), false},
		{"INVALID_ARGUMENT", asks(codes.InvalidArgument, time.Second), false},
		{"DEADLINE_EXCEEDED", fails(codes.DeadlineExceeded), false},
		{"NOT_FOUND", asks(codes.NotFound, time.Second), false},
		{"ALREADY_EXISTS", fails(codes.AlreadyExists), false},
		{"PERMISSION_DENIED", fails(codes.PermissionDenied), false},
		{"FAILED_PRECONDITION", fails(codes.FailedPrecondition), false},
		{"ABORTED", asks(codes.Aborted, time.Second), false},
		{"OUT_OF_RANGE", fails(codes.OutOfRange), false},
		{"UNIMPLEMENTED", fails(codes.Unimplemented), false},
		{"INTERNAL", fails(codes.Internal), false},
		{"DATA_LOSS", fails(codes.DataLoss), false},
		{"UNAUTHENTICATED", fails(codes.Unauthenticated), false},
	} {
		for _, kind := range kinds {
			want := 1
			if outcome.passes && kind.repeatable {
				want = 3
			}
			s, c := &script{steps: slices.Repeat([]func(context.Context) error{outcome.step}, 5)}, &clock{}
			err := kind.call(t.Context(), shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()})))
			if len(s.sent) != want || status.Code(err) != status.Code(outcome.step(nil)) {
				t.Errorf("%s of %s: %d attempts, %v; want %d", outcome.name, kind.name, len(s.sent), err, want)
			}
		}
	}
}

func TestSuccessAfterFailures(t *testing.T) {
	for _, kind := range kinds {
		s, c := &script{steps: []func(context.Context) error{fails(codes.Unavailable), fails(codes.Unavailable)}}, &clock{}
		err := kind.call(t.Context(), shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()})))
		if kind.repeatable != (err == nil) {
			t.Errorf("%s: %v", kind.name, err)
		}
		if want := []time.Duration{100 * time.Millisecond, 200 * time.Millisecond}; kind.repeatable && !slices.Equal(c.slept, want) {
			t.Errorf("%s: slept %v, want %v", kind.name, c.slept, want)
		}
		for _, attempt := range s.sent {
			if !attempt.layered {
				t.Errorf("%s: an attempt doesn't know that it is repeated already", kind.name)
			}
		}
	}
}

func TestRetryInfoIsWaitedFor(t *testing.T) {
	s, c := &script{steps: []func(context.Context) error{asks(codes.ResourceExhausted, 3*time.Second)}}, &clock{}
	if err := kinds[0].call(t.Context(), shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()}))); err != nil {
		t.Fatal(err)
	}
	if len(c.slept) != 1 || c.slept[0] != 3*time.Second {
		t.Errorf("slept %v, want 3s", c.slept)
	}
}

func TestOneLayer(t *testing.T) {
	for _, kind := range kinds {
		s := &script{steps: []func(context.Context) error{fails(codes.Unavailable)}}
		conn := rpcclient.New(rpcclient.New(s, rpcclient.Options{}), rpcclient.Options{Retry: retry.Policy{Attempts: 1}})
		if kind.call(t.Context(), shop.NewOrdersClient(conn)) == nil || len(s.sent) != 1 {
			t.Errorf("%s: %d attempts below a client that makes one", kind.name, len(s.sent))
		}
	}
}

func TestBudget(t *testing.T) {
	s, c := &script{steps: slices.Repeat([]func(context.Context) error{fails(codes.Unavailable)}, 1000)}, &clock{}
	client := shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()}))
	for i := range 100 {
		kinds[i%2*8].call(t.Context(), client) // unary calls and streams share it
	}
	if len(s.sent) != 110 {
		t.Errorf("100 calls made %d attempts, want 110: ten repetitions for all of them", len(s.sent))
	}
}

func TestNeverOnceAStreamHasDelivered(t *testing.T) {
	s, c := &script{spare: 1, steps: []func(context.Context) error{fails(codes.Unavailable)}}, &clock{}
	stream, err := shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()})).WatchOrders(t.Context(), &shop.ListOrdersRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); status.Code(err) != codes.Unavailable || len(s.sent) != 1 {
		t.Errorf("%v after %d attempts", err, len(s.sent))
	}
}

func TestNeverOnceTheHeaderWasSeen(t *testing.T) {
	s, c := &script{steps: []func(context.Context) error{fails(codes.Unavailable)}}, &clock{}
	stream, err := shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()})).WatchOrders(t.Context(), &shop.ListOrdersRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Header(); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); status.Code(err) != codes.Unavailable || len(s.sent) != 1 {
		t.Errorf("%v after %d attempts", err, len(s.sent))
	}
}

func TestCancelledCallsAreNotRepeated(t *testing.T) {
	for _, kind := range kinds {
		ctx, cancel := context.WithCancel(t.Context())
		s, c := &script{steps: []func(context.Context) error{func(context.Context) error {
			cancel()
			return status.Error(codes.Unavailable, "the connection is closing")
		}}}, &clock{}
		if kind.call(ctx, shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()}))) == nil || len(s.sent) != 1 {
			t.Errorf("%s: %d attempts", kind.name, len(s.sent))
		}
	}
}

func TestErrorsAreTyped(t *testing.T) {
	for _, kind := range kinds {
		s := &script{steps: []func(context.Context) error{asks(codes.ResourceExhausted, time.Hour)}}
		err := kind.call(t.Context(), shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{})))
		var e *problems.Error
		if !errors.As(err, &e) || e.RetryAfter != time.Hour || !e.Retryable {
			t.Errorf("%s: %#v", kind.name, e)
		}
		if st, ok := status.FromError(err); !ok || st.Code() != codes.ResourceExhausted || len(st.Details()) == 0 {
			t.Errorf("%s: status %v", kind.name, st)
		}
	}
}

func TestHeadersOfEachAttempt(t *testing.T) {
	calls := 0
	options := rpcclient.Options{
		RequestID: func(context.Context) string { return "r-1" },
		Authorize: rpcclient.Bearer(func(context.Context) (string, error) {
			calls++
			return fmt.Sprintf("t-%d", calls), nil
		}),
	}
	for _, kind := range kinds {
		if !kind.repeatable {
			continue
		}
		s, c := &script{steps: []func(context.Context) error{fails(codes.Unavailable)}}, &clock{}
		calls, options.Retry = 0, c.policy()
		ctx := metadata.AppendToOutgoingContext(t.Context(), "x-tenant", "acme")
		if err := kind.call(ctx, shop.NewOrdersClient(rpcclient.New(s, options))); err != nil {
			t.Fatal(kind.name, err)
		}
		for i, attempt := range s.sent {
			want := map[string]string{"x-tenant": "acme", "x-request-id": "r-1", "authorization": fmt.Sprintf("Bearer t-%d", i+1)}
			for name, value := range want {
				if got := attempt.header.Get(name); !slices.Equal(got, []string{value}) {
					t.Errorf("%s: attempt %d has %s %v, want %s", kind.name, i+1, name, got, value)
				}
			}
		}
	}
}

func TestCredentialsDontAddUp(t *testing.T) {
	s, c := &script{steps: []func(context.Context) error{fails(codes.Unavailable), fails(codes.Unavailable)}}, &clock{}
	conn := rpcclient.New(s, rpcclient.Options{Retry: c.policy(), Authorize: func(_ context.Context, method string, header metadata.MD) error {
		header.Append("authorization", method)
		return nil
	}})
	if err := kinds[0].call(t.Context(), shop.NewOrdersClient(conn)); err != nil {
		t.Fatal(err)
	}
	for _, attempt := range s.sent {
		if got := attempt.header.Get("authorization"); !slices.Equal(got, []string{shop.Orders_GetOrder_FullMethodName}) {
			t.Errorf("authorization %q", got)
		}
	}
}

func TestRequestIDOfTheCallerStays(t *testing.T) {
	s := &script{}
	conn := rpcclient.New(s, rpcclient.Options{RequestID: func(context.Context) string { return "r-1" }})
	kinds[0].call(metadata.AppendToOutgoingContext(t.Context(), "x-request-id", "mine"), shop.NewOrdersClient(conn))
	if got := s.sent[0].header.Get("x-request-id"); !slices.Equal(got, []string{"mine"}) {
		t.Errorf("x-request-id %v", got)
	}
}

func TestWithoutCredentialsNothingIsSent(t *testing.T) {
	for _, kind := range kinds {
		s := &script{}
		conn := rpcclient.New(s, rpcclient.Options{Authorize: rpcclient.Bearer(func(context.Context) (string, error) { return "", errors.New("expired") })})
		err := kind.call(t.Context(), shop.NewOrdersClient(conn))
		if len(s.sent) != 0 || status.Code(err) != codes.Unauthenticated {
			t.Errorf("%s: %d attempts, %v", kind.name, len(s.sent), err)
		}
	}
}
