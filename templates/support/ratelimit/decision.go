package ratelimit

import (
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Decision is what became of one request.
type Decision struct {
	OK     bool
	legacy bool
	states [2]state // of the policies that count
}

// state is what is left of a policy.
type state struct {
	policy    *policy // nil: there is none
	counted   bool    // what follows is known; it isn't where the other policy has refused already
	ok        bool
	remaining int64
	wait      time.Duration // until one more is left
}

// tightest is the state of which the least is left, which is the one that refuses if one does.
func (d *Decision) tightest() *state {
	first, second := &d.states[0], &d.states[1]
	if !first.counted || second.counted && (!second.ok || second.remaining < first.remaining) {
		return second
	}
	return first
}

// RetryAfter is how long a refused caller has to wait; 0 if it is not refused.
func (d Decision) RetryAfter() time.Duration {
	if d.OK {
		return 0
	}
	return d.tightest().wait
}

// Err is nil for what is allowed, and else an *errors.Error: 429 in HTTP, RESOURCE_EXHAUSTED in gRPC.
func (d Decision) Err() error {
	if d.OK {
		return nil
	}
	return d.refusal()
}

func (d *Decision) refusal() *errors.Error {
	s := d.tightest()
	return &errors.Error{
		Status: http.StatusTooManyRequests, Code: errors.CodeTooManyRequests, Title: http.StatusText(http.StatusTooManyRequests),
		Detail: "the quota " + s.policy.name + " of " + s.policy.quota.String() + " is used up", Retryable: true, RetryAfter: s.wait,
	}
}

// Header tells the caller what is left, as draft-ietf-httpapi-ratelimit-headers-11 has it: RateLimit-Policy
// names the policies that count ("caller";q=100;w=60), RateLimit what is left of each ("caller";r=42;t=1), where
// t is after how many seconds more will be. Where nobody counts there is nothing to tell.
func (d Decision) Header(h http.Header) {
	var room [2][96]byte
	policies, limits := room[0][:0], room[1][:0]
	for i := range d.states {
		policies, limits = d.states[i].append(policies, limits)
	}
	if len(policies) == 0 {
		return
	}
	// The names are in their canonical form, which saves the conversion; they mean the same.
	h.Set("Ratelimit-Policy", string(policies))
	h.Set("Ratelimit", string(limits))
	if d.legacy {
		s := d.tightest()
		h.Set("Ratelimit-Limit", strconv.FormatInt(s.policy.quota.capacity(), 10))
		h.Set("Ratelimit-Remaining", strconv.FormatInt(s.remaining, 10))
		h.Set("Ratelimit-Reset", strconv.FormatInt(seconds(s.wait), 10))
	}
}

func (s *state) append(policies, limits []byte) ([]byte, []byte) {
	if s.policy == nil {
		return policies, limits
	}
	policies = append(separate(policies), s.policy.advert...)
	if s.counted {
		limits = append(append(append(separate(limits), '"'), s.policy.name...), `";r=`...)
		limits = strconv.AppendInt(limits, s.remaining, 10)
		limits = strconv.AppendInt(append(limits, ";t="...), seconds(s.wait), 10)
	}
	return policies, limits
}

func separate(list []byte) []byte {
	if len(list) > 0 {
		list = append(list, ", "...)
	}
	return list
}

// seconds rounds up: who comes back too early is refused again.
func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }
