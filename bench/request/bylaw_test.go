package request

import (
	"context"
	"net/http"
	"testing"

	"github.com/bylaw-dev/bylaw/bench/request/bylawapi"
	"github.com/bylaw-dev/bylaw/bench/request/platform/boundary"
)

type shop struct{}

func (shop) CreateOrder(_ context.Context, in *bylawapi.CreateOrderRequest) (bylawapi.CreateOrderResult, error) {
	return &bylawapi.CreateOrder201{Body: bylawapi.Order{ID: "o-1", Customer: in.Body.Customer, Lines: in.Body.Lines}}, nil
}

func bylaw(b *testing.B) http.Handler {
	handler, err := bylawapi.NewHandler(bylawapi.Handlers{Orders: shop{}}, boundary.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return handler
}
