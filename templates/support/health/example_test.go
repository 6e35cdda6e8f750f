package health_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/bylaw-dev/bylaw/templates/support/health"
)

// A service whose database is down starts, and takes requests, for those that need no database can be answered. Who has the
// token sees what is wrong.
func Example() {
	database := func(context.Context) error { return errors.New("connection refused") } // db.PingContext

	state, err := health.New(health.Options{
		Checks: []health.Check{{Name: "database", Probe: database}},
		Deep:   health.Bearer("s3cret"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go state.Run(ctx)

	api := http.NewServeMux()
	api.HandleFunc("GET /orders", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "no orders") })
	handler := state.Around(state.UntilReady(api)) // listens from here on

	show := func(path string) {
		r := httptest.NewRequest("GET", path, nil)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(path, w.Code)
	}
	show("/health/live")
	show("/orders")
	state.Ready() // when all is warm
	show("/orders")
	show("/health/ready")
	show("/health/deep")
	state.Drain() // when it is to stop
	show("/health/ready")
	show("/health/live")
	show("/orders")
	// Output:
	// /health/live 200
	// /orders 503
	// /orders 200
	// /health/ready 200
	// /health/deep 403
	// /health/ready 503
	// /health/live 200
	// /orders 200
}
