package service

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/shop/internal/orders"
	"example.com/shop/internal/platform/authn"
	"example.com/shop/internal/platform/boundary"
	"example.com/shop/internal/platform/value"
)

// Callers of the house see what a customer's risk is, and nobody else does.
func TestInsiders(t *testing.T) {
	service, err := New(time.Now, func() value.UUID { return value.UUID{1} })
	if err != nil {
		t.Fatal(err)
	}
	handler, err := orders.NewHandler(orders.Handlers{Customers: service}, boundary.Options{Before: []boundary.Before{
		func(_ http.Header, r *http.Request, _ string) (context.Context, error) {
			return authn.With(r.Context(), authn.Caller{Subject: "ada", Internal: r.Header.Get("Authorization") != ""}), nil
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, target, body, token string) string {
		r, w := httptest.NewRequest(method, target, strings.NewReader(body)), httptest.NewRecorder()
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", "k")
		r.Header.Set("Authorization", token)
		handler.ServeHTTP(w, r)
		return w.Body.String()
	}
	created := ask("POST", "/v1/customers", `{"name":"Ada","email":"ada@shop.example"}`, "")
	const path = "/v1/customers/01000000-0000-0000-0000-000000000000"
	for token, want := range map[string]bool{"": false, "Bearer of the house": true} {
		if got := ask("GET", path, "", token); strings.Contains(got, `"risk":50`) != want || !strings.Contains(got, "ada@shop.example") {
			t.Errorf("%q sees %s", token, got)
		}
	}
	if strings.Contains(created, "risk") {
		t.Errorf("who creates a customer sees %s", created)
	}
}

// Logs don't show who a customer is.
func TestCustomersInLogs(t *testing.T) {
	var log bytes.Buffer
	in := &orders.CreateCustomerRequest{Body: orders.NewCustomer{Name: "Ada", Email: "ada@shop.example", Address: &orders.Address{Street: "Ada St"}}}
	slog.New(slog.NewTextHandler(&log, nil)).Info("a customer", "in", in, "tier", in.Body.Tier)
	if text := log.String(); strings.Contains(strings.ToLower(text), "ada") || !strings.Contains(text, "in.content.email=[redacted]") {
		t.Error(text)
	}
}
