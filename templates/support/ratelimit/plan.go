package ratelimit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// policy is a quota with its name, under which counters are kept and clients are told of it.
type policy struct {
	name   string
	quota  Quota
	advert string // the item of RateLimit-Policy
	spare  *spare
}

// plan is a Config made ready.
type plan struct {
	address, caller *policy
	operations      map[string]*policy
	proxies         Proxies
}

// The names of the policies that are no operations.
const (
	addressName = "address"
	callerName  = "caller"
)

// newPlan keeps the spare accounts of the policies that the old plan has too.
func newPlan(c Config, old *plan) (*plan, error) {
	p := &plan{operations: make(map[string]*policy, len(c.Operations)), proxies: c.Proxies}
	var err error
	if p.address, err = newPolicy(addressName, c.Address, old.address); err != nil {
		return nil, err
	}
	if p.caller, err = newPolicy(callerName, c.Caller, old.caller); err != nil {
		return nil, err
	}
	for name, q := range c.Operations {
		if !printable(name) || name == addressName || name == callerName {
			return nil, fmt.Errorf("operation %q can't have a quota: its name must be of printable ASCII, and neither %q nor %q", name, addressName, callerName)
		}
		if p.operations[name], err = newPolicy(name, q, old.operations[name]); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// newPolicy returns nil where there is no limit.
func newPolicy(name string, q Quota, old *policy) (*policy, error) {
	if q == (Quota{}) {
		return nil, nil
	}
	if !q.valid() {
		return nil, fmt.Errorf("quota of %s is %d requests in %s, at most %d at once: %d requests are the most, and the window is whole seconds up to %s", name, q.Requests, q.Window, q.capacity(), mostRequests, longestWindow)
	}
	p := &policy{name: name, quota: q, spare: new(spare)}
	if old != nil {
		p.spare = old.spare
	}
	p.advert = `"` + name + `";q=` + strconv.FormatInt(q.Requests, 10) + ";w=" + strconv.FormatInt(int64(q.Window/time.Second), 10)
	return p, nil
}

// printable says whether a name can be a string of RFC 9651 without being escaped.
func printable(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c > '~' || c == '"' || c == '\\' })
}
