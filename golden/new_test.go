package golden

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fresh is a service that `bylaw new service` makes, and what it is asked then.
type fresh struct {
	name, kind string
	args       []string
	example    bool
	http       []request
	grpc       []rpc
}

// request is one over HTTP. {id} in it is the last part of the first answer's Location or name.
type request struct {
	method, path, body string
	status             int
	says               string // part of the answer
	merges             bool   // the body is a merge patch
}

func freshServices(t *testing.T) []fresh {
	shop, err := filepath.Abs("shop/orders.yaml")
	if err != nil {
		t.Fatal(err)
	}
	library, err := filepath.Abs("library/proto")
	if err != nil {
		t.Fatal(err)
	}
	return []fresh{
		{name: "orders", kind: "proto", example: true, http: protoExample, grpc: protoExampleRPCs},
		{name: "order-history", kind: "openapi", args: []string{"--kind", "openapi"}, example: true, http: openapiExample},
		{name: "lending", kind: "proto", args: []string{"--from", library}, http: libraryRequests, grpc: libraryRPCs},
		{name: "shop-api", kind: "openapi", args: []string{"--from", shop, "--module", "shop.example/api"}, http: shopRequests},
	}
}

// TestNewService makes a service of each kind, and asks of it what a team would: that nothing is left to be generated,
// that it passes their gates, runs, answers each operation, and ends when it is told to.
func TestNewService(t *testing.T) {
	bylaw, staticcheck := build(t, "..", "./cmd/bylaw"), build(t, "..", "honnef.co/go/tools/cmd/staticcheck")
	for _, f := range freshServices(t) {
		t.Run(f.name, func(t *testing.T) {
			around := t.TempDir()
			run(t, around, bylaw, append([]string{"new", "service", f.name}, f.args...)...)
			module := filepath.Join(around, f.name)
			run(t, module, bylaw, "generate", "--check")
			if f.example {
				run(t, module, bylaw, "lint", "--fail-on", "info")
			}
			run(t, module, "go", "mod", "tidy", "-diff")
			run(t, module, "go", "vet", "./...")
			run(t, module, staticcheck, "./...")
			run(t, module, "go", "test", "./...")
			if said := run(t, module, "gofmt", "-l", "."); said != "" {
				t.Errorf("not laid out by gofmt: %s", said)
			}
			f.serve(t, build(t, module, "./cmd/"+f.name))
		})
	}
}

// serve starts the service, asks it everything, and stops it.
func (f *fresh) serve(t *testing.T, command string) {
	p := startService(t, command)
	defer p.kill()
	for _, kind := range []string{"live", "ready"} {
		if status := p.settle(t, "/health/"+kind); status != http.StatusOK {
			t.Errorf("/health/%s is answered with %d", kind, status)
		}
	}
	id := ""
	for _, r := range f.http {
		r.path, r.body = strings.ReplaceAll(r.path, "{id}", id), strings.ReplaceAll(r.body, "{id}", id)
		status, answer := send(t, r, p.at["http"])
		if status != r.status || !strings.Contains(answer, r.says) {
			t.Errorf("%s %s: %d %s, want %d and %s", r.method, r.path, status, answer, r.status, r.says)
		}
		if id == "" {
			id = made(answer)
		}
	}
	if len(f.grpc) > 0 {
		askRPCs(t, p.at["grpc"], f.grpc)
	}
	p.stop(t)
}

// made returns the last part of the name, or the ID, of what an answer has.
func made(answer string) string {
	var item struct {
		Name   string
		ItemID string `json:"item_id"`
	}
	_ = json.Unmarshal([]byte(answer), &item) // an answer that is no item has none
	return strings.TrimPrefix(item.Name, "items/") + item.ItemID
}

func send(t *testing.T, r request, address string) (int, string) {
	t.Helper()
	in, err := http.NewRequestWithContext(t.Context(), r.method, "http://"+address+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	in.Header.Set("Content-Type", "application/json")
	if r.merges {
		in.Header.Set("Content-Type", "application/merge-patch+json")
	}
	in.Header.Set("Idempotency-Key", "key of "+r.path)
	out, err := http.DefaultClient.Do(in)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	answer, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return out.StatusCode, string(answer)
}

// serving is a service that runs.
type serving struct {
	*exec.Cmd
	at  map[string]string // addresses by what is served there
	log *bytes.Buffer
}

// startService starts a service on ports that are free, and waits until it is ready.
func startService(t *testing.T, command string) *serving {
	t.Helper()
	p := &serving{Cmd: exec.Command(command), at: map[string]string{}, log: new(bytes.Buffer)}
	p.Env = append(os.Environ(), "HTTP_ADDR=127.0.0.1:0", "GRPC_ADDR=127.0.0.1:0", "ADMIN_ADDR=127.0.0.1:0", "DRAIN_DELAY=100ms")
	out, in := io.Pipe()
	p.Stdout = io.MultiWriter(p.log, in)
	p.Stderr = p.Stdout
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var line struct{ Msg, Server, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("the log has the line %s", lines.Text())
		}
		if line.Msg == "listening" {
			p.at[line.Server] = line.Address
		}
		if line.Msg == "ready" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // the log keeps it
			return p
		}
	}
	t.Fatal("the service is never ready")
	return nil
}

// settle asks for a path of health until the answer is good, for a while.
func (p *serving) settle(t *testing.T, path string) (status int) {
	t.Helper()
	for range 50 {
		if status, _ = send(t, request{method: "GET", path: path}, p.at["admin"]); status == http.StatusOK {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return status
}

func (p *serving) kill() { _ = p.Process.Kill() } // it may have ended

// stop ends the service as an orchestrator does.
func (p *serving) stop(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	select {
	case err := <-ended:
		if err != nil || !strings.Contains(p.log.String(), `"msg":"stopped"`) {
			t.Errorf("it ends with %v\n%s", err, p.log)
		}
	case <-time.After(20 * time.Second):
		t.Errorf("it doesn't end\n%s", p.log)
	}
}
