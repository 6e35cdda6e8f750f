package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sort"
	"strings"
	"syscall"
	"time"
)

// work is one job that several commands can do.
type work struct {
	name, what, target string
	commands           []command
}

// command is one tool's way to do the job. err says why the tool isn't there.
type command struct {
	name string
	dir  string
	argv []string
	slow bool
	err  error

	clean string // a folder that is deleted before each run and counted after the last; "": none
}

// figures are what one finished process used.
type figures struct {
	cpu, wall time.Duration
	peak      int64 // bytes
	exit      int
	output    int // bytes
}

// row runs the command and returns its line of the table: the medians, with the spread of the CPU time.
func (c command) row(runs int) string {
	if c.err != nil {
		return fmt.Sprintf("| %s | missing: %s | | | | |\n", c.name, firstLine(c.err.Error()))
	}
	all := make([]figures, 0, runs)
	for range runs {
		f, err := c.run()
		if err != nil {
			return fmt.Sprintf("| %s | failed to start: %s | | | | |\n", c.name, firstLine(err.Error()))
		}
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].cpu < all[j].cpu })
	m := all[len(all)/2]
	return fmt.Sprintf("| `%s` | **%.2f s** (%.2f–%.2f) | %.2f s | %d MB | %d | %s |\n", c.name,
		m.cpu.Seconds(), all[0].cpu.Seconds(), all[len(all)-1].cpu.Seconds(), m.wall.Seconds(), m.peak>>20, m.exit, c.product(m))
}

// product says how much the command has put out: what it wrote to its folder, or else printed.
func (c command) product(f figures) string {
	if c.clean == "" {
		return fmt.Sprintf("%d kB", f.output>>10)
	}
	count, err := lines(c.clean)
	if err != nil {
		return firstLine(err.Error())
	}
	return fmt.Sprintf("%d lines", count)
}

// empty makes an empty folder of the one that is to be clean.
func (c command) empty() error {
	if c.clean == "" {
		return nil
	}
	if err := os.RemoveAll(c.clean); err != nil {
		return err
	}
	return os.MkdirAll(c.clean, 0o755)
}

func (c command) run() (figures, error) {
	if err := c.empty(); err != nil {
		return figures{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...)
	cmd.Dir = c.dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if cmd.ProcessState == nil {
		return figures{}, err
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	peak := usage.Maxrss
	if runtime.GOOS == "linux" {
		peak *= 1024 // Linux counts in KiB, others in bytes
	}
	return figures{
		cpu:  cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		wall: wall, peak: peak, exit: cmd.ProcessState.ExitCode(), output: out.Len(),
	}, nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
