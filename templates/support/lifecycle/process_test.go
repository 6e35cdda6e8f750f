package lifecycle_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

// build compiles the demonstration once for a test.
func build(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has no SIGTERM that one process could send another")
	}
	program := filepath.Join(t.TempDir(), "demo")
	if out, err := exec.Command("go", "build", "-o", program, "./internal/demo").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// instance is a process that runs.
type instance struct {
	*exec.Cmd
	api, probes string
	log         *bytes.Buffer
	up          atomic.Bool
	served      atomic.Int64
}

func launch(t *testing.T, program string, args ...string) *instance {
	t.Helper()
	i := &instance{Cmd: exec.Command(program, args...), log: new(bytes.Buffer)}
	i.Stderr = i.log
	out, err := i.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if _, scanned := fmt.Sscan(line, &i.api, &i.probes); err != nil || scanned != nil {
		t.Fatalf("%v, %v: %q", err, scanned, line)
	}
	return i
}

func (i *instance) signal(t *testing.T, s os.Signal) {
	t.Helper()
	if err := i.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

func (i *instance) exits(t *testing.T, want int) {
	t.Helper()
	err := i.Wait()
	if code := i.ProcessState.ExitCode(); code != want {
		t.Errorf("it exits with %d, want %d: %v\n%s", code, want, err, i.log)
	}
}

// balance is what a load balancer does: it looks at readiness, and chooses.
func balance(all []*instance, stop <-chan struct{}) {
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		for _, i := range all {
			r, err := client.Get("http://" + i.probes + health.ReadyPath)
			i.up.Store(err == nil && r.StatusCode == http.StatusOK)
			if err == nil {
				r.Body.Close()
			}
		}
		select {
		case <-stop:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func choose(all []*instance) *instance {
	for from := rand.IntN(len(all)); ; from++ {
		if i := all[from%len(all)]; i.up.Load() {
			return i
		}
		runtime.Gosched()
	}
}

// echo is one request. A POST isn't repeated by the client behind our back, unless the server has said that it wasn't begun.
func echo(c *http.Client, i *instance, text string, after time.Duration) error {
	r, err := c.Post("http://"+i.api+"/echo?after="+after.String(), "text/plain", strings.NewReader(text))
	if err != nil {
		return err
	}
	defer r.Body.Close()
	got, err := io.ReadAll(r.Body)
	if err == nil && (r.StatusCode != http.StatusOK || string(got) != text) {
		err = fmt.Errorf("%s %q", r.Status, got)
	}
	i.served.Add(1)
	return err
}

var protocols = []string{"HTTP/1.1", "HTTP/2"}

// client returns one with connections of its own.
func client(protocol string) *http.Client {
	t := &http.Transport{MaxIdleConnsPerHost: 100, Protocols: new(http.Protocols)}
	t.Protocols.SetHTTP1(protocol == "HTTP/1.1")
	t.Protocols.SetUnencryptedHTTP2(protocol == "HTTP/2")
	return &http.Client{Transport: t}
}

// One of two instances is told to stop while both are under load from clients that keep their connections.
func TestNoRequestIsLost(t *testing.T) {
	program := build(t)
	all := []*instance{launch(t, program, "-drain", "2s"), launch(t, program, "-drain", "2s")}
	stop := make(chan struct{})
	go balance(all, stop)
	var done sync.WaitGroup
	counts := make(map[string]*atomic.Int64)
	for _, name := range protocols {
		counts[name] = new(atomic.Int64)
		shared := client(name)
		for worker := range 8 {
			done.Add(1)
			go func() {
				defer done.Done()
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
					}
					text := fmt.Sprintf("%s %d %d", name, worker, n)
					if err := echo(shared, choose(all), text, rand.N(20*time.Millisecond)); err != nil {
						t.Errorf("%s is lost: %v", text, err)
					}
					counts[name].Add(1)
				}
			}()
		}
	}
	for all[0].served.Load() < 200 || all[1].served.Load() < 200 {
		time.Sleep(time.Millisecond)
	}
	late := begin(t, all[0], 4*time.Second) // is in flight when the listener has been closed for long
	before := all[0].served.Load()
	all[0].signal(t, syscall.SIGTERM)
	late()
	all[0].exits(t, lifecycle.ExitOK)
	during := all[0].served.Load() - before
	close(stop)
	done.Wait()
	all[1].signal(t, syscall.SIGTERM)
	all[1].exits(t, lifecycle.ExitOK)
	t.Logf("%d requests over HTTP/1.1, %d over HTTP/2; %d by the one that stopped while it did", counts["HTTP/1.1"].Load(), counts["HTTP/2"].Load(), during)
	if during == 0 {
		t.Error("the one that stopped has served nothing while it did: there was no load")
	}
}

// begin sends a request of each protocol, and returns when they are being worked at. What it returns waits for their end.
func begin(t *testing.T, i *instance, after time.Duration) (wait func()) {
	t.Helper()
	var open []func()
	for _, name := range protocols {
		r, err := client(name).Post("http://"+i.api+"/echo?after="+after.String(), "text/plain", strings.NewReader("late"))
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, func() {
			defer r.Body.Close()
			if text, err := io.ReadAll(r.Body); err != nil || string(text) != "late" {
				t.Errorf("%s: what was in flight is lost: %v, %q", name, err, text)
			}
		})
	}
	return func() {
		for _, wait := range open {
			wait()
		}
	}
}

func TestARealProcessIsForcedOrKilled(t *testing.T) {
	program := build(t)
	for _, row := range []struct {
		name  string
		grace string
		again bool
		code  int
	}{{"forced", "100ms", false, lifecycle.ExitForced}, {"killed", "1h", true, lifecycle.ExitKilled}} {
		t.Run(row.name, func(t *testing.T) {
			i := launch(t, program, "-drain", "1ns", "-grace", row.grace)
			client := client("HTTP/1.1")
			for ready := false; !ready; {
				status, _, _ := get(t, client, "http://"+i.probes+health.ReadyPath)
				ready = status == http.StatusOK
			}
			r, err := client.Post("http://"+i.api+"/echo?after=1h", "text/plain", strings.NewReader("never"))
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			i.signal(t, syscall.SIGTERM)
			if row.again {
				refused(t, i.api)
				i.signal(t, os.Interrupt)
			}
			i.exits(t, row.code)
			if _, err := io.ReadAll(r.Body); !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("it was answered: %v", err)
			}
		})
	}
}

func TestARealProcessReloads(t *testing.T) {
	program, file := build(t), filepath.Join(t.TempDir(), "limit")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("1")
	i := launch(t, program, "-drain", "1ns", "-config", file)
	becomes := func(want string) {
		for late := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			_, body, _ := get(t, http.DefaultClient, "http://"+i.api+"/config")
			if body == want {
				return
			}
			if time.Now().After(late) {
				t.Fatalf("the configuration is %s, want %s", body, want)
			}
		}
	}
	becomes("1")
	write("2")
	i.signal(t, syscall.SIGHUP)
	becomes("2")
	write("many")
	i.signal(t, syscall.SIGHUP)
	write("3")
	i.signal(t, syscall.SIGHUP) // whether the one before has seen "many" or "3", it is alive
	becomes("3")
	i.signal(t, syscall.SIGTERM)
	i.exits(t, lifecycle.ExitOK)
}
