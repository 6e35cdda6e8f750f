// Package cache says to caches what they may keep of an API's answers, by a policy for each operation, and answers 304
// where the caller has an answer already (RFC 9110, RFC 9111). It keeps no answer itself: an answer is made each time, for
// the caller who asks, and only not sent again. It must not know what a handler does, nor who a caller is.
//
// What has no policy isn't stored anywhere, and neither is an error, nor what sets a cookie. What is asked for with
// credentials never goes into a shared cache, whatever the policy says.
package cache

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// Class is who may keep an answer.
type Class uint8

// The classes.
const (
	Deny    Class = iota // nobody: no-store
	Private              // the caller's own cache
	API                  // shared caches too, apart for each caller's credentials: what is the same for many, and changes
	Static               // shared caches too, once for everybody: what is the same for all callers
)

// Policy is how the answers of one operation may be kept.
type Policy struct {
	Class  Class
	MaxAge time.Duration // how long without asking again, in whole seconds; 0: each use is checked (no-cache)
	Vary   []string      // headers of the request that the answer depends on, such as Accept-Language
}

// Options configures the middleware. The zero value lets nothing be kept.
type Options struct {
	Policies map[string]Policy // by operation; what isn't here is denied

	// Operation names the operation of a request, once it has been answered. nil: what the router of this kit has left in
	// the request's context (route.MatchOf).
	Operation func(*http.Request) string

	MaxBody     int      // bytes of an answer that is held back for its ETag; 0: 1 MiB. Longer ones are sent as they come, without
	Credentials []string // headers that tell callers apart, besides Authorization and Cookie; such as X-Api-Key
}

// New returns the middleware. It stands before the router, and behind what compresses bodies only if that makes ETags its
// own. A negative MaxAge, a name that is no header's and a "*" in Vary are errors.
func New(o Options) (func(http.Handler) http.Handler, error) {
	l := &layer{options: o, policies: make(map[string]*plan, len(o.Policies)), credentials: []string{"Authorization", "Cookie"}}
	if l.options.MaxBody <= 0 {
		l.options.MaxBody = 1 << 20
	}
	for _, name := range o.Credentials {
		if !token(name) {
			return nil, fmt.Errorf("cache: %q is no name of a header", name)
		}
		if name = http.CanonicalHeaderKey(name); !slices.Contains(l.credentials, name) {
			l.credentials = append(l.credentials, name)
		}
	}
	for operation, p := range o.Policies {
		made, err := l.plan(p)
		if err != nil {
			return nil, fmt.Errorf("cache: %s: %w", operation, err)
		}
		l.policies[operation] = made
	}
	return l.wrap, nil
}

// layer is the middleware.
type layer struct {
	options     Options
	policies    map[string]*plan
	credentials []string
}

// plan is a policy made ready.
type plan struct {
	class          Class
	open, personal string // Cache-Control for callers without and with credentials
	vary           []string
}

var denied = &plan{}

const noStore = "no-store"

func (l *layer) plan(p Policy) (*plan, error) {
	if p.MaxAge < 0 || p.Class > Static {
		return nil, fmt.Errorf("there is no class %d, or the age %s is below 0", p.Class, p.MaxAge)
	}
	out := &plan{class: p.Class, open: p.control("public"), personal: p.control("private")}
	if p.Class == Private {
		out.open = out.personal
	}
	for _, name := range p.Vary {
		if !token(name) || name == "*" {
			return nil, fmt.Errorf("%q is no name of a header", name)
		}
		out.vary = append(out.vary, http.CanonicalHeaderKey(name))
	}
	if p.Class != Static { // else a shared cache would give what nobody's answer is to somebody
		out.vary = append(out.vary, l.credentials...)
	}
	return out, nil
}

func (p Policy) control(who string) string {
	seconds := int64(p.MaxAge / time.Second)
	switch {
	case p.Class == Deny:
		return noStore
	case seconds == 0:
		return who + ", no-cache"
	case p.Class == Static:
		return who + ", max-age=" + strconv.FormatInt(seconds, 10)
	}
	return who + ", max-age=" + strconv.FormatInt(seconds, 10) + ", must-revalidate"
}

// token says whether a text can be a header's name (RFC 9110 §5.6.2).
func token(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return text != ""
}

func (l *layer) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{layer: l, w: w, req: r, before: slices.Clone(w.Header()["Vary"])}
		if l.options.Operation == nil {
			if x.match = route.MatchOf(r.Context()); x.match == nil {
				x.match = &route.Match{}
				r = r.WithContext(route.WithMatch(r.Context(), x.match))
			}
		}
		defer x.release()
		next.ServeHTTP(x, r) // a panic leaves what is held back unsent: a part must not pass for the whole
		x.finish()
	})
}

// planOf is asked when the answer begins, for then the router knows the operation.
func (x *exchange) planOf() *plan {
	l, operation := x.layer, ""
	if l.options.Operation != nil {
		operation = l.options.Operation(x.req)
	} else {
		operation = x.match.Operation
	}
	if p := l.policies[operation]; p != nil && p.class != Deny {
		return p
	}
	return denied
}

// personal says whether the request tells who its caller is.
func (x *exchange) personal() bool {
	for _, name := range x.layer.credentials {
		if len(x.req.Header[name]) > 0 {
			return true
		}
	}
	return x.req.TLS != nil && len(x.req.TLS.PeerCertificates) > 0
}
