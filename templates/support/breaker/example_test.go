package breaker_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/templates/support/breaker"
)

func Example() {
	prices := breaker.New(breaker.Options{
		Name: "prices", Calls: 3,
		OnChange: func(from, to breaker.State) { fmt.Println("prices:", from, "to", to) },
	})
	for range 4 {
		err := prices.Do(context.Background(), func(ctx context.Context) error {
			return errors.New("connection refused") // a call of the generated client, with ctx
		})
		fmt.Println(err, errors.Is(err, breaker.ErrOpen))
	}
	// Output:
	// connection refused false
	// connection refused false
	// prices: closed to open
	// connection refused false
	// unavailable: a dependency is not available true
}
