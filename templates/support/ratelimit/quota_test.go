package ratelimit_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

func TestParseQuota(t *testing.T) {
	for _, row := range []struct {
		text string
		want ratelimit.Quota
		back string // as it is written
	}{
		{"100/min", ratelimit.Quota{Requests: 100, Window: time.Minute}, "100/min"},
		{" 100 / minute ", ratelimit.Quota{Requests: 100, Window: time.Minute}, "100/min"},
		{"5/s", ratelimit.Quota{Requests: 5, Window: time.Second}, "5/s"},
		{"1000/hour", ratelimit.Quota{Requests: 1000, Window: time.Hour}, "1000/h"},
		{"10000/d", ratelimit.Quota{Requests: 10000, Window: 24 * time.Hour}, "10000/day"},
		{"7/90s", ratelimit.Quota{Requests: 7, Window: 90 * time.Second}, "7/1m30s"},
		{"", ratelimit.Quota{}, "unlimited"},
	} {
		q, err := ratelimit.ParseQuota(row.text)
		if err != nil || q != row.want || q.String() != row.back {
			t.Errorf("%q: %+v, written %q, %v", row.text, q, q.String(), err)
		}
		if again, err := ratelimit.ParseQuota(q.String()); row.text != "" && (again != q || err != nil) {
			t.Errorf("%q is read back as %+v, %v", q.String(), again, err)
		}
	}
}

func TestParseQuotaRefuses(t *testing.T) {
	for _, text := range []string{"100", "/min", "100/", "0/min", "-1/min", "1.5/s", "100/fortnight", "100/m", "100/0s", "100/500ms", "100/1.5s", "100/-1s",
		"2000000000/s", "99999999999999999999/s", "10/9000h", "10/1000000h", "100/min/s", "unlimited", "\x00"} {
		q, err := ratelimit.ParseQuota(text)
		if err == nil || q != (ratelimit.Quota{}) || !strings.Contains(err.Error(), "such as 100/min") {
			t.Errorf("%q is read as %+v, %v", text, q, err)
		}
	}
}

func FuzzParseQuota(f *testing.F) {
	for _, text := range []string{"100/min", "1000000000/8784h", "1/s", "7/9m"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ratelimit.ParseQuota(text)
		if err != nil || q == (ratelimit.Quota{}) {
			return
		}
		l := limiter(t, ratelimit.Config{Caller: q}, nil)
		if d := l.AllowCaller("ada", ""); !d.OK {
			t.Errorf("%s refuses the first request", q)
		}
	})
}

// However requests come, no stretch of time sees more than a burst and what the pace gives back meanwhile;
// and who keeps to the pace is never refused.
func TestPace(t *testing.T) {
	for _, q := range []ratelimit.Quota{{Requests: 100, Window: time.Minute}, {Requests: 7, Window: time.Second}, {Requests: 3, Window: time.Hour, Burst: 1}, {Requests: 10, Window: time.Minute, Burst: 25}} {
		random := rand.New(rand.NewPCG(1, uint64(q.Requests)))
		burst, pace := q.Burst, q.Window/time.Duration(q.Requests)
		if burst == 0 {
			burst = q.Requests
		}
		c := &clock{now: start}
		l := limiter(t, ratelimit.Config{Caller: q}, c)
		var allowed []time.Time
		for range 4000 {
			c.now = c.now.Add(time.Duration(random.ExpFloat64() * float64(pace) / 3))
			if l.AllowCaller("greedy", "").OK {
				allowed = append(allowed, c.now)
			}
		}
		for i := range allowed {
			for j := i; j < min(i+300, len(allowed)); j++ {
				if most := burst + int64(allowed[j].Sub(allowed[i])/pace); int64(j-i+1) > most {
					t.Fatalf("%s: %d requests in %s, at most %d", q, j-i+1, allowed[j].Sub(allowed[i]), most)
				}
			}
		}
		if want := int64(allowed[len(allowed)-1].Sub(start) / pace); burst > 1 && int64(len(allowed)) < want {
			t.Errorf("%s: only %d requests where the pace gives %d", q, len(allowed), want)
		}
		for range 1000 {
			c.now = c.now.Add(pace + 1) // the interval is cut to whole nanoseconds
			if !l.AllowCaller("patient", "").OK {
				t.Fatalf("%s refuses who keeps to the pace", q)
			}
		}
	}
}
