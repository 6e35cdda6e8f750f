package service

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/shop/internal/orders"
	"example.com/shop/internal/platform/boundary"
	"example.com/shop/internal/platform/value"
)

// sink is a ResponseWriter that is used again.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }

type body struct{ strings.Reader }

func (*body) Close() error { return nil }

// TestAllocations holds what a request costs: a time differs between machines, this doesn't.
func TestAllocations(t *testing.T) {
	service, err := New(time.Now, func() value.UUID { return value.UUID{1} })
	if err != nil {
		t.Fatal(err)
	}
	handler, err := orders.NewHandler(orders.Handlers{Orders: service}, boundary.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text   string
		status int
		most   float64
	}{
		{`{"customer_id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","lines":[{"sku":"AB-1234","quantity":2,"unit_price":"9.99"}]}`, 201, 16},
		{`{"customer_id":"ada","lines":[{"sku":"x","quantity":0,"unit_price":"9.9"}],"gift":1}`, 400, 22},
	} {
		request, err := http.NewRequest(http.MethodPost, "/v1/orders", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", "the same each time")
		request.ContentLength = int64(len(test.text))
		var again body
		request.Body = &again
		to := &sink{header: http.Header{}}
		count := testing.AllocsPerRun(100, func() {
			again.Reset(test.text)
			clear(to.header)
			handler.ServeHTTP(to, request)
		})
		if to.status != test.status || count > test.most {
			t.Errorf("%s: status %d, %v allocations, want %d and at most %v", test.text, to.status, count, test.status, test.most)
		}
	}
}
