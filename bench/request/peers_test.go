package request

import (
	"context"
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	middleware "github.com/oapi-codegen/nethttp-middleware"

	"github.com/bylaw-dev/bylaw/bench/request/oapiapi"
	"github.com/bylaw-dev/bylaw/bench/request/ogenapi"
)

type peer struct {
	name    string
	handler http.Handler
}

func peers(b *testing.B) []peer {
	return []peer{{"bylaw", bylaw(b)}, {"ogen", ogen(b)}, {"oapi-codegen", oapi(b)}}
}

type ogenShop struct{}

func (ogenShop) CreateOrder(_ context.Context, in *ogenapi.NewOrder) (ogenapi.CreateOrderRes, error) {
	return &ogenapi.Order{ID: "o-1", Customer: in.Customer, Lines: in.Lines}, nil
}

func ogen(b *testing.B) http.Handler {
	server, err := ogenapi.NewServer(ogenShop{})
	if err != nil {
		b.Fatal(err)
	}
	return server
}

type oapiShop struct{}

func (oapiShop) CreateOrder(_ context.Context, in oapiapi.CreateOrderRequestObject) (oapiapi.CreateOrderResponseObject, error) {
	return oapiapi.CreateOrder201JSONResponse{Id: "o-1", Customer: in.Body.Customer, Lines: in.Body.Lines}, nil
}

// oapi is oapi-codegen's strict server behind the validating middleware that it recommends, told to
// collect all violations, as bylaw does.
func oapi(b *testing.B) http.Handler {
	document, err := openapi3.NewLoader().LoadFromFile("openapi.yaml")
	if err != nil {
		b.Fatal(err)
	}
	validate := middleware.OapiRequestValidatorWithOptions(document, &middleware.Options{
		Options: openapi3filter.Options{MultiError: true},
	})
	return validate(oapiapi.Handler(oapiapi.NewStrictHandler(oapiShop{}, nil)))
}
