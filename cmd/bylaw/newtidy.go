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
func tidy(ctx context.Context, folder string) (notes []string) { return modules(ctx, folder, nil) }

// modules has Go add modules to go.mod, as "path@version", and complete it and go.sum.
func modules(ctx context.Context, folder string, lacking []string) (notes []string) {
	command, err := exec.LookPath("go")
	if err != nil {
		todo := "`go mod tidy`"
		if len(lacking) > 0 {
			todo = "`go get " + strings.Join(lacking, " ") + "` and " + todo
		}
		return []string{"Go isn't installed, so go.mod and go.sum are not complete: install it, and run " + todo}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if len(lacking) > 0 {
		notes = goCommand(ctx, command, folder, append([]string{"get"}, lacking...)...)
	}
	return append(notes, completed(ctx, command, folder)...)
}

// completed returns what go.mod and go.sum lack in the end. That they lack what only the tests of somebody else's package
// import, which is part of being tidy, is nothing to be told of.
func completed(ctx context.Context, command, folder string) (notes []string) {
	if notes = goCommand(ctx, command, folder, "mod", "tidy"); len(notes) == 0 {
		return nil
	}
	for _, args := range [][]string{{"mod", "tidy", "-e"}, {"list", "-deps", "-test", "./..."}} {
		if len(goCommand(ctx, command, folder, args...)) > 0 {
			return notes
		}
	}
	return nil
}

// goCommand runs Go in the folder of a module, and returns what it failed with.
func goCommand(ctx context.Context, command, folder string, args ...string) (notes []string) {
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, command, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, &said, &said
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return []string{"`go " + strings.Join(args, " ") + "` has failed, run it again: " + lastLine(said.String(), err)}
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
