package alerts

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// promise is an slo made ready: "99.9% < 300ms".
type promise struct {
	budget  *big.Rat // the share of calls that may break it, above 0 and below 1
	latency time.Duration
}

var promised = regexp.MustCompile(`^\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%(?:\s*<\s*([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(ms|s))?\s*$`)

// parse reads a promise; false: it is none.
func parse(text string) (promise, bool) {
	parts := promised.FindStringSubmatch(text)
	if parts == nil {
		return promise{}, false
	}
	share, _ := new(big.Rat).SetString(parts[1])
	p := promise{budget: new(big.Rat).Quo(share.Sub(big.NewRat(100, 1), share), big.NewRat(100, 1))}
	if p.budget.Sign() <= 0 || p.budget.Cmp(big.NewRat(1, 1)) >= 0 {
		return promise{}, false
	}
	if parts[2] != "" {
		d, err := time.ParseDuration(parts[2] + parts[3])
		if err != nil || d <= 0 {
			return promise{}, false
		}
		p.latency = d
	}
	return p, true
}

// decimal writes a share in full: 0.001.
func decimal(r *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(10), "0"), ".")
}

// bounds are those of the kit's histograms, in seconds: nothing else can be counted.
var bounds = [...]float64{0.001, 0.0025, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 7.5, 10, 30}

// boundFor returns the next bound that isn't below a latency; false: there is none.
func boundFor(latency time.Duration) (bound time.Duration, ok bool) {
	for _, b := range bounds {
		if bound = time.Duration(b * float64(time.Second)).Round(time.Microsecond); bound >= latency {
			return bound, true
		}
	}
	return 0, false
}

// le matches the label of a bound. Whole numbers have two spellings: Prometheus 3 writes 1.0 where 2 has 1.
func le(bound time.Duration) string {
	text := strconv.FormatFloat(bound.Seconds(), 'f', -1, 64)
	if strings.Contains(text, ".") {
		return `le="` + text + `"`
	}
	return `le=~"` + text + `|` + text + `[.]0"`
}
