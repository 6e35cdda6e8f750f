package shed

import (
	"net/http"
)

// Handler refuses requests beyond the limit. It belongs in front of all that costs something, and inside
// of what gives up on a handler that goes on, such as http.TimeoutHandler: a request is in flight until next
// returns. A handler that leaves work behind calls Hold.
func (l *Limiter) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e := l.enter(l.options.Critical(r)); e != nil {
			l.options.Refuse(w, r, e)
			return
		}
		defer l.Leave() // a panic is an end too
		next.ServeHTTP(w, r)
	})
}
