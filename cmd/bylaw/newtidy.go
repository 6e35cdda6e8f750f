package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"time"
)

// patience is how long Go may take to fetch the modules of a service.
const patience = 10 * time.Minute

// tidy has Go complete go.mod and go.sum. That it can't is told and no failure: it can be done later.
func tidy(ctx context.Context, folder string) (notes []string) {
	command, err := exec.LookPath("go")
	if err != nil {
		return []string{"Go isn't installed, so go.mod and go.sum are not complete: install it, and run `go mod tidy`"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, command, "mod", "tidy")
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, &said, &said
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return []string{"`go mod tidy` has failed, run it again: " + lastLine(said.String(), err)}
	}
	return nil
}

// lastLine returns what a command has said last, or else its error.
func lastLine(said string, err error) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return err.Error()
}
