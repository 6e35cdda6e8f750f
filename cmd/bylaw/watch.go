package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/bylaw-dev/bylaw/lint/ratchet"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// settled is how long nothing must happen until a change is taken for whole: programs write files in steps.
const settled = 50 * time.Millisecond

// watched is a command that is repeated whenever a file changes that it may have read.
type watched struct {
	flags sessionFlags
	args  []string
	round func(ctx context.Context, s streams, flags sessionFlags) error
}

func (flags *sessionFlags) watchable(args []string) error {
	if slices.Contains(args, workspace.Stdin) {
		return errors.New("--watch: standard input is read once; name files or folders")
	}
	return nil
}

// watch repeats a command until it is stopped. Where something changes meanwhile, a run is given up for the next.
func (w *watched) watch(ctx context.Context, s streams) error {
	if err := w.flags.watchable(w.args); err != nil {
		return err
	}
	files, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("--watch: %w", err)
	}
	defer files.Close()
	v := &watcher{watched: w, files: files, streams: s}
	v.flags.ahead = clearScreen(s)
	if err := v.follow(); err != nil {
		return err
	}
	for first := true; ; first = false {
		name, err := v.once(ctx, first)
		if err != nil || ctx.Err() != nil {
			return err
		}
		v.settle(ctx)
		if !isTerminal(s.out) {
			fmt.Fprintf(s.err, "bylaw: %s changed\n", name)
		}
		if err := v.follow(); err != nil {
			fmt.Fprintln(s.err, "bylaw:", err)
		}
	}
}

// watcher is a watch that is going on.
type watcher struct {
	*watched
	streams
	files   *fsnotify.Watcher
	folders map[string]bool // absolute paths, watched
	outputs []string        // absolute paths
}

// once runs the command, and returns what has changed since it began. The error is of a first run that could not
// be: later on, someone is about to mend it.
func (v *watcher) once(ctx context.Context, first bool) (changed string, err error) {
	run, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- v.round(run, v.streams, v.flags) }()
	for running := true; running || changed == ""; {
		select {
		case err := <-done:
			running = false
			if err = v.outcome(run, err); err != nil && first {
				return "", err
			}
		case event := <-v.files.Events:
			if v.concerns(event) {
				changed = v.shown(event.Name)
				stop()
			}
		case <-v.files.Errors: // too much at once to be told
			changed = "something"
			stop()
		case <-ctx.Done():
			if running {
				<-done
			}
			return "", nil
		}
	}
	return changed, nil
}

// outcome says how a run has ended, unless it was given up.
func (v *watcher) outcome(run context.Context, err error) error {
	var code codeError
	if run.Err() != nil {
		return nil
	}
	if err != nil && !errors.As(err, &code) {
		fmt.Fprintln(v.err, "bylaw:", err)
		return codeError{exitUsage}
	}
	fmt.Fprintf(v.err, "bylaw: watching %s for changes; Ctrl-C ends it\n", plural(len(v.folders), "folder"))
	return nil
}

// settle waits until nothing happens any more.
func (v *watcher) settle(ctx context.Context) {
	for {
		select {
		case <-v.files.Events:
		case <-v.files.Errors:
		case <-time.After(settled):
			return
		case <-ctx.Done():
			return
		}
	}
}

// follow watches the folders that the workspace has now, and its listing is as new as the watching of them.
func (v *watcher) follow() error {
	for {
		folders, err := v.places()
		if err != nil {
			return err
		}
		v.folders = map[string]bool{}
		for _, folder := range v.files.WatchList() { // without those that are gone
			v.folders[folder] = true
		}
		more := false
		for _, folder := range folders {
			if v.folders[folder] {
				continue
			}
			if err := v.files.Add(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return unwatchable(folder, err)
			} else if err == nil {
				v.folders[folder], more = true, true
			}
		}
		if !more {
			return nil
		}
	}
}

func unwatchable(folder string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("--watch: there are more folders than the system lets a program watch (%w): on Linux raise fs.inotify.max_user_watches, or start from a smaller folder", err)
	}
	return fmt.Errorf("--watch: %s: %w", folder, err)
}

// places returns the folders with files that could matter, and those above them.
func (v *watcher) places() ([]string, error) {
	run, err := newSession(v.flags)
	if err != nil {
		return nil, err
	}
	if v.outputs == nil {
		v.outputs = absolute(run.outputs)
	}
	tree, _, err := run.open(v.in, v.args)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	folders := map[string]bool{tree.Root(): true}
	if v.flags.config != "" {
		if at, err := filepath.Abs(v.flags.config); err == nil {
			folders[filepath.Dir(at)] = true
		}
	}
	for _, name := range tree.Paths() {
		root, local, err := tree.Place(name)
		if err != nil {
			continue
		}
		for at := filepath.Dir(filepath.Join(root.Name(), filepath.FromSlash(local))); !folders[at]; at = filepath.Dir(at) {
			if folders[at] = true; at == root.Name() {
				break
			}
		}
	}
	return slices.Sorted(maps.Keys(folders)), nil
}

func absolute(outputs []report.Output) []string {
	paths := []string{}
	for _, output := range outputs {
		if output.Path == "" {
			continue
		}
		if at, err := filepath.Abs(output.Path); err == nil {
			paths = append(paths, at)
		}
	}
	return paths
}

// concerns reports whether a change could matter: what the command writes itself and what editors keep beside a
// file don't.
func (v *watcher) concerns(event fsnotify.Event) bool {
	if event.Op == fsnotify.Chmod || slices.Contains(v.outputs, event.Name) {
		return false
	}
	base := filepath.Base(event.Name)
	switch filepath.Ext(base) {
	case ".proto", ".yaml", ".yml", ".json", ".gitignore", filepath.Ext(ratchet.BaselineFile):
		return true
	case "":
		info, err := os.Stat(event.Name)
		return err != nil && v.folders[event.Name] || err == nil && info.IsDir() && !strings.HasPrefix(base, ".")
	}
	return slices.ContainsFunc(v.args, func(arg string) bool { return filepath.Base(arg) == base })
}

// shown is a path as it is told.
func (v *watcher) shown(name string) string {
	if here, err := os.Getwd(); err == nil {
		if near, err := filepath.Rel(here, name); err == nil && filepath.IsLocal(near) {
			return filepath.ToSlash(near)
		}
	}
	return name
}

// clearScreen returns what empties the terminal before something is printed to it; elsewhere that is nothing.
func clearScreen(s streams) func() {
	if !isTerminal(s.out) {
		return nil
	}
	return func() { fmt.Fprint(s.out, "\x1b[H\x1b[2J\x1b[3J") }
}
