package service

import (
	"context"

	"example.com/shop/internal/orders"
	"example.com/shop/internal/platform/value"
)

// CreateCustomer registers a customer, once for each key.
func (s *Service) CreateCustomer(_ context.Context, in *orders.CreateCustomerRequest) (orders.CreateCustomerResult, error) {
	return once(s, "createCustomer", in.IdempotencyKey, func() *orders.CreateCustomer201 {
		customer := orders.Customer{
			CustomerID: s.newID(), Name: in.Body.Name, Email: in.Body.Email, Tier: in.Body.Tier.Or(orders.TierBasic),
			BirthDate: in.Body.BirthDate, Address: in.Body.Address, CreateTime: s.now(),
			Risk: value.Some(int32(50)), // nothing is known yet
		}
		s.customers[customer.CustomerID] = customer
		return &orders.CreateCustomer201{Body: customer}
	}), nil
}

// GetCustomer returns one customer.
func (s *Service) GetCustomer(_ context.Context, in *orders.GetCustomerRequest) (orders.GetCustomerResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	customer, ok := s.customers[in.CustomerID]
	if !ok {
		return notFound(), nil
	}
	return &orders.GetCustomer200{Body: customer}, nil
}

// UpdateCustomer changes the fields that are given.
func (s *Service) UpdateCustomer(_ context.Context, in *orders.UpdateCustomerRequest) (orders.UpdateCustomerResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	customer, ok := s.customers[in.CustomerID]
	if !ok {
		return notFound(), nil
	}
	customer.Name = in.Body.Name.Or(customer.Name)
	customer.Tier = in.Body.Tier.Or(customer.Tier)
	if in.Body.Address != nil {
		customer.Address = in.Body.Address
	}
	s.customers[in.CustomerID] = customer
	return &orders.UpdateCustomer200{Body: customer}, nil
}
