package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// Options are what calls of one client have in common. The zero value is ready for use.
type Options struct {
	// HTTP sends the requests; nil: a client with connections of its own. What limits the calls of one dependency
	// belongs into its Transport, in this order: bulkhead, breaker, deadline (see the example).
	HTTP *http.Client
	// Timeout ends a call with all its repetitions if its context has no deadline; 30 s. Of an answer that
	// is read as it comes, it covers what comes before the body.
	Timeout time.Duration
	// Idle ends an answer that is read as it comes after so long without a byte; 2 min, negative: never.
	Idle time.Duration
	// MaxBody is how many bytes of an answer are taken into memory, and how many an item of a stream may
	// have; 16 MiB.
	MaxBody int64
	// Header is sent with every request. What an operation sets wins.
	Header    http.Header
	UserAgent string
	Retry     retry.Policy
	// Authorize adds credentials to a request. It is called for each repetition, so that a token may be
	// renewed in between; see Bearer.
	Authorize func(*http.Request) error
	// RequestID gives the ID that is sent as X-Request-Id, such as that of the request being served; nil or "": none.
	RequestID func(context.Context) string
	// NewKey makes an idempotency key for a call whose caller gives none; a random UUID.
	NewKey func() string
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Idle == 0 {
		o.Idle = 2 * time.Minute
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 16 << 20
	}
	if o.NewKey == nil {
		o.NewKey = newKey
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{Transport: transport()}
	}
	return o
}

// transport returns the standard library's, but with connections of its own, and not only two of
// them for the one host that a client talks to.
func transport() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	own := standard.Clone()
	own.MaxIdleConnsPerHost = own.MaxIdleConns
	return own
}

// Bearer returns an Authorize that sends the token that source gives as RFC 6750 has it.
func Bearer(source func(context.Context) (string, error)) func(*http.Request) error {
	return func(r *http.Request) error {
		token, err := source(r.Context())
		if err != nil {
			return fmt.Errorf("no token: %w", err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
}

// checkBase returns the URL that paths are appended to: it has no slash at its end.
func checkBase(text string) (string, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "", errors.New("base URL can't be parsed: write it like https://api.example.com/v1")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return "", fmt.Errorf("base URL %q is not absolute: write it like https://api.example.com/v1", u.Redacted())
	case u.User != nil:
		return "", fmt.Errorf("base URL %q holds credentials, which would get into logs: use Options.Authorize", u.Redacted())
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return "", fmt.Errorf("base URL %q has a query or a fragment: leave them out", u.Redacted())
	}
	return strings.TrimRight(u.Scheme+"://"+u.Host+u.EscapedPath(), "/"), nil
}
