package client

import (
	"errors"
	"net/http"
)

// redirecting returns two copies of the HTTP client: one that follows redirects, and one that doesn't.
func redirecting(o Options) (follow, stay *http.Client) {
	following, staying := *o.HTTP, *o.HTTP
	if following.CheckRedirect == nil {
		following.CheckRedirect = func(r *http.Request, via []*http.Request) error { return checkRedirect(r, via, o.Header) }
	}
	staying.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &following, &staying
}

// checkRedirect follows a redirect only with the method of the call: a POST must not silently become a
// GET (RFC 9110 §15.4). Headers that all requests have may be keys of the API, and stay with its host.
func checkRedirect(r *http.Request, via []*http.Request, common http.Header) error {
	if r.Method != via[0].Method {
		return http.ErrUseLastResponse
	}
	if len(via) >= 10 {
		return errTooManyRedirects
	}
	if r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme {
		for name := range common {
			r.Header.Del(name)
		}
	}
	return nil
}

var errTooManyRedirects = errors.New("ten redirects in a row")
