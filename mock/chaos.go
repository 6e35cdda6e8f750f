package mock

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
)

// Chaos draws lots: the n-th valid request meets the same luck whenever the seed is the same.
type Chaos struct{ count atomic.Uint64 }

// LongestLatency bounds what a client can ask for.
const LongestLatency = time.Minute

// disturb delays the answer, and lets it fail, as options and headers say. It reports whether the
// request has been dealt with.
func (s *Server) disturb(c *boundary.Call, o *operation, asked asked) bool {
	delay, fault := s.chaos.Fate(s.options)
	if asked.delay >= 0 {
		delay = asked.delay
	}
	if asked.fault != "" {
		fault = asked.fault
	}
	if delay > 0 {
		s.options.Sleep(c.Context(), delay)
	}
	switch fault {
	case "", "none":
		return false
	case "abort":
		panic(http.ErrAbortHandler)
	}
	c.Fail(o.fault(fault))
	return true
}

// Fate is how long a request waits, and with which fault it ends; "" for none.
func (l *Chaos) Fate(o Options) (delay time.Duration, fault string) {
	lot := rand.New(rand.NewPCG(o.Seed, l.count.Add(1)))
	delay = o.Latency
	if o.Jitter > 0 {
		delay += time.Duration(lot.Int64N(int64(o.Jitter) + 1))
	}
	if lot.Float64() < o.FaultRate {
		fault = faults[lot.IntN(len(faults))]
	}
	return delay, fault
}

// faults are the ways to fail: "abort" cuts the connection, the others are statuses.
var faults = [...]string{"500", "503", "429", "abort"}

// Faults lists what a client can ask to fail with.
func Faults() []string { return append([]string{"none"}, faults[:]...) }

// disturbance reads what the client asks of latency and faults.
func (a *asked) disturbance(c *boundary.Call) {
	a.delay = -1
	if text := c.Request().Header.Get(latencyHeader); text != "" {
		d, err := time.ParseDuration(text)
		if a.delay = d; err != nil || d < 0 || d > LongestLatency {
			c.Reader().Report(errors.Header, latencyHeader, errors.Format, "must be a duration such as 250ms, at most 1m")
		}
	}
	a.fault = c.Request().Header.Get(faultHeader)
	if a.fault != "" && a.fault != "none" && !slices.Contains(faults[:], a.fault) {
		c.Reader().Report(errors.Header, faultHeader, errors.Enum, "must be one of none, "+strings.Join(faults[:], ", "))
	}
}

// fault is a failure of the kind that comes and goes. A status that the contract doesn't declare comes
// out as 500, as from the real server.
func (o *operation) fault(status string) error {
	code, _ := strconv.Atoi(status)
	e := &errors.Error{Status: code, Detail: "the mock was asked to fail", Retryable: true}
	if code != http.StatusInternalServerError {
		e.RetryAfter = time.Second
	}
	if a, _ := o.answerOf(status); a == nil {
		e.Status, e.RetryAfter = http.StatusInternalServerError, 0
	}
	return e
}
