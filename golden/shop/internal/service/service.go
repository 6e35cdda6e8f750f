// Package service is the order service: what a team writes by hand behind the generated boundary. It
// sees only requests that the contract allows, and must not know HTTP.
package service

import (
	"sync"
	"time"

	"example.com/shop/internal/orders"
	"example.com/shop/internal/platform/value"
)

// Service keeps customers, orders and payments in memory. It is safe for concurrent use.
type Service struct {
	now   func() time.Time
	newID func() value.UUID

	mu        sync.Mutex
	customers map[value.UUID]orders.Customer
	placed    map[value.UUID]orders.Order
	sequence  []value.UUID // of orders, oldest first
	answered  map[key]any  // what a repeated call is answered
}

// key names one piece of work of a caller.
type key struct{ operation, token string }

var (
	_ orders.Customers = (*Service)(nil)
	_ orders.Orders    = (*Service)(nil)
	_ orders.Payments  = (*Service)(nil)
)

// New returns a service that knows one customer and one order: those of the contract's examples.
func New(now func() time.Time, newID func() value.UUID) (*Service, error) {
	s := &Service{
		now: now, newID: newID,
		customers: map[value.UUID]orders.Customer{}, placed: map[value.UUID]orders.Order{}, answered: map[key]any{},
	}
	ada, err := value.ParseUUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
	if err != nil {
		return nil, err
	}
	first, err := value.ParseUUID("9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f")
	if err != nil {
		return nil, err
	}
	s.customers[ada] = orders.Customer{CustomerID: ada, Name: "Ada", Email: "ada@example.com", Tier: orders.TierGold, CreateTime: now()}
	lines := []orders.OrderLine{{SKU: "AB-1234", Quantity: 2, UnitPrice: "9.99"}}
	s.keep(s.order(first, &orders.NewOrder{CustomerID: ada, Lines: lines}))
	return s, nil
}

// once does the work for a token, or returns what the first call with it returned.
func once[T any](s *Service, operation, token string, work func() T) T {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := key{operation, token}
	if before, ok := s.answered[k].(T); ok {
		return before
	}
	result := work()
	s.answered[k] = result
	return result
}

func problem(title, code string, status int32) orders.Problem {
	return orders.Problem{Title: title, Status: status, Code: code, RequestID: "-"}
}

func notFound() *orders.NotFound {
	return &orders.NotFound{Body: problem("Not found", "not_found", 404)}
}
