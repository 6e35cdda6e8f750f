package transports_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
)

// BenchmarkUnary measures a whole call, both sides, over each transport.
func BenchmarkUnary(b *testing.B) {
	for _, way := range transports {
		b.Run(way.name, func(b *testing.B) {
			client := shop.NewOrdersClient(rpcclient.New(way.dial(b, server(b)), rpcclient.Options{}))
			in := &shop.CancelOrderRequest{Name: "customers/1/orders/2", Reason: "late"}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := client.CancelOrder(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
