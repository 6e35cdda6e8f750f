package service

import (
	"context"

	"example.com/shop/internal/orders"
)

// CreatePayment pays for an order, once for each key. An order that is known becomes paid.
func (s *Service) CreatePayment(_ context.Context, in *orders.CreatePaymentRequest) (orders.CreatePaymentResult, error) {
	return once(s, "createPayment", in.IdempotencyKey, func() *orders.CreatePayment201 {
		if order, ok := s.placed[in.Body.OrderID]; ok && order.Status == orders.OrderStatusOpen {
			order.Status = orders.OrderStatusPaid
			s.placed[in.Body.OrderID] = order
		}
		return &orders.CreatePayment201{Body: orders.Payment{
			PaymentID: s.newID(), OrderID: in.Body.OrderID, Amount: in.Body.Amount, Method: in.Body.Method, CreateTime: s.now(),
		}}
	}), nil
}
