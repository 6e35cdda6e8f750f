package bulkhead_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
)

func Example() {
	prices := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 1, Waiting: -1})
	err := prices.Do(context.Background(), func(ctx context.Context) error {
		// ... a call with ctx; meanwhile another one is made:
		err := prices.Do(ctx, func(context.Context) error { return nil })
		fmt.Println(err, errors.Is(err, bulkhead.ErrFull))
		return nil
	})
	fmt.Println(err, prices.InUse())
	// Output:
	// unavailable: a dependency has too much to do true
	// <nil> 0
}

// The client of one dependency: at most ten requests at once, and none while it is down.
func ExampleBulkhead_Transport() {
	slots := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 10})
	state := breaker.New(breaker.Options{Name: "prices"})
	client := &http.Client{Transport: slots.Transport(state.Transport(nil))} // for client.Options.HTTP
	_, err := client.Get("http://localhost:0/")
	fmt.Println(err != nil, slots.InUse(), state.Stats().Failures)
	// Output: true 0 1
}
