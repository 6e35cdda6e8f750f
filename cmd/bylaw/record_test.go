package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const recordedSpec = `openapi: 3.1.0
info: {title: Shop, version: 1.2.0}
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 10}}]
      responses:
        '200':
          description: the orders
          content:
            application/json:
              schema: {type: object, required: [orders], properties: {orders: {type: array, items: {type: string}}, owner: {type: string, x-bylaw-pii: contact}}}
`

// startRecord runs the command until it says where it listens.
func startRecord(t *testing.T, upstream, output string) *running {
	t.Helper()
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(recordedSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	return startRecordOf(t, "--spec", file, "--upstream", upstream, "-o", output)
}

// startRecordOf runs the command with these arguments besides until it says where it listens.
func startRecordOf(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{out: new(buffer), err: new(buffer)}
	ctx, cancel := context.WithCancel(t.Context())
	root := rootCommand(streams{in: strings.NewReader(""), out: r.out, err: r.err})
	root.SetArgs(append([]string{"record", "--consumer", "web", "--provider", "orders", "--addr", "127.0.0.1:0"}, args...))
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	r.stop = func() error { cancel(); return <-ended }
	for range 1000 {
		if found := baseLine.FindStringSubmatch(r.out.String()); found != nil && strings.Contains(r.out.String(), "Ctrl-C") {
			r.base = found[1]
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

// TestRecord records a service as a user would, finds its mistake reported, and has the contract verified against it.
func TestRecord(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if q.URL.RawQuery == "limit=10" {
			_, _ = io.WriteString(w, `{"orders":[1]}`)
			return
		}
		fmt.Fprint(w, `{"orders":["a1"],"owner":"Grace Hopper"}`)
	}))
	defer upstream.Close()
	output := filepath.Join(t.TempDir(), "web-orders.json")
	r := startRecord(t, upstream.URL, output)
	for _, target := range []string{"/orders", "/orders?limit=2", "/orders?limit=10"} {
		if status, _ := get(t, r.base+target); status != 200 {
			t.Errorf("%s: got %d", target, status)
		}
	}
	if err := r.stop(); err == nil || exitCode(context.Background(), io.Discard, err) != 1 {
		t.Errorf("it ends with %v, and not with what it has found", err)
	}
	for _, said := range []string{"GET /orders: the answer 200 breaks the spec: $.orders[*] must be a string, not an integer; not recorded", "2 interactions of 3 exchanges written to " + output} {
		if !strings.Contains(r.out.String(), said) {
			t.Errorf("it doesn't say %q:\n%s", said, r.out)
		}
	}
	content, err := os.ReadFile(output)
	if err != nil {
		t.Fatal(err)
	}
	if all := string(content) + r.out.String() + r.err.String(); strings.Contains(all, "Grace") {
		t.Errorf("personal data is in it:\n%s", all)
	}
	verified := new(buffer)
	if code := run([]string{"verify", "--provider", upstream.URL, output}, streams{in: strings.NewReader(""), out: verified, err: verified}); code != 0 {
		t.Errorf("the service doesn't fulfil what was recorded of it: %d\n%s", code, verified)
	}
}
