package rpclimit

import (
	"context"
	"net"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
	"github.com/bylaw-dev/bylaw/templates/support/shed"
)

// silent takes headers and sends none.
type silent struct{ grpc.ServerTransportStream }

func (silent) SetHeader(metadata.MD) error { return nil }

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	busy := ratelimit.Quota{Requests: 1_000_000_000, Window: time.Second}
	proxies, err := ratelimit.ParseProxies("10.0.0.0/8", "")
	if err != nil {
		t.Fatal(err)
	}
	l, err := ratelimit.New(ratelimit.Config{Address: busy, Caller: busy, Proxies: proxies}, ratelimit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{shed.New(shed.Options{}), l}
	callers, _ := Callers(l, func(context.Context) string { return "ada" })
	next := func(context.Context, any) (any, error) { return nil, nil }
	info := &grpc.UnaryServerInfo{FullMethod: "/shop.v1.Orders/GetOrder"}
	direct := peer.NewContext(t.Context(), &peer.Peer{Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80}})
	told := grpc.NewContextWithServerTransportStream(direct, silent{})
	proxied := metadata.NewIncomingContext(peer.NewContext(t.Context(), &peer.Peer{Addr: &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1)}}), metadata.Pairs("x-forwarded-for", "192.0.2.1"))
	for _, row := range []struct {
		name string
		most float64
		ctx  context.Context
		run  grpc.UnaryServerInterceptor
	}{
		{"load and address", 3, direct, g.unary},
		{"behind a proxy", 4, proxied, g.unary},
		{"a caller who is told what is left", 9, told, callers},
	} {
		n := testing.AllocsPerRun(200, func() {
			if _, err := row.run(row.ctx, nil, info, next); err != nil {
				t.Error(err)
			}
		})
		t.Logf("%s: %v allocations", row.name, n)
		if n > row.most {
			t.Errorf("%s: %v allocations, budget %v", row.name, n, row.most)
		}
	}
}
