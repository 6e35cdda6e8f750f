// Package ratelimit keeps callers from asking more often than they may: it counts per address before it is
// known who calls, and per caller and operation after. It holds a bounded number of counters in memory of a
// fixed size, those of one process: behind a load balancer each replica counts for itself. It must not know
// how callers prove who they are, nor what an operation does.
package ratelimit

import (
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// Config says what is allowed. It can be changed while the limiter works.
type Config struct {
	Address Quota // of each client address, an IPv6 network of 64 bits being one; before authentication
	Caller  Quota // of each caller over all operations
	// Operations are the quotas of each caller for single operations, by the operation's name. A call must
	// have something left of its operation's quota and of Caller.
	Operations map[string]Quota
	Proxies    Proxies // whose word on the client's address is taken
}

// Options are what can't be changed later. The zero value is ready for use.
type Options struct {
	MaxKeys int              // counters that are held apart, in 17 bytes each; 65,536. Above that, some share one
	Now     func() time.Time // the clock; time.Now
	// Legacy sends RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset besides, which older drafts
	// had (draft-ietf-httpapi-ratelimit-headers-06), for clients that know only these.
	Legacy bool
	// Refuse answers what is refused; nil: with a problem of RFC 9457 and Retry-After.
	Refuse func(http.ResponseWriter, *http.Request, *errors.Error)
}

// Limiter counts. It is safe for concurrent use, and has nothing to close.
type Limiter struct {
	options Options
	start   time.Time
	table   *table
	plan    atomic.Pointer[plan]
	reload  sync.Mutex
}

// New returns a limiter that has seen nobody yet.
func New(c Config, o Options) (*Limiter, error) {
	if o.MaxKeys <= 0 {
		o.MaxKeys = 1 << 16
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Refuse == nil {
		o.Refuse = problem.Write
	}
	l := &Limiter{options: o, start: o.Now(), table: newTable(o.MaxKeys)}
	l.plan.Store(&plan{})
	if err := l.Reload(c); err != nil {
		return nil, err
	}
	return l, nil
}

// Reload replaces what is allowed. What has been counted stays, as the time until all of it is forgiven, which is never
// more than the new quota's window: who had used up 100/min has used up 10/min. On an error nothing changes.
func (l *Limiter) Reload(c Config) error {
	l.reload.Lock()
	defer l.reload.Unlock()
	p, err := newPlan(c, l.plan.Load())
	if err != nil {
		return fmt.Errorf("ratelimit: %w", err)
	}
	l.plan.Store(p)
	return nil
}

// AllowAddress counts a request of a client that has not said yet who it is.
func (l *Limiter) AllowAddress(client netip.Addr) Decision {
	p := l.plan.Load()
	return l.take(subject{address: client}, p.address, nil)
}

// AllowCaller counts a call of an operation. caller is who it was proven to be. An operation that has no
// quota of its own counts for the caller's only.
func (l *Limiter) AllowCaller(caller, operation string) Decision {
	p := l.plan.Load()
	return l.take(subject{name: caller}, p.operations[operation], p.caller)
}

// AllowAnonymous is AllowCaller for a client that needn't say who it is: its address stands for it.
func (l *Limiter) AllowAnonymous(client netip.Addr, operation string) Decision {
	p := l.plan.Load()
	return l.take(subject{address: client}, p.operations[operation], p.caller)
}

// take charges both policies or, if one of them refuses, neither. Either may be nil.
func (l *Limiter) take(s subject, first, second *policy) Decision {
	d := Decision{OK: true, legacy: l.options.Legacy, states: [2]state{{policy: first}, {policy: second}}}
	now := int64(l.options.Now().Sub(l.start))
	for i := range d.states {
		if d.OK && d.states[i].policy != nil {
			l.charge(&d.states[i], s, now)
			d.OK = d.states[i].ok
		}
	}
	if !d.OK && d.states[0].ok {
		l.refund(&d.states[0], s, now)
	}
	return d
}

func (l *Limiter) charge(st *state, s subject, now int64) {
	p := st.policy
	l.table.with(l.table.hash(p.name, s), now, p.spare, func(account *int64) {
		st.ok, st.remaining, st.wait = p.quota.take(account, now)
	})
	st.counted = true
}

func (l *Limiter) refund(st *state, s subject, now int64) {
	p := st.policy
	l.table.with(l.table.hash(p.name, s), now, p.spare, p.quota.giveBack)
	st.remaining++
}

// Client returns the address of the client that a request comes from, as the configured proxies tell it.
func (l *Limiter) Client(r *http.Request) netip.Addr { return l.plan.Load().proxies.Client(r) }

// Proxies returns those whose word on a client's address is taken, for calls that aren't an http.Request.
func (l *Limiter) Proxies() Proxies { return l.plan.Load().proxies }
