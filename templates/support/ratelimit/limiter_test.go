package ratelimit_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// clock moves when it is told to.
type clock struct{ now time.Time }

func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

// limiter returns one with that clock; nil: one that stands still. keys bounds it.
func limiter(t testing.TB, c ratelimit.Config, now *clock, keys ...int) *ratelimit.Limiter {
	t.Helper()
	if now == nil {
		now = &clock{now: start}
	}
	o := ratelimit.Options{Now: func() time.Time { return now.now }}
	if len(keys) > 0 {
		o.MaxKeys = keys[0]
	}
	l, err := ratelimit.New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func quota(t testing.TB, text string) ratelimit.Quota {
	t.Helper()
	q, err := ratelimit.ParseQuota(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// allowed is how many of n calls are.
func allowed(l *ratelimit.Limiter, caller, operation string, n int) (count int) {
	for range n {
		if l.AllowCaller(caller, operation).OK {
			count++
		}
	}
	return count
}

func TestCallersAndOperationsAreApart(t *testing.T) {
	c := &clock{now: start}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "10/min"), Operations: map[string]ratelimit.Quota{"export": quota(t, "2/min")}}, c)
	for _, row := range []struct {
		caller, operation string
		want              int
	}{
		{"ada", "export", 2}, {"ada", "getOrder", 8}, {"ada", "export", 0}, {"grace", "export", 2}, {"grace", "getOrder", 8}, {"", "getOrder", 10},
	} {
		if got := allowed(l, row.caller, row.operation, 20); got != row.want {
			t.Errorf("%q may call %s %d times, want %d", row.caller, row.operation, got, row.want)
		}
	}
	c.pass(30 * time.Second)
	if got := allowed(l, "ada", "export", 20); got != 1 {
		t.Errorf("after half the window: %d", got)
	}
}

func TestNoQuotaNoLimit(t *testing.T) {
	l := limiter(t, ratelimit.Config{}, nil)
	if got := allowed(l, "ada", "getOrder", 1000); got != 1000 {
		t.Errorf("%d of 1000", got)
	}
	if d := l.AllowAddress(netip.MustParseAddr("192.0.2.1")); !d.OK || d.Err() != nil || d.RetryAfter() != 0 {
		t.Errorf("%+v", d)
	}
}

// A call that the caller's quota refuses costs nothing of the operation's.
func TestRefusedCallsCostNothing(t *testing.T) {
	c := &clock{now: start}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "1/min"), Operations: map[string]ratelimit.Quota{"export": quota(t, "3/h")}}, c)
	for minute := range 3 {
		if got := allowed(l, "ada", "export", 50); got != 1 {
			t.Errorf("minute %d: %d calls", minute, got)
		}
		c.pass(time.Minute)
	}
	if d := l.AllowCaller("ada", "export"); d.OK || d.RetryAfter() != 17*time.Minute {
		t.Errorf("the fourth call of the hour: %v, after %s", d.OK, d.RetryAfter())
	}
}

func TestRetryAfterIsWhenTheNextIsAllowed(t *testing.T) {
	c := &clock{now: start}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "7/min")}, c)
	allowed(l, "ada", "", 7)
	for range 20 {
		d := l.AllowCaller("ada", "")
		if d.OK {
			t.Fatal("allowed too early")
		}
		var e *problem.Error
		if !errors.As(d.Err(), &e) || e.Status != 429 || e.Code != problem.CodeTooManyRequests || !e.Retryable || e.RetryAfter != d.RetryAfter() {
			t.Fatalf("%+v", e)
		}
		c.pass(d.RetryAfter() - 1)
		if l.AllowCaller("ada", "").OK {
			t.Fatal("allowed a nanosecond too early")
		}
		c.pass(1)
		if !l.AllowCaller("ada", "").OK {
			t.Fatal("refused when it said it would not be")
		}
	}
}

func TestIPv6CountsByNetwork(t *testing.T) {
	l := limiter(t, ratelimit.Config{Address: quota(t, "3/min")}, nil)
	for _, row := range []struct {
		address string
		ok      bool
	}{
		{"2001:db8:0:1::1", true}, {"2001:db8:0:1:ffff::2", true}, {"2001:db8:0:1:1:2:3:4", true}, {"2001:db8:0:1::5", false}, {"2001:db8:0:2::1", true},
		{"192.0.2.1", true}, {"::ffff:192.0.2.1", true}, {"192.0.2.1", true}, {"::ffff:192.0.2.1", false}, {"192.0.2.2", true}, {"::c000:201", true},
	} {
		if d := l.AllowAddress(netip.MustParseAddr(row.address)); d.OK != row.ok {
			t.Errorf("%s: %v", row.address, d.OK)
		}
	}
}

// An address and a caller who happens to have its bytes for a name are apart, and an anonymous client has
// quotas of its own.
func TestAnonymous(t *testing.T) {
	l := limiter(t, ratelimit.Config{Caller: quota(t, "2/min")}, nil)
	home := netip.MustParseAddr("192.0.2.1")
	whole := home.As16()
	for _, name := range []string{"192.0.2.1", "a" + string(whole[:]), string(whole[:]), ""} {
		if got := allowed(l, name, "", 5); got != 2 {
			t.Errorf("%q: %d calls", name, got)
		}
	}
	for i, want := range []bool{true, true, false} {
		if d := l.AllowAnonymous(home, ""); d.OK != want {
			t.Errorf("anonymous call %d: %v", i, d.OK)
		}
	}
}

// The usual mistake: the table is full, the oldest account goes, and with it what its owner had used up.
func TestNobodyResetsALimitByCrowding(t *testing.T) {
	c := &clock{now: start}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "5/min")}, c, 64)
	allowed(l, "mallory", "", 5)
	for i := range 20_000 {
		l.AllowCaller(fmt.Sprint("sybil ", i), "")
		if i%1000 == 0 && l.AllowCaller("mallory", "").OK {
			t.Fatalf("allowed again after %d other keys", i)
		}
	}
	// Who finds no room is limited too, and stays so while the others' accounts clear.
	if got := allowed(l, "newcomer", "", 20); got > 5 {
		t.Errorf("a newcomer may call %d times", got)
	}
	for range 4 {
		c.pass(15 * time.Second)
		if got := allowed(l, "newcomer", "", 20); got > 2 { // 12 s give one back
			t.Errorf("%d calls within a quarter of the window", got)
		}
	}
	c.pass(time.Minute)
	for _, name := range []string{"mallory", "newcomer", "somebody"} {
		if got := allowed(l, name, "", 20); got != 5 {
			t.Errorf("when all is forgiven, %s may call %d times", name, got)
		}
	}
}

// What a key owes in a shared account goes with it when there is room again.
func TestSharedDebtIsNotForgotten(t *testing.T) {
	c := &clock{now: start}
	config := ratelimit.Config{Caller: quota(t, "60/min"), Operations: map[string]ratelimit.Quota{"short": quota(t, "1/s")}}
	l := limiter(t, config, c, 8)
	for i := range 8 {
		l.AllowCaller(fmt.Sprint("short ", i), "short") // two accounts each: the row is full
	}
	if got := allowed(l, "mallory", "", 100); got > 60 {
		t.Fatalf("%d calls", got)
	}
	if err := l.Reload(config); err != nil || l.AllowCaller("mallory", "").OK {
		t.Fatalf("a reload forgives: %v", err)
	}
	c.pass(2 * time.Second) // room again
	if got := allowed(l, "mallory", "", 100); got > 3 {
		t.Errorf("%d calls after two seconds, when the pace gives back two", got)
	}
}

func TestReloadKeepsWhatWasCounted(t *testing.T) {
	c := &clock{now: start}
	set := func(text string) ratelimit.Config {
		return ratelimit.Config{Operations: map[string]ratelimit.Quota{"export": quota(t, text)}}
	}
	l := limiter(t, set("100/h"), c)
	allowed(l, "ada", "export", 100)
	reload := func(text string) {
		t.Helper()
		if err := l.Reload(set(text)); err != nil {
			t.Fatal(err)
		}
	}
	reload("100/h")
	if l.AllowCaller("ada", "export").OK {
		t.Error("the same quota again, and the caller is let in")
	}
	reload("10/min") // the debt of an hour is one of a minute, not a lock for an hour
	if d := l.AllowCaller("ada", "export"); d.OK || d.RetryAfter() != 6*time.Second {
		t.Errorf("%v, after %s", d.OK, d.RetryAfter())
	}
	c.pass(30 * time.Second)
	if got := allowed(l, "ada", "export", 100); got != 5 {
		t.Errorf("%d calls in half the new window", got)
	}
	reload("100/min")
	if got := allowed(l, "ada", "export", 1000); got != 0 {
		t.Errorf("%d calls out of a larger quota that has a full minute's debt", got)
	}
	if err := l.Reload(ratelimit.Config{}); err != nil || allowed(l, "ada", "export", 1000) != 1000 {
		t.Error("the quota is gone and still limits", err)
	}
}

func TestReloadRefuses(t *testing.T) {
	l := limiter(t, ratelimit.Config{Caller: quota(t, "1/min")}, nil)
	for name, c := range map[string]ratelimit.Config{
		"requests":  {Caller: ratelimit.Quota{Window: time.Minute}},
		"window":    {Address: ratelimit.Quota{Requests: 1, Window: time.Millisecond}},
		"too large": {Caller: ratelimit.Quota{Requests: 1, Window: 8000 * time.Hour, Burst: 1_000_000}},
		"quote":     {Operations: map[string]ratelimit.Quota{`a"b`: quota(t, "1/s")}},
		"line":      {Operations: map[string]ratelimit.Quota{"a\r\nb": quota(t, "1/s")}},
		"ours":      {Operations: map[string]ratelimit.Quota{"caller": quota(t, "1/s")}},
	} {
		if none, err := ratelimit.New(c, ratelimit.Options{}); err == nil || none != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := l.Reload(c); err == nil || !strings.HasPrefix(err.Error(), "ratelimit: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := allowed(l, "ada", "", 5); got != 1 {
		t.Errorf("after refused reloads: %d calls", got)
	}
}

func TestClockSetBack(t *testing.T) {
	c := &clock{now: start}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "10/min")}, c)
	allowed(l, "ada", "", 10)
	c.pass(-time.Hour)
	if d := l.AllowCaller("ada", ""); d.OK || d.RetryAfter() > time.Minute {
		t.Errorf("%v, after %s", d.OK, d.RetryAfter())
	}
}

func TestManyAtOnce(t *testing.T) {
	l := limiter(t, ratelimit.Config{Caller: quota(t, "1000/h"), Operations: map[string]ratelimit.Quota{"export": quota(t, "500/h")}}, nil)
	var count [2]atomic.Int64
	var group sync.WaitGroup
	for range 32 {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range 100 {
				if l.AllowCaller("ada", "").OK {
					count[0].Add(1)
				}
				if l.AllowCaller(fmt.Sprint("other ", i%20), "export").OK {
					count[1].Add(1)
				}
				if i == 50 {
					l.Reload(ratelimit.Config{Caller: quota(t, "1000/h"), Operations: map[string]ratelimit.Quota{"export": quota(t, "500/h")}})
				}
			}
		}()
	}
	group.Wait()
	if got := count[0].Load(); got != 1000 {
		t.Errorf("%d of 3200 calls are allowed, want 1000", got)
	}
	if got := count[1].Load(); got != 3200 { // 160 each
		t.Errorf("%d of 3200 calls of many callers are allowed", got)
	}
}
