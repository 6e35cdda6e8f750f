package idempotency_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// A payment that is sent twice is made once. Callers are those that authentication has put into the context.
func ExampleExecutor_HTTP() {
	executor, err := idempotency.New(idempotency.Options{
		Store: idempotency.NewMemory(idempotency.MemoryOptions{}), // in production package sqlstore
	})
	if err != nil {
		panic(err)
	}
	middleware, err := executor.HTTP(idempotency.HTTPOptions{
		Caller: func(r *http.Request) string { return tenant(r.Context()) },
	})
	if err != nil {
		panic(err)
	}
	payments := 0
	handler := middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		payments++
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, "payment %d", payments)
	}))

	for _, amount := range []string{"100", "100", "200"} {
		r := httptest.NewRequest(http.MethodPost, "/payments", strings.NewReader(amount))
		r.Header.Set("Idempotency-Key", "order-17")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), tenantKey{}, "acme")))
		fmt.Printf("%d replayed=%q\n", w.Code, w.Header().Get("Idempotency-Replayed"))
	}
	fmt.Println("payments:", payments)
	// Output:
	// 201 replayed=""
	// 201 replayed="true"
	// 422 replayed=""
	// payments: 1
}

type tenantKey struct{}

func tenant(ctx context.Context) string {
	name, _ := ctx.Value(tenantKey{}).(string)
	return name
}

// Work that isn't behind HTTP, such as a message that is delivered twice.
func ExampleExecutor_Do() {
	executor, err := idempotency.New(idempotency.Options{Store: idempotency.NewMemory(idempotency.MemoryOptions{})})
	if err != nil {
		panic(err)
	}
	message := []byte(`{"amount":100}`)
	for range 2 {
		answer, err := executor.Do(context.Background(), idempotency.Request{
			Caller: "acme", Operation: "payments.charge", Key: "message-1", Fingerprint: idempotency.FingerprintOf(message),
		}, func(context.Context) (idempotency.Answer, error) {
			fmt.Println("charging")
			return idempotency.Answer{Data: []byte("receipt 1")}, nil
		})
		fmt.Println(string(answer.Data), answer.Replayed, err)
	}
	// Output:
	// charging
	// receipt 1 false <nil>
	// receipt 1 true <nil>
}
