// Package patience bounds how long the body of a request may take to come: whoever sends one a byte at a time would otherwise
// keep a place among those that are served, and a few hundred of them all places. It must not know what a body holds.
package patience

import (
	"net/http"
	"time"
)

// Usual is how long a body may take where nobody says otherwise.
const Usual = 30 * time.Second

// Body gives the request's body so much time from now on; what is read later is an error. whole ends that, and is to be
// called when the body has come to its end. If it hasn't, the bound stays, so that net/http doesn't wait for the rest either.
//
// A server with a ReadTimeout of its own is left alone. d that isn't positive is no bound.
func Body(w http.ResponseWriter, r *http.Request, d time.Duration) (whole func()) {
	s, _ := r.Context().Value(http.ServerContextKey).(*http.Server)
	if d <= 0 || s == nil || s.ReadTimeout > 0 {
		return nothing
	}
	c := http.NewResponseController(w)
	if c.SetReadDeadline(time.Now().Add(d)) != nil { // what isn't net/http's may not know it
		return nothing
	}
	return func() { _ = c.SetReadDeadline(time.Time{}) }
}

func nothing() {}
