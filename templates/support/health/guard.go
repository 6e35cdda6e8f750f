package health

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strings"
)

// Guard says whether a request may see how the dependencies do. Everyone else is told nothing but 403, whether there is
// something to see or not.
type Guard func(*http.Request) bool

// Nobody lets nobody in.
func Nobody(*http.Request) bool { return false }

// Anybody lets everybody in. It is for a listener of its own that only internal callers can reach.
func Anybody(*http.Request) bool { return true }

// Bearer lets those in who send "Authorization: Bearer" and the token. How long the comparison takes tells nothing of it.
// An empty token lets nobody in.
func Bearer(token string) Guard {
	want := sha256.Sum256([]byte(token))
	return func(r *http.Request) bool {
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(given))
		return subtle.ConstantTimeCompare(got[:], want[:]) == 1 && token != "" && strings.EqualFold(scheme, "bearer")
	}
}

// From lets those in who connect from one of the networks, such as netip.MustParsePrefix("10.0.0.0/8"). It looks at the
// connection only, for a header may say anything: behind a proxy every caller comes from the proxy, and Bearer is the guard
// to take.
func From(networks ...netip.Prefix) Guard {
	return func(r *http.Request) bool {
		at, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return false
		}
		for _, network := range networks {
			if network.Contains(at.Addr().Unmap().WithZone("")) {
				return true
			}
		}
		return false
	}
}
