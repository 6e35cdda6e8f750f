package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// transcript is what a command that is still running has written so far.
type transcript struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (s *transcript) Write(p []byte) (int, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.text.Write(p)
}

func (s *transcript) String() string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.text.String()
}

// await waits until so many of the text have been written.
func (s *transcript) await(t *testing.T, text string, n int) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); strings.Count(s.String(), text) < n; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q was not written %d times:\n%s", text, n, s)
		}
	}
}

// watchRun is a command that goes on until it is stopped.
type watchRun struct {
	out, err transcript
	stop     func() error
}

func startWatch(t *testing.T, args ...string) *watchRun {
	t.Helper()
	r := &watchRun{}
	ctx, cancel := context.WithCancel(t.Context())
	root := rootCommand(streams{in: strings.NewReader(""), out: &r.out, err: &r.err})
	root.SetArgs(args)
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	r.stop = func() error { cancel(); return <-done }
	t.Cleanup(cancel)
	return r
}

func putFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const watchedSpec = `openapi: 3.1.0
info: {title: A, version: 1.0.0, description: A.}
servers: [{url: https://example.com/v1}]
paths:
  /a: {get: {operationId: getA, description: A., responses: {'200': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, '404': {description: None.}}}}
components:
  schemas:
    A: {type: object, description: A., properties: {PRICE: {type: string, description: P.}}}
`

const watchedRules = "version: 1\npresets: []\nrules: {float-money: error}\n"

const watching = "Ctrl-C ends it"

// Every change is seen: of specs, of folders that come and go, of the configuration, also a wrong one. What the
// command writes itself is none.
func TestLintWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	putFile(t, "bylaw.yaml", watchedRules)
	putFile(t, "api/a.yaml", strings.Replace(watchedSpec, "string", "number", 1))
	r := startWatch(t, "lint", "--watch", "--no-cache", "--format", "text", "--format", "json=api/out.json")
	r.out.await(t, "error[float-money]", 1)
	r.err.await(t, watching, 1)
	putFile(t, "api/a.yaml", watchedSpec)
	r.err.await(t, "bylaw: api/a.yaml changed", 1)
	r.err.await(t, watching, 2)
	r.out.await(t, "no findings", 1)

	putFile(t, "new/deep/b.yaml", strings.Replace(watchedSpec, "string", "number", 1))
	r.out.await(t, "new/deep/b.yaml:8:", 1)
	r.err.await(t, watching, 3)
	if err := os.RemoveAll("new"); err != nil {
		t.Fatal(err)
	}
	r.out.await(t, "no findings", 2)

	putFile(t, "bylaw.yaml", "version: 1\nrules: {no-such-rule: error}\n")
	r.out.await(t, "no-such-rule", 1)
	putFile(t, "bylaw.yaml", watchedRules)
	r.out.await(t, "no findings", 3)
	told := strings.Count(r.err.String(), "changed")
	putFile(t, "api/notes.txt", "not of an API")
	putFile(t, "api/a.yaml", watchedSpec+"# mended\n")
	r.err.await(t, "api/a.yaml changed", 2)
	r.out.await(t, "no findings", 4)
	if err := r.stop(); err != nil {
		t.Errorf("stopped: %v", err)
	}
	if strings.Contains(r.err.String(), "out.json changed") || strings.Contains(r.err.String(), "notes.txt") || strings.Count(r.err.String(), "changed") != told+1 {
		t.Errorf("what is no change was taken for one:\n%s", &r.err)
	}
}

func TestBreakingWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	putFile(t, "old/a.yaml", watchedSpec)
	putFile(t, "new/a.yaml", watchedSpec)
	r := startWatch(t, "breaking", "new", "--against", "old", "--watch")
	r.err.await(t, watching, 1)
	putFile(t, "new/a.yaml", strings.Replace(watchedSpec, "PRICE: {type: string, description: P.}", "", 1))
	r.out.await(t, "PRICE", 1)
	if err := r.stop(); err != nil {
		t.Errorf("stopped: %v", err)
	}
}

// What can't begin ends at once.
func TestWatchThatCannotBegin(t *testing.T) {
	t.Chdir(t.TempDir())
	putFile(t, "a.yaml", watchedSpec)
	for _, args := range [][]string{
		{"lint", "--watch", "gone.yaml"}, {"lint", "--watch", "-"}, {"lint", "--watch", "--fix"}, {"lint", "--watch", "--staged"}, {"lint", "--watch", "--write-baseline"},
		{"lint", "--watch", "--against", "gone"}, {"lint", "--watch", "--config", "gone.yaml"}, {"breaking", "--watch", "--against", "gone"},
	} {
		root := rootCommand(streams{in: strings.NewReader(""), out: &transcript{}, err: &transcript{}})
		root.SetArgs(args)
		if err := root.ExecuteContext(t.Context()); err == nil {
			t.Errorf("%v began", args)
		}
	}
}

// A terminal is told what takes long; others are told nothing.
func TestTicker(t *testing.T) {
	if newTicker(&transcript{}) != nil {
		t.Error("what is no terminal is told of progress")
	}
	var w transcript
	p := startTicker(&w, time.Millisecond)
	p.stage("linting 3 APIs")
	w.await(t, "linting 3 APIs", 1)
	if _, err := p.Write([]byte("a note\n")); err != nil {
		t.Error(err)
	}
	w.await(t, "a note\n", 1)
	p.stop()
	p.stop()
	end := w.String()
	if !strings.HasSuffix(end, "\r\x1b[2K") {
		t.Errorf("what was shown stays: %q", end)
	}
	time.Sleep(300 * time.Millisecond) // it would have turned by now
	if w.String() != end {
		t.Errorf("it goes on after its end: %q", w.String())
	}
	quick := startTicker(&w, time.Hour)
	quick.stage("reading")
	quick.stop()
	if w.String() != end {
		t.Errorf("what took no time was shown: %q", w.String())
	}
}
