package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

func heading(length time.Duration, callers int) string {
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output() // a copy without git has none
	return fmt.Sprintf(`# What the kit costs, and the first answer

Written by `+"`go run ./load`"+` in this folder. A service as `+"`bylaw new service`"+` makes it, with its store in memory, is asked over loopback by
%d callers at once for %s, each with a connection of its own and the next request when the last one is answered: a GET of
one item and a PATCH of it, in turn. Callers and service share the machine. Tokens are signed with ES256; each request is logged, to nowhere. "Alone" is the same implementation
behind what is generated from the contract: no telemetry, limits, authentication, idempotency, caches or health. CPU is that of the service.
Memory is what is resident after warming up, in the middle and at the end. An answer that isn't the right one is an error.

- commit: %s
- machine: %s, %d processors, %s
- load average at the start, from others: %s
- Go: %s
`, callers, length, strings.TrimSpace(string(commit)), processor(), runtime.NumCPU(), runtime.GOOS+"/"+runtime.GOARCH, others(), runtime.Version())
}

func (k kind) header() string {
	return fmt.Sprintf("\n## %s\n\n| | requests/s | p50 | p99 | errors | CPU per request | memory |\n|---|---|---|---|---|---|---|\n", k.name)
}

// others says how much the machine has to do besides: figures of a busy one are good for their ratios at most.
func others() string {
	text, _ := os.ReadFile("/proc/loadavg")
	load, _, _ := strings.Cut(string(text), " ")
	return load
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo") // elsewhere than on Linux there is none
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "processor not known"
}
