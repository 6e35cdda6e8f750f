package ratelimit

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Quota is how often something may happen. The zero value means that there is no limit.
type Quota struct {
	Requests int64         // within the window; 1 to 1,000,000,000
	Window   time.Duration // whole seconds, up to 366 days
	Burst    int64         // how many may come at once; 0: Requests
}

const (
	mostRequests  = 1_000_000_000
	longestWindow = 366 * 24 * time.Hour
)

// ParseQuota reads a quota as contracts write it: 100/min, 5/s, 1000/hour, 10000/day, 100/10s, 100/1h30m.
// The empty text is no limit.
func ParseQuota(text string) (Quota, error) {
	if text == "" {
		return Quota{}, nil
	}
	count, window, _ := strings.Cut(text, "/")
	n, err := strconv.ParseInt(strings.TrimSpace(count), 10, 64)
	q := Quota{Requests: n, Window: parseWindow(strings.TrimSpace(window))}
	if err != nil || !q.valid() {
		return Quota{}, fmt.Errorf("quota %q can't be read: write requests per time, such as 100/min, 5/s or 1000/1h", text)
	}
	return q, nil
}

// units are the windows that have names; the first name of each is the one that is written.
var units = [...]struct {
	names  [3]string
	window time.Duration
}{
	{[...]string{"s", "sec", "second"}, time.Second},
	{[...]string{"min", "minute", ""}, time.Minute},
	{[...]string{"h", "hour", ""}, time.Hour},
	{[...]string{"day", "d", ""}, 24 * time.Hour},
}

// parseWindow returns 0 for what is no window.
func parseWindow(text string) time.Duration {
	for _, u := range units {
		if text != "" && slices.Contains(u.names[:], text) {
			return u.window
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0
	}
	return d
}

func (q Quota) valid() bool {
	return q.Requests >= 1 && q.Requests <= mostRequests && q.Burst >= 0 && q.Burst <= mostRequests &&
		q.Window >= time.Second && q.Window <= longestWindow && q.Window%time.Second == 0 &&
		q.capacity() <= math.MaxInt64/4/q.interval()
}

// String writes the quota as ParseQuota reads it, and "unlimited" without one.
func (q Quota) String() string {
	if q == (Quota{}) {
		return "unlimited"
	}
	window := q.Window.String()
	for _, u := range units {
		if u.window == q.Window {
			window = u.names[0]
		}
	}
	return strconv.FormatInt(q.Requests, 10) + "/" + window
}

// capacity is how many requests may come at once.
func (q Quota) capacity() int64 {
	if q.Burst > 0 {
		return q.Burst
	}
	return q.Requests
}

// interval is how many nanoseconds a request costs.
func (q Quota) interval() int64 { return int64(q.Window) / q.Requests }

// take charges one request to an account, which holds the time at which it will be free of debt, in
// nanoseconds. This is the generic cell rate algorithm (ITU-T I.371): each request adds its interval, and
// none is let in that would put the account further into debt than a whole burst. What is refused costs
// nothing. A debt that is larger than any that the quota allows, because the quota has been changed or
// the clock was set back, counts as the largest.
func (q Quota) take(account *int64, now int64) (ok bool, remaining int64, wait time.Duration) {
	interval := q.interval()
	most := q.capacity() * interval
	debt := min(max(*account-now, 0), most)
	if ok = debt+interval <= most; ok {
		debt += interval
	}
	*account = now + debt
	free := most - debt
	remaining = free / interval
	return ok, remaining, time.Duration((remaining+1)*interval - free)
}

// giveBack undoes a take.
func (q Quota) giveBack(account *int64) { *account -= q.interval() }
