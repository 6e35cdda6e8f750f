package deadline_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/deadline"
)

// Orders calls prices. Its caller gives it two seconds, of which it keeps half a second for its own answer.
func Example() {
	budget := deadline.New(deadline.Options{Reserve: 500 * time.Millisecond})

	prices := httptest.NewServer(budget.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		end, _ := r.Context().Deadline()
		fmt.Println("prices has less than 1.5 s:", time.Until(end) < 1500*time.Millisecond)
	})))
	defer prices.Close()
	toPrices := &http.Client{Transport: budget.Transport(nil)} // for client.Options.HTTP

	orders := budget.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ask, _ := http.NewRequestWithContext(r.Context(), "GET", prices.URL, nil)
		answer, err := toPrices.Do(ask)
		if err == nil {
			answer.Body.Close()
		}
		fmt.Println("too late:", errors.Is(err, context.DeadlineExceeded))
	}))
	for _, timeout := range []string{"2S", "100m"} {
		r := httptest.NewRequest("GET", "/orders", nil)
		r.Header.Set("Grpc-Timeout", timeout)
		orders.ServeHTTP(httptest.NewRecorder(), r)
	}
	// Output:
	// prices has less than 1.5 s: true
	// too late: false
	// too late: true
}
