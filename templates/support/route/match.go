package route

import "context"

// Match is what a router has found for a request, for those who stand before it: metrics and logs are labelled by it,
// as raw paths would be labels without end. It is written before the handler is called, and by one goroutine.
type Match struct {
	Template  string // "/v1/orders/{order}"; "": nothing matches
	Operation string // operationId, or a method's full name ("/shop.v1.Orders/GetOrder")
	RequestID string // that the answer carries
}

type matchKey struct{}

// WithMatch returns a context in which a router leaves what it finds in m.
func WithMatch(ctx context.Context, m *Match) context.Context {
	return context.WithValue(ctx, matchKey{}, m)
}

// MatchOf returns where a router leaves what it finds; nil: nobody asks.
func MatchOf(ctx context.Context) *Match {
	m, _ := ctx.Value(matchKey{}).(*Match)
	return m
}
