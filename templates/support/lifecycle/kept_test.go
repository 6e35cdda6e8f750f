package lifecycle_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

// Clients that keep a connection and look at no readiness, as behind a load balancer of connections, are told to leave
// before it is closed: on a connection that has worked they lose nothing. Only a new one may be refused.
func TestKeptConnectionsLoseNothing(t *testing.T) {
	i := launch(t, build(t), "-drain", "1s")
	for ready := false; !ready; {
		status, _, _ := get(t, http.DefaultClient, "http://"+i.probes+health.ReadyPath)
		ready = status == http.StatusOK
	}
	var done sync.WaitGroup
	var answered, after, stopped atomic.Int64
	for _, name := range protocols {
		for range 8 {
			own := client(name)
			done.Add(1)
			go func() {
				defer done.Done()
				for {
					kept, err := post(own, "http://"+i.api+"/echo?after=1ms")
					if err != nil && kept {
						t.Errorf("%s: a request is lost: %v", name, err)
					}
					if err != nil {
						return
					}
					answered.Add(1)
					after.Add(stopped.Load())
				}
			}()
		}
	}
	for answered.Load() < 500 {
		time.Sleep(time.Millisecond)
	}
	stopped.Store(1)
	i.signal(t, syscall.SIGTERM)
	done.Wait()
	i.exits(t, lifecycle.ExitOK)
	t.Logf("%d requests, %d of them after the signal", answered.Load(), after.Load())
	if after.Load() == 0 {
		t.Error("nobody was served while it drained")
	}
}

// post tells whether the connection had been used before.
func post(c *http.Client, url string) (kept bool, err error) {
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { kept = info.Reused }}
	ctx := httptrace.WithClientTrace(context.Background(), trace)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("text"))
	if err != nil {
		return false, err
	}
	r, err := c.Do(request)
	if err != nil {
		return kept, err
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err == nil && string(text) != "text" {
		err = fmt.Errorf("%s %q", r.Status, text)
	}
	return kept, err
}
