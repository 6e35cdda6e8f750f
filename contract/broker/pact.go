package broker

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// Pact returns the contract at one address of the broker, as a webhook names the one that has changed.
func (b *Broker) Pact(ctx context.Context, address string) (*Pact, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("a contract at a broker is named by its URL")
	}
	if err := b.stays(at); err != nil {
		return nil, err
	}
	d, err := b.get(ctx, at)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read: %w", Clean(address), err)
	}
	if len(d.content) == 0 {
		return nil, fmt.Errorf("%s holds no contract", Clean(address))
	}
	p := b.pact(d, listed{at: at})
	return &p, nil
}
