package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/mock"
)

// disturbance delays answers of contracts, and lets them fail, as flags and headers say: those of specs
// see to that themselves.
type disturbance struct {
	chaos   mock.Chaos
	options mock.Options
}

func newDisturbance(o mock.Options) *disturbance { return &disturbance{options: o} }

// before waits, and reports whether the request has failed.
func (d *disturbance) before(w http.ResponseWriter, r *http.Request) bool {
	delay, fault := d.chaos.Fate(d.options)
	if text := r.Header.Get("X-Mock-Latency"); text != "" {
		asked, err := time.ParseDuration(text)
		if err != nil || asked < 0 || asked > mock.LongestLatency {
			failed(w, http.StatusBadRequest, "X-Mock-Latency must be a duration such as 250ms, at most 1m")
			return true
		}
		delay = asked
	}
	if asked := r.Header.Get("X-Mock-Fault"); asked != "" {
		if fault = asked; !slices.Contains(mock.Faults(), asked) {
			failed(w, http.StatusBadRequest, "X-Mock-Fault must be one of "+strings.Join(mock.Faults(), ", "))
			return true
		}
	}
	if delay > 0 {
		mock.Sleep(r.Context(), delay)
	}
	switch fault {
	case "", "none":
		return false
	case "abort":
		panic(http.ErrAbortHandler)
	}
	status, _ := strconv.Atoi(fault) // which it is
	failed(w, status, "the mock was asked to fail")
	return true
}

func failed(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(status)
	fmt.Fprintf(w, "{\"title\": %q, \"status\": %d, \"detail\": %q}\n", http.StatusText(status), status, detail)
}
