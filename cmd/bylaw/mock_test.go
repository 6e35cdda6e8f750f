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

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
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
	return startMockOf(t, "openapi.yaml", mockedSpec, args...)
}

func startMockOf(t *testing.T, name, content string, args ...string) *running {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return startMocking(t, append([]string{file}, args...)...)
}

func startMocking(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{out: new(buffer), err: new(buffer)}
	ctx, cancel := context.WithCancel(t.Context())
	root := rootCommand(streams{in: strings.NewReader(""), out: r.out, err: r.err})
	root.SetArgs(append([]string{"mock", "--addr", "127.0.0.1:0"}, args...))
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

const mockedServices = `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
import "google/protobuf/wrappers.proto";
service Orders {
  rpc GetOrder(google.protobuf.StringValue) returns (google.protobuf.Int32Value) {
    option (google.api.http) = { get: "/v1/{value=orders/*}" };
  }
}
`

// TestMockServesServices calls a mock of .proto files over both protocols.
func TestMockServesServices(t *testing.T) {
	m := startMockOf(t, "orders.proto", mockedServices)
	address := strings.TrimPrefix(m.base, "http://")
	want := "shop.v1, 1 methods\n\n  gRPC      " + address + ", plaintext, with reflection\n  base URL  " + m.base + "\n  try       curl -i " + m.base + "/v1/orders/"
	if !strings.HasPrefix(m.greeting, want) || !strings.Contains(m.greeting, "grpcurl -plaintext") {
		t.Errorf("it says\n%s\nand not\n%s", m.greeting, want)
	}
	if status, body := get(t, m.base+"/v1/orders/7"); status != 200 || body != "1" {
		t.Errorf("got %d %s", status, body)
	}
	conn, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	answer := new(wrapperspb.Int32Value)
	if err := conn.Invoke(t.Context(), "/shop.v1.Orders/GetOrder", wrapperspb.String("orders/7"), answer); err != nil || answer.GetValue() != 1 {
		t.Errorf("got %v %v", answer, err)
	}
	asked := metadata.AppendToOutgoingContext(t.Context(), "x-mock-status", "NOT_FOUND")
	if err := conn.Invoke(asked, "/shop.v1.Orders/GetOrder", wrapperspb.String("orders/7"), answer); status.Code(err) != codes.NotFound {
		t.Errorf("got %v", err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if err := m.stop(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	if want := "GET /v1/orders/7 200\ngRPC shop.v1.Orders/GetOrder OK\ngRPC shop.v1.Orders/GetOrder NotFound\nbylaw: stopped\n"; m.err.String() != want {
		t.Errorf("its log is\n%s\nand not\n%s", m.err, want)
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
