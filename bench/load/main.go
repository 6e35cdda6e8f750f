// Command load makes services with bylaw new service and asks them as much as this machine can: each once as it is made, with the
// whole kit, and once as the same implementation behind nothing but what is generated from the contract. The difference is
// what the kit costs. It measures too how long a new service takes to answer for the first time. It writes LOAD.md.
//
//	go run ./load [-for 1m] [-callers 32] [-only proto]
//
// It ends with 1 if a request was answered wrongly or not at all, or if a service grows. Sizes of processes and their CPU
// time are read from /proc, so it needs Linux.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	length := flag.Duration("for", time.Minute, "how long each service is asked")
	callers := flag.Int("callers", 16*runtime.GOMAXPROCS(0), "how many ask at once, each on a connection of its own")
	only := flag.String("only", "", "measure only the kind whose name contains this")
	out := flag.String("o", "LOAD.md", "file to write")
	flag.Parse()
	good, err := measure(*length, *callers, *only, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(2)
	}
	if !good {
		os.Exit(1)
	}
}

// measure writes the report. good: every request was answered as it has to be, and no service grows.
func measure(length time.Duration, callers int, only, out string) (good bool, err error) {
	dir, err := os.MkdirTemp("", "bylaw-load")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	bylaw := filepath.Join(dir, "bylaw")
	if err := command("..", nil, "go", "build", "-o", bylaw, "./cmd/bylaw").Run(); err != nil {
		return false, fmt.Errorf("building bylaw: %w", err)
	}
	var report strings.Builder
	report.WriteString(heading(length, callers))
	good = true
	for _, k := range kinds() {
		if !strings.Contains(k.name, only) {
			continue
		}
		text, fine, err := k.measure(dir, bylaw, length, callers)
		if err != nil {
			return false, fmt.Errorf("%s: %w", k.name, err)
		}
		good = good && fine
		report.WriteString(text)
	}
	text, err := firstAnswers(dir, bylaw, only)
	if err != nil {
		return false, err
	}
	report.WriteString(text)
	return good, os.WriteFile(out, []byte(report.String()), 0o644)
}

// measure loads each way to serve a kind of contract, in turn.
func (k kind) measure(dir, bylaw string, length time.Duration, callers int) (text string, good bool, err error) {
	s, err := k.make(filepath.Join(dir, k.name), bylaw)
	if err != nil {
		return "", false, err
	}
	trusted, err := newIssuer()
	if err != nil {
		return "", false, err
	}
	defer trusted.close()
	var table strings.Builder
	table.WriteString(k.header())
	good = true
	for _, r := range k.rows(trusted) {
		fmt.Fprintln(os.Stderr, "load:", k.name, r.name)
		f, err := r.run(s, length, callers)
		if err != nil {
			return "", false, fmt.Errorf("%s: %w", r.name, err)
		}
		table.WriteString(f.row(r.name))
		good = good && f.good()
	}
	return table.String(), good, nil
}
