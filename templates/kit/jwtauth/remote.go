package jwtauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// RemoteOptions configures Remote. The zero value is what most issuers go with.
type RemoteOptions struct {
	Client  *http.Client  // nil: one of its own. Redirects aren't followed in any case
	Refresh time.Duration // how old keys get before newer ones are asked for, behind the requests' backs; 0: 15 min
	Stale   time.Duration // how old they get at most, if the issuer doesn't answer; 0: 24 h. No token is good after that
	Pause   time.Duration // between two questions to the issuer, whatever tokens ask for; 0: 10 s
	Timeout time.Duration // of one question; 0: 5 s
	Now     func() time.Time
	Logger  *slog.Logger // told when the issuer doesn't answer; nil: slog.Default()
}

// Remote takes the keys from where the issuer publishes them (jwks_uri), when they are first needed, and again when a token
// names a key that isn't among them: that is how issuers change keys. One question is asked at a time, no sooner than
// Pause after the last, and each ends by Timeout. The error is that the address isn't https; of this machine itself http
// will do.
func Remote(jwksURL string, o RemoteOptions) (*Keys, error) {
	u, err := url.Parse(jwksURL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("jwtauth: %w", err)
	case u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return nil, fmt.Errorf("jwtauth: %q is no https address: whoever is between could replace the keys", jwksURL)
	}
	r := &remote{url: jwksURL, options: o.withDefaults()}
	client := *r.options.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r.client = &client
	return &Keys{r}, nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

func (o RemoteOptions) withDefaults() RemoteOptions {
	for _, d := range []struct {
		value *time.Duration
		usual time.Duration
	}{{&o.Refresh, 15 * time.Minute}, {&o.Stale, 24 * time.Hour}, {&o.Pause, 10 * time.Second}, {&o.Timeout, 5 * time.Second}} {
		if *d.value <= 0 {
			*d.value = d.usual
		}
	}
	o.Stale = max(o.Stale, o.Refresh)
	if o.Client == nil {
		o.Client = new(http.Client)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return o
}

// remote is a key set that is renewed.
type remote struct {
	url     string
	options RemoteOptions
	client  *http.Client

	mu      sync.Mutex
	keys    set
	at      time.Time // when the keys have been asked for
	asked   time.Time // the last time, with or without success
	asking  chan struct{}
	waiting int
}

// What is the matter with the keys; neither is the token's fault.
var (
	errKeys    = errors.New("jwtauth: the issuer's keys can't be had")
	errWaiting = errors.New("jwtauth: too many requests wait for the issuer's keys")
)

// mostWaiting is how many requests wait for an answer of the issuer.
const mostWaiting = 256

func (r *remote) find(ctx context.Context, id string) ([]jose.JSONWebKey, error) {
	found, wait, err := r.look(id)
	if wait == nil {
		return found, err
	}
	defer r.leave()
	select {
	case <-wait:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return r.known(id)
}

// look returns keys that are known, and asks for newer ones where it is time to. Where only those could tell, it returns
// what to wait for.
func (r *remote) look(id string) (found []jose.JSONWebKey, wait <-chan struct{}, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.options.Now()
	usable := r.keys != nil && now.Sub(r.at) < r.options.Stale
	if usable {
		found = r.keys.of(id)
	}
	if len(found) == 0 || now.Sub(r.at) >= r.options.Refresh {
		r.ask(now)
	}
	switch {
	case len(found) > 0, r.asking == nil && usable:
		return found, nil, nil
	case r.asking == nil:
		return nil, nil, errKeys
	case r.waiting >= mostWaiting:
		return nil, nil, errWaiting
	}
	r.waiting++
	return nil, r.asking, nil
}

func (r *remote) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting--
}

// known returns keys without asking anybody.
func (r *remote) known(id string) ([]jose.JSONWebKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys == nil || r.options.Now().Sub(r.at) >= r.options.Stale {
		return nil, errKeys
	}
	return r.keys.of(id), nil
}

// ask begins to ask the issuer, unless that goes on already or has been done a moment ago. It isn't the request that waits
// for the answer who asks: that one may leave.
func (r *remote) ask(now time.Time) {
	if r.asking != nil || !r.asked.IsZero() && now.Sub(r.asked) < r.options.Pause {
		return
	}
	r.asked = now
	done := make(chan struct{})
	r.asking = done
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), r.options.Timeout)
		defer cancel()
		keys, err := r.fetch(ctx)
		if err != nil {
			r.options.Logger.WarnContext(ctx, "the issuer's keys can't be had", "url", r.url, "error", err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if err == nil {
			r.keys, r.at = keys, now
		}
		r.asking = nil
		close(done)
	}()
}

// mostBytes of a key set are read.
const mostBytes = 256 << 10

func (r *remote) fetch(ctx context.Context) (set, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/jwk-set+json, application/json")
	answer, err := r.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the status is %s", answer.Status)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(body) > mostBytes {
		return nil, fmt.Errorf("the key set is larger than %d bytes", mostBytes)
	}
	return parse(body)
}
