package rpcclient_test

import (
	"context"
	"testing"

	"google.golang.org/grpc"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
)

// nothing is a connection that answers at once.
type nothing struct{ grpc.ClientConnInterface }

func (nothing) Invoke(context.Context, string, any, any, ...grpc.CallOption) error { return nil }

// BenchmarkInvoke measures what the policy adds to a call.
func BenchmarkInvoke(b *testing.B) {
	client := shop.NewOrdersClient(rpcclient.New(nothing{}, rpcclient.Options{}))
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		in := &shop.GetOrderRequest{Name: "customers/1/orders/2"}
		for b.Loop() {
			client.GetOrder(b.Context(), in)
		}
	})
	b.Run("token", func(b *testing.B) {
		b.ReportAllocs()
		in := &shop.CreateOrderRequest{Parent: "customers/1", Order: &shop.Order{Title: "tea"}}
		for b.Loop() {
			client.CreateOrder(b.Context(), in)
		}
	})
}
