package rpcclient_test

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
)

// hang ends with its context.
func hang(ctx context.Context) error {
	<-ctx.Done()
	return status.FromContextError(ctx.Err()).Err()
}

func TestDeadlineIsAlwaysSet(t *testing.T) {
	for _, kind := range kinds {
		synctest.Test(t, func(t *testing.T) {
			for _, test := range []struct {
				timeout, own, want time.Duration
			}{
				{0, 0, 30 * time.Second},
				{time.Minute, 0, time.Minute},
				{time.Minute, time.Hour, time.Hour},
				{time.Minute, time.Second, time.Second},
			} {
				ctx, begun := t.Context(), time.Now()
				if test.own > 0 {
					bounded, cancel := context.WithTimeout(ctx, test.own)
					defer cancel()
					ctx = bounded
				}
				s := &script{steps: []func(context.Context) error{hang, hang}}
				err := kind.call(ctx, shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Timeout: test.timeout})))
				if took := time.Since(begun); took != test.want || status.Code(err) != codes.DeadlineExceeded || len(s.sent) != 1 {
					t.Errorf("%s with %v of its own: %v after %v and %d attempts, want %v", kind.name, test.own, err, took, len(s.sent), test.want)
				}
			}
		})
	}
}

func TestDeadlineCoversAllAttempts(t *testing.T) {
	for _, kind := range kinds {
		if !kind.repeatable {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			slow := func(context.Context) error { time.Sleep(20 * time.Second); return status.Error(codes.Unavailable, "") }
			s := &script{steps: []func(context.Context) error{slow, hang}}
			err := kind.call(t.Context(), shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{})))
			if took := time.Since(begun); took != 30*time.Second || status.Code(err) != codes.DeadlineExceeded || len(s.sent) != 2 {
				t.Errorf("%s: %v after %v and %d attempts", kind.name, err, took, len(s.sent))
			}
		})
	}
}

// paced is a stream that has a message at each beat, and takes one too.
type paced struct {
	grpc.ClientStream
	ctx  context.Context
	beat time.Duration
	left int
	many bool // requests
}

func (p *paced) wait() error {
	select {
	case <-p.ctx.Done():
		return status.FromContextError(p.ctx.Err()).Err()
	case <-time.After(p.beat):
		return nil
	}
}

func (p *paced) SendMsg(any) error {
	if p.many {
		return p.wait()
	}
	return nil
}

func (p *paced) CloseSend() error         { return nil }
func (p *paced) Context() context.Context { return p.ctx }

func (p *paced) RecvMsg(any) error {
	if p.left--; p.left < 0 {
		return io.EOF
	}
	return p.wait()
}

type pacer struct {
	grpc.ClientConnInterface
	beat time.Duration
	left int
}

func (p pacer) NewStream(ctx context.Context, d *grpc.StreamDesc, _ string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	return &paced{ctx: ctx, beat: p.beat, left: p.left, many: d.ClientStreams}, nil
}

func drain(receive func() error) (n int, err error) {
	for ; err == nil; n++ {
		err = receive()
	}
	return n - 1, err
}

func TestStreamsMayLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := shop.NewOrdersClient(rpcclient.New(pacer{beat: 20 * time.Second, left: 100}, rpcclient.Options{}))
		stream, err := client.WatchOrders(t.Context(), &shop.ListOrdersRequest{})
		if err != nil {
			t.Fatal(err)
		}
		n, err := drain(func() error {
			time.Sleep(10 * time.Minute) // time of our own doesn't count
			_, err := stream.Recv()
			return err
		})
		if n != 100 || err != io.EOF {
			t.Errorf("%d messages, %v", n, err)
		}
	})
}

func TestSilentStreamsEnd(t *testing.T) {
	for _, test := range []struct {
		beat time.Duration
		o    rpcclient.Options
		want time.Duration // 0: it doesn't end
	}{
		{time.Hour, rpcclient.Options{}, 30 * time.Second},
		{time.Hour, rpcclient.Options{Timeout: 2 * time.Hour}, time.Hour + 2*time.Minute},
		{time.Hour, rpcclient.Options{Timeout: 2 * time.Hour, Idle: -1}, 0},
		{time.Second, rpcclient.Options{Idle: 900 * time.Millisecond}, 1900 * time.Millisecond},
		{time.Second, rpcclient.Options{Idle: 1100 * time.Millisecond}, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			client := shop.NewOrdersClient(rpcclient.New(pacer{beat: test.beat, left: 3}, test.o))
			begun := time.Now()
			stream, err := client.WatchOrders(t.Context(), &shop.ListOrdersRequest{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = drain(func() error { _, err := stream.Recv(); return err })
			switch took := time.Since(begun); {
			case test.want == 0 && err != io.EOF:
				t.Errorf("%+v: %v after %v", test.o, err, took)
			case test.want > 0 && (status.Code(err) != codes.DeadlineExceeded || took != test.want):
				t.Errorf("%+v: %v after %v, want %v", test.o, err, took, test.want)
			}
		})
	}
}

func TestSendingKeepsAStreamAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		conn := rpcclient.New(pacer{beat: 25 * time.Second, left: 1}, rpcclient.Options{})
		stream, err := shop.NewOrdersClient(conn).ImportOrders(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if err := stream.Send(&shop.CreateOrderRequest{}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := stream.CloseAndRecv(); err != nil {
			t.Error(err)
		}
		if stream.Context().Err() == nil {
			t.Error("the stream still holds on to the caller's context after its answer")
		}
	})
}

func TestSendThatBlocksEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := rpcclient.New(pacer{beat: time.Hour}, rpcclient.Options{})
		stream, err := shop.NewOrdersClient(conn).Chat(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		if err := stream.Send(&shop.ChatMessage{}); status.Code(err) != codes.DeadlineExceeded || time.Since(begun) != 2*time.Minute {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}

func TestSendingKeepsAReceiveAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const beat = 20 * time.Second
		stream, err := shop.NewOrdersClient(rpcclient.New(quiet{beat}, rpcclient.Options{})).Chat(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		begun := time.Now()
		go func() { _, err := stream.Recv(); ended <- err }()
		for range 10 { // which is longer than the wait for the first message may be
			if err := stream.Send(&shop.ChatMessage{}); err != nil {
				t.Fatal(err)
			}
		}
		err = <-ended
		if took := time.Since(begun); status.Code(err) != codes.DeadlineExceeded || took != 10*beat+30*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// quiet takes messages, one at each beat, and never answers.
type quiet struct{ beat time.Duration }

func (quiet) Invoke(context.Context, string, any, any, ...grpc.CallOption) error { return nil }

func (q quiet) NewStream(ctx context.Context, _ *grpc.StreamDesc, _ string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	return &mute{paced{ctx: ctx, beat: q.beat, many: true}}, nil
}

type mute struct{ paced }

func (m *mute) RecvMsg(any) error { return hang(m.ctx) }
