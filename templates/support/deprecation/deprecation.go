// Package deprecation tells callers that an operation goes away, and the operator who still calls it: the headers
// Deprecation (RFC 9745) and Sunset (RFC 8594), and counters per caller. It must not know what operations do.
package deprecation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

// Notice is what is said of one operation.
type Notice struct {
	Since  time.Time // when it is or was deprecated; may lie in the future; required
	Sunset time.Time // when it stops answering; zero: not known yet
	Link   string    // what to use instead: an address for people; "": none
}

// Table says which operations are deprecated, by operationId, or by the full name of a method.
type Table map[string]Notice

// Options configures New. The zero value counts by authn's caller.
type Options struct {
	Caller func(context.Context) string // "": nobody is known; nil: authn.IDFrom
	// MostCallers is how many pairs of operation and caller are told apart; 0: 1000. What goes beyond is counted as Others.
	MostCallers int
	Now         func() time.Time
	OnUse       func(ctx context.Context, operation string) // sees each use, for metrics; it needs no caller there, as callers are labels without end
}

// Others stands for all callers that there was no room for.
const Others = "(others)"

// Notices holds the table and counts uses.
type Notices struct {
	options Options
	table   map[string]values

	mu    sync.Mutex
	count map[pair]*Use
}

type pair struct{ operation, caller string }

// values are the headers of one operation, as they are sent.
type values struct{ deprecation, sunset, link []string }

// Use is how often a caller has used an operation.
type Use struct {
	Operation, Caller string // Caller is "" for those who aren't known
	Count             uint64
	Last              time.Time
}

// New makes notices of a table. The error names operations without a date, those that end before they are deprecated
// (RFC 9745, 4), and links that are no address.
func New(t Table, o Options) (*Notices, error) {
	if o.Caller == nil {
		o.Caller = authn.IDFrom
	}
	if o.MostCallers <= 0 {
		o.MostCallers = 1000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	n := &Notices{options: o, table: make(map[string]values, len(t)), count: map[pair]*Use{}}
	var wrong []error
	for _, operation := range slices.Sorted(maps.Keys(t)) {
		v, err := t[operation].values()
		if err != nil {
			wrong = append(wrong, fmt.Errorf("deprecation: %s: %w", operation, err))
		}
		n.table[operation] = v
	}
	return n, errors.Join(wrong...)
}

func (n Notice) values() (v values, err error) {
	switch {
	case n.Since.IsZero():
		return v, errors.New("it has no date since when (Since), which the header is")
	case !n.Sunset.IsZero() && n.Sunset.Before(n.Since):
		return v, errors.New("it ends before it is deprecated")
	case strings.ContainsFunc(n.Link, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' || r == '"' }):
		return v, fmt.Errorf("%q is no address", n.Link)
	}
	v.deprecation = []string{"@" + strconv.FormatInt(n.Since.Unix(), 10)} // a Date of RFC 9651
	if !n.Sunset.IsZero() {
		v.sunset = []string{n.Sunset.UTC().Format(http.TimeFormat)}
	}
	if n.Link != "" {
		v.link = []string{"<" + n.Link + `>; rel="deprecation"; type="text/html"`}
	}
	return v, nil
}

// Tell sets the headers of an operation's answer, whatever that will be, and counts the use. Headers are set by their
// names in lower case for gRPC (put is metadata's), and added to those of the same name. It does nothing for others.
func (n *Notices) Tell(ctx context.Context, operation string, put func(name string, values []string)) {
	v, ok := n.table[operation]
	if !ok {
		return
	}
	put("deprecation", v.deprecation)
	if v.sunset != nil {
		put("sunset", v.sunset)
	}
	if v.link != nil {
		put("link", v.link)
	}
	n.use(ctx, operation)
}

// Before is Tell for boundary.Options.Before. Behind authorisation it counts those who are let in.
func (n *Notices) Before(answer http.Header, r *http.Request, operation string) (context.Context, error) {
	n.Tell(r.Context(), operation, func(name string, values []string) { add(answer, name, values) })
	return r.Context(), nil
}

// Handler is Tell for the handler of one operation, for routers other than the boundary's.
func (n *Notices) Handler(operation string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = n.Before(w.Header(), r, operation)
			next.ServeHTTP(w, r)
		})
	}
}

func add(h http.Header, name string, values []string) {
	name = http.CanonicalHeaderKey(name)
	h[name] = append(h[name], values...)
}

func (n *Notices) use(ctx context.Context, operation string) {
	if see := n.options.OnUse; see != nil {
		see(ctx, operation)
	}
	key := pair{operation, n.options.Caller(ctx)}
	now := n.options.Now()
	n.mu.Lock()
	defer n.mu.Unlock()
	u := n.count[key]
	if u == nil && len(n.count) >= n.options.MostCallers {
		key.caller = Others // of which there is one an operation
		u = n.count[key]
	}
	if u == nil {
		u = &Use{Operation: key.operation, Caller: key.caller}
		n.count[key] = u
	}
	u.Count, u.Last = u.Count+1, now
}

// Usage returns who has used what since the program has begun, sorted by operation and caller.
func (n *Notices) Usage() []Use {
	n.mu.Lock()
	defer n.mu.Unlock()
	all := make([]Use, 0, len(n.count))
	for _, u := range n.count {
		all = append(all, *u)
	}
	slices.SortFunc(all, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Caller, b.Caller))
	})
	return all
}
