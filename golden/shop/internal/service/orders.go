package service

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"example.com/shop/internal/orders"
	"example.com/shop/internal/platform/value"
)

// CreateOrder places an order, once for each key.
func (s *Service) CreateOrder(_ context.Context, in *orders.CreateOrderRequest) (orders.CreateOrderResult, error) {
	return once(s, "createOrder", in.IdempotencyKey, func() *orders.CreateOrder201 {
		order := s.order(s.newID(), &in.Body)
		s.keep(order)
		return &orders.CreateOrder201{Location: value.Some("/v1/orders/" + order.OrderID.String()), Body: order}
	}), nil
}

// GetOrder returns one order.
func (s *Service) GetOrder(_ context.Context, in *orders.GetOrderRequest) (orders.GetOrderResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	order, ok := s.placed[in.OrderID]
	if !ok {
		return notFound(), nil
	}
	return &orders.GetOrder200{Body: order}, nil
}

// ReplaceOrder replaces what was ordered.
func (s *Service) ReplaceOrder(_ context.Context, in *orders.ReplaceOrderRequest) (orders.ReplaceOrderResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	order, ok := s.placed[in.OrderID]
	switch {
	case !ok:
		return notFound(), nil
	case order.Status == orders.OrderStatusShipped:
		return &orders.Conflict{Body: problem("The order has been shipped", "order_shipped", 409)}, nil
	}
	replaced := s.order(in.OrderID, &in.Body)
	replaced.CreateTime = order.CreateTime
	s.placed[in.OrderID] = replaced
	return &orders.ReplaceOrder200{Body: replaced}, nil
}

// CancelOrder cancels an order; cancelling it again changes nothing.
func (s *Service) CancelOrder(_ context.Context, in *orders.CancelOrderRequest) (orders.CancelOrderResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	order, ok := s.placed[in.OrderID]
	if !ok {
		return notFound(), nil
	}
	order.Status = orders.OrderStatusCancelled
	s.placed[in.OrderID] = order
	return &orders.CancelOrder200{Body: order}, nil
}

// defaultPageSize is what the contract declares; the boundary has applied it already where it can.
const defaultPageSize = 50

// ListOrders returns orders, newest first. A token is the place in the sequence where the page begins.
func (s *Service) ListOrders(_ context.Context, in *orders.ListOrdersRequest) (orders.ListOrdersResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := len(s.sequence)
	if token, ok := in.PageToken.Get(); ok {
		if n, err := strconv.Atoi(strings.TrimPrefix(token, "p")); err == nil && n >= 0 && n <= at {
			at = n
		}
	}
	page := orders.OrderPage{Orders: []orders.Order{}}
	for size := int(in.PageSize.Or(defaultPageSize)); at > 0 && len(page.Orders) < size; at-- {
		if order := s.placed[s.sequence[at-1]]; wanted(&order, in) {
			page.Orders = append(page.Orders, order)
		}
	}
	if at > 0 {
		page.NextPageToken.Set("p" + strconv.Itoa(at))
	}
	return &orders.ListOrders200{Body: page}, nil
}

func wanted(order *orders.Order, in *orders.ListOrdersRequest) bool {
	if status, ok := in.Status.Get(); ok && order.Status != status {
		return false
	}
	if customer, ok := in.CustomerID.Get(); ok && order.CustomerID != customer {
		return false
	}
	after, ok := in.CreatedAfter.Get()
	return !ok || order.CreateTime.After(after)
}

func (s *Service) order(id value.UUID, in *orders.NewOrder) orders.Order {
	return orders.Order{
		OrderID: id, CustomerID: in.CustomerID, Status: orders.OrderStatusOpen, Lines: in.Lines, ShipTo: in.ShipTo,
		Gift: in.Gift, Labels: in.Labels, Total: total(in.Lines), CreateTime: s.now(),
	}
}

func (s *Service) keep(order orders.Order) {
	s.placed[order.OrderID] = order
	s.sequence = append(s.sequence, order.OrderID)
}

// total adds up the lines in cents. Prices have two digits after the point, by the contract.
func total(lines []orders.OrderLine) string {
	var cents int64
	for _, line := range lines {
		price, err := strconv.ParseInt(strings.Replace(line.UnitPrice, ".", "", 1), 10, 64)
		if err == nil {
			cents += price * int64(line.Quantity)
		}
	}
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}
