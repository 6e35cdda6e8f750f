package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// Whatever comes, and however little at once, is what is read.
func TestStoppableReadsAll(t *testing.T) {
	want := strings.Repeat("0123456789", 20_000)
	for name, from := range map[string]io.Reader{
		"at once": strings.NewReader(want), "bytes": iotest.OneByteReader(strings.NewReader(want[:500])), "with its end": iotest.DataErrReader(strings.NewReader(want)),
	} {
		got, err := io.ReadAll(&stoppable{ctx: t.Context(), from: iotest.HalfReader(from)})
		if err != nil || !strings.HasPrefix(want, string(got)) || len(got) < 500 {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	broken := errors.New("broken")
	if _, err := io.ReadAll(&stoppable{ctx: t.Context(), from: iotest.ErrReader(broken)}); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never, _ := io.Pipe()
	if _, err := io.ReadAll(&stoppable{ctx: ctx, from: never}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// Ctrl-C ends a command that waits for what nobody writes.
func TestInterruptedWhileItWaits(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals to send")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bylaw := filepath.Join(t.TempDir(), "bylaw") // the test is bylaw where it is called so
	if err := os.Symlink(self, bylaw); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"lint", "-"}, {"contract", "convert", "-"}, {"lsp"}} {
		command := exec.Command(bylaw, args...)
		var said bytes.Buffer
		command.Stderr = &said
		in, err := command.StdinPipe() // which stays open, and empty
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- command.Wait() }()
		for tick := time.NewTicker(50 * time.Millisecond); ; { // until the signal is heeded, for there is no telling when that begins
			select {
			case <-tick.C:
				_ = command.Process.Signal(os.Interrupt)
				continue
			case <-ended:
			}
			tick.Stop()
			break
		}
		if code := command.ProcessState.ExitCode(); code != exitStopped && code != -1 && args[0] != "lsp" {
			t.Errorf("%v: exit code %d: %s", args, code, said.String())
		}
	}
}
