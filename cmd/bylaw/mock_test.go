package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

const mockedSpec = `openapi: 3.1.0
info: {title: Shop, version: 1.2.0}
paths:
  /orders:
    get:
      summary: List orders
      operationId: listOrders
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 10}}]
      responses:
        '200':
          description: the orders
          content: {application/json: {schema: {type: object, required: [orders], properties: {orders: {type: array, items: {type: string}}}}}}
        '404':
          description: none
          content: {application/problem+json: {schema: {type: object}}}
`

// running is a mock that has been started as a user would.
type running struct {
	base, greeting string
	out, err       *buffer
	stop           func() error
}

// buffer may be written by one goroutine while another reads.
type buffer struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}

var baseLine = regexp.MustCompile(`base URL  (http://\S+)`)

// startMock runs the command until it says where it listens.
func startMock(t *testing.T, args ...string) *running {
	t.Helper()
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(mockedSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	r := &running{out: new(buffer), err: new(buffer)}
	ctx, cancel := context.WithCancel(t.Context())
	root := rootCommand(streams{in: strings.NewReader(""), out: r.out, err: r.err})
	root.SetArgs(append([]string{"mock", file, "--addr", "127.0.0.1:0"}, args...))
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	r.stop = func() error { cancel(); return <-ended }
	for range 1000 {
		if found := baseLine.FindStringSubmatch(r.out.String()); found != nil && strings.Contains(r.out.String(), "Ctrl-C") {
			r.base, r.greeting = found[1], r.out.String()
			return r
		}
		select {
		case err := <-ended:
			t.Fatalf("it has ended: %v\n%s%s", err, r.out, r.err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("it doesn't say where it listens:\n%s%s", r.out, r.err)
	return nil
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestMockServes(t *testing.T) {
	m := startMock(t)
	if want := "Shop 1.2.0, 1 operations\n\n  base URL  " + m.base + "\n  try       curl -i " + m.base + "/orders\n"; !strings.HasPrefix(m.greeting, want) {
		t.Errorf("it says\n%s\nand not\n%s", m.greeting, want)
	}
	if status, body := get(t, m.base+"/orders"); status != 200 || body != `{"orders":["alpha"]}` {
		t.Errorf("got %d %s", status, body)
	}
	if status, body := get(t, m.base+"/orders?limit=99"); status != 400 || !strings.Contains(body, `"field":"limit"`) {
		t.Errorf("got %d %s", status, body)
	}
	if err := m.stop(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	if want := "GET /orders 200\nGET /orders 400\nbylaw: stopped\n"; m.err.String() != want {
		t.Errorf("its log is\n%s\nand not\n%s", m.err, want)
	}
	if _, err := http.Get(m.base + "/orders"); err == nil {
		t.Error("it still answers after it has been stopped")
	}
}

// TestMockDrains lets a request end that is under way when the mock is stopped.
func TestMockDrains(t *testing.T) {
	m := startMock(t, "--latency", "300ms", "--quiet")
	answered := make(chan int, 1)
	go func() {
		response, err := http.Get(m.base + "/orders")
		if err != nil {
			answered <- 0
			return
		}
		response.Body.Close()
		answered <- response.StatusCode
	}()
	time.Sleep(100 * time.Millisecond)
	if err := m.stop(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	if status := <-answered; status != 200 {
		t.Errorf("the request under way got %d", status)
	}
}

// TestMockRefusesABusyAddress says so, and how the flag is called.
func TestMockRefusesABusyAddress(t *testing.T) {
	m := startMock(t)
	defer m.stop()
	var out, errs bytes.Buffer
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(mockedSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	code := run([]string{"mock", file, "--addr", strings.TrimPrefix(m.base, "http://")}, streams{in: strings.NewReader(""), out: &out, err: &errs})
	if code != exitUsage || !strings.Contains(errs.String(), "--addr") {
		t.Errorf("exit code %d: %s%s", code, &out, &errs)
	}
}
