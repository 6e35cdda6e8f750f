// Package broker talks to a Pact Broker, where teams share contracts: it fetches what a provider has to
// keep, publishes contracts and what came of verifying them, and asks what can be deployed. It follows
// the links that the broker's documents hold (HAL), but only to the broker itself. It knows neither what
// is in a contract nor what a command line says.
package broker

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultTimeout is how long one exchange with the broker may take, from connecting to its last byte.
const DefaultTimeout = 30 * time.Second

// Auth is who calls: a token is sent as a bearer's, else a name and password as basic authentication
// (RFC 6750, RFC 7617). The zero value is nobody.
type Auth struct {
	Username, Password string
	Token              string
}

// Broker is one Pact Broker. It is not for use by several goroutines at once.
type Broker struct {
	Timeout time.Duration // for one exchange

	base   *url.URL
	auth   Auth
	client *http.Client
	home   *document // the index, once it has been asked for
}

// Open returns the broker at an address, such as https://broker.example.com. Nothing is sent yet.
func Open(address string, auth Auth) (*Broker, error) {
	base, err := url.Parse(address)
	switch {
	case err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Hostname() == "":
		return nil, errors.New("a broker is named by its URL, as in https://broker.example.com")
	case base.User != nil:
		return nil, errors.New("the URL of a broker holds no credentials: they are taken from the environment")
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("the URL of a broker ends with its path: %s", origin(base)+base.EscapedPath())
	}
	if !strings.HasSuffix(base.Path, "/") { // links are relative to the index
		base = base.JoinPath("/")
	}
	b := &Broker{Timeout: DefaultTimeout, base: base, auth: auth}
	b.client = &http.Client{CheckRedirect: b.redirected, Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, MaxResponseHeaderBytes: maxHeaders, ForceAttemptHTTP2: true,
		IdleConnTimeout: time.Minute, TLSHandshakeTimeout: DefaultTimeout,
	}}
	return b, nil
}

// String returns the address of the broker.
func (b *Broker) String() string { return strings.TrimSuffix(b.base.String(), "/") }

// index returns the document that all others are found from.
func (b *Broker) index(ctx context.Context) (*document, error) {
	if b.home != nil {
		return b.home, nil
	}
	d, err := b.get(ctx, b.base)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read as a Pact Broker: %w", b, err)
	}
	if len(d.links) == 0 {
		return nil, fmt.Errorf("%s is no Pact Broker: its index has no links", b)
	}
	b.home = d
	return d, nil
}

// from returns where a relation of the index leads to.
func (b *Broker) from(ctx context.Context, relation, what string, values map[string]string) (*url.URL, error) {
	home, err := b.index(ctx)
	if err != nil {
		return nil, err
	}
	l, known := home.link(relation)
	if !known {
		return nil, fmt.Errorf("%s is too old to %s: its index has no %s", b, what, relation)
	}
	return b.resolve(home, l, values)
}
