package main

import (
	"bytes"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// figures are what one way to serve has shown.
type figures struct {
	requests, errors int
	took             time.Duration
	cpu              time.Duration // of the service
	memory           [3]int64      // bytes of the service: warm, in the middle, at the end
	spread           histogram
}

func (f *figures) answered(d time.Duration) {
	f.requests++
	f.spread[bucket(d)]++
}

func (f *figures) add(other *figures) {
	f.requests, f.errors = f.requests+other.requests, f.errors+other.errors
	for i, n := range other.spread {
		f.spread[i] += n
	}
}

// growth is how much larger a service may be at the end than in the middle: what the collector of garbage does in between.
const growth = 1.25

// good reports whether all was answered as it has to be, by a service that doesn't grow.
func (f *figures) good() bool {
	return f.errors == 0 && f.requests > 0 && float64(f.memory[2]) <= growth*float64(f.memory[1])
}

func (f *figures) row(name string) string {
	verdict := ""
	if !f.good() {
		verdict = " **bad**"
	}
	return fmt.Sprintf("| %s%s | %.0f | %s | %s | %d | %.0f µs | %d / %d / %d MB |\n", name, verdict,
		float64(f.requests)/f.took.Seconds(), f.spread.quantile(0.5), f.spread.quantile(0.99), f.errors,
		float64(f.cpu.Microseconds())/float64(max(f.requests, 1)), f.memory[0]>>20, f.memory[1]>>20, f.memory[2]>>20)
}

// histogram counts durations in buckets that are 1/32 wide, so that its size doesn't depend on how many there are.
type histogram [64 * 32]int

func bucket(d time.Duration) int {
	n := uint64(max(d, 32))
	exponent := bits.Len64(n) - 6
	return exponent*32 + int(n>>max(exponent, 0))%32
}

// quantile returns the lower end of the bucket that the quantile is in.
func (h *histogram) quantile(q float64) time.Duration {
	all := 0
	for _, n := range h {
		all += n
	}
	seen := 0
	for i, n := range h {
		if seen += n; n > 0 && float64(seen) >= q*float64(all) {
			return time.Duration(uint64(32+i%32) << (i / 32)).Round(time.Microsecond)
		}
	}
	return 0
}

// cpuOf returns the CPU time that a process has taken, user and system.
func cpuOf(stat string) time.Duration {
	text, _ := os.ReadFile(filepath.Join(stat, "stat")) // elsewhere than on Linux there is none
	_, text, _ = bytes.Cut(text, []byte(") "))
	fields := strings.Fields(string(text))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // Linux counts hundredths
}

// sizeOf returns how much of a process is in memory, in bytes.
func sizeOf(stat string) int64 {
	text, _ := os.ReadFile(filepath.Join(stat, "statm"))
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
