package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
)

// place is where a tool points: a file, and the first and last line.
type place struct {
	file        string
	first, last int
}

func (p place) overlaps(q place) bool {
	return p.file == q.file && p.first <= q.last && q.first <= p.last
}

// finding is what bylaw reports.
type finding struct {
	Rule, Severity string
	Location       location
	Change         struct {
		Old    location
		Breaks []string
	}
}

type location struct {
	File       string
	Start, End struct{ Line int }
}

func (l location) place() place { return place{l.File, l.Start.Line, l.End.Line} }

// askBylaw returns what bylaw finds in a version, compared with another one.
func (r *runner) askBylaw(dir, against string, args ...string) ([]finding, error) {
	out, code, err := capture(dir, r.bylaw, append([]string{"breaking", "--against", against, "--format", "json"}, args...)...)
	if err != nil || code > 1 {
		return nil, fmt.Errorf("bylaw in %s: exit %d: %v: %s", dir, code, err, out)
	}
	var report struct{ Findings []finding }
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("bylaw's report: %w", err)
	}
	return slices.DeleteFunc(report.Findings, func(f finding) bool { return f.Severity == "info" }), nil
}

// capture runs a command and returns what it prints and its exit code. What it says on standard
// error is part of the error if it prints nothing else.
func capture(dir, name string, args ...string) ([]byte, int, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if out.Len() == 0 {
			return complaint.Bytes(), exit.ExitCode(), nil
		}
		return out.Bytes(), exit.ExitCode(), nil
	}
	return out.Bytes(), 0, err
}

func build(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %v: %s", name, args, err, out)
	}
	return nil
}
