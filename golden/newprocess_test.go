package golden

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// serving is a service that runs.
type serving struct {
	*exec.Cmd
	at    map[string]string // addresses by what is served there
	log   *bytes.Buffer     // to be read when it has ended
	ended chan error

	up     atomic.Bool // what a load balancer thinks
	served atomic.Int64
}

// startService starts a service on ports that are free, and waits until it is ready. It ends with the test at the latest.
func startService(t *testing.T, command string, settings ...string) *serving {
	t.Helper()
	p := &serving{Cmd: exec.Command(command), at: map[string]string{}, log: new(bytes.Buffer), ended: make(chan error, 1)}
	p.Env = append(os.Environ(), "HTTP_ADDR=127.0.0.1:0", "GRPC_ADDR=127.0.0.1:0", "ADMIN_ADDR=127.0.0.1:0", "DRAIN_DELAY=100ms",
		"AUTH=none", "RATE_LIMIT_ADDRESS=none", "RATE_LIMIT_CALLER=none")
	p.Env = append(p.Env, settings...)
	out, in := io.Pipe()
	p.Stdout = io.MultiWriter(p.log, in)
	p.Stderr = p.Stdout
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() }) // it may have ended
	go func() {
		p.ended <- p.Wait()
		_ = in.Close() // never fails
	}()
	if !p.becomesReady(out) {
		t.Fatalf("the service is never ready\n%s", p.log)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // the log keeps it
	return p
}

// becomesReady reads the log until it says so, and learns from it where the service listens.
func (p *serving) becomesReady(out io.Reader) bool {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var line struct{ Msg, Server, Address string }
		_ = json.Unmarshal(lines.Bytes(), &line) // what isn't JSON is an error that ends it
		if line.Msg == "listening" {
			p.at[line.Server] = line.Address
		}
		if line.Msg == "ready" {
			return true
		}
	}
	return false
}

// settle asks for a path of health until the answer is good, for a while.
func (p *serving) settle(t *testing.T, path string) (status int) {
	t.Helper()
	for range 250 {
		if status, _ = send(t, request{method: "GET", path: path}, p.at["admin"]); status == http.StatusOK {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return status
}

// signal tells the service to stop, as an orchestrator does.
func (p *serving) signal(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// stops waits for its end, after which all that was in flight must have been answered.
func (p *serving) stops(t *testing.T) {
	t.Helper()
	select {
	case err := <-p.ended:
		if err != nil || !strings.Contains(p.log.String(), `"msg":"stopped"`) {
			t.Errorf("it ends with %v\n%s", err, p.log)
		}
	case <-time.After(30 * time.Second):
		t.Error("it doesn't end")
	}
}

// kill ends the service without a warning (kill -9).
func (p *serving) kill(t *testing.T) {
	t.Helper()
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-p.ended
}
