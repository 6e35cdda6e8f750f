package golden

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptrace"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/dynamicpb"
)

// fleet are the processes of one service, behind what balances.
type fleet []*serving

// balance is what a load balancer does: it looks at readiness.
func (f fleet) balance(stop <-chan struct{}) {
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		for _, p := range f {
			r, err := client.Get("http://" + p.at["admin"] + "/health/ready")
			p.up.Store(err == nil && r.StatusCode == http.StatusOK)
			if err == nil {
				_ = r.Body.Close() // nothing was left to read
			}
		}
		select {
		case <-stop:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// choose returns one that is ready.
func (f fleet) choose() *serving {
	for from := rand.IntN(len(f)); ; from++ {
		if p := f[from%len(f)]; p.up.Load() {
			return p
		}
		runtime.Gosched()
	}
}

// load is what callers send until they are to stop.
type load struct {
	fleet   fleet
	stop    chan struct{}
	done    sync.WaitGroup
	refused atomic.Int64
	lost    atomic.Int64
	made    sync.Map // titles
}

// workers is how many callers of a kind there are.
const workers = 4

func (l *load) start(t *testing.T, callers []caller) {
	for _, c := range callers {
		for worker := range workers {
			l.done.Go(func() {
				for n := 0; !ended(l.stop); n++ {
					l.send(t, c, fmt.Sprintf("%s %d %d", c.name, worker, n))
				}
			})
		}
	}
}

func ended(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

// send has one item created. Who finds nobody there, and so has sent nothing, goes elsewhere.
func (l *load) send(t *testing.T, c caller, title string) {
	at := l.fleet.choose()
	made, err := c.create(t.Context(), at, title, newKey())
	for range 100 {
		if !refused(err) {
			break
		}
		l.refused.Add(1)
		at = l.fleet.choose()
		made, err = c.create(t.Context(), at, title, newKey())
	}
	at.served.Add(1)
	l.made.Store(title, true)
	if (err != nil || made.Title != title) && l.lost.Add(1) < 10 {
		t.Errorf("%s is lost: %+v, %v", title, made, err)
	}
}

// drain has one of two processes stop while both are under load: whatever was sent is answered.
func (f *fresh) drain(t *testing.T, command string, s *storage) {
	settings := append(s.settings(t), "DRAIN_DELAY=1s")
	all := fleet{startService(t, command, settings...), startService(t, command, settings...)}
	l := &load{fleet: all, stop: make(chan struct{})}
	go all.balance(l.stop)
	l.start(t, f.callers(t, all...))
	for begin := time.Now(); all[0].served.Load() < 200 || all[1].served.Load() < 200; time.Sleep(time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatal("after a minute there still aren't 200 answers of each")
		}
	}
	late := f.late(t, all[0])
	before := all[0].served.Load()
	all[0].signal(t)
	unreachable(t, all[0])
	for _, finish := range late {
		finish()
	}
	all[0].stops(t)
	close(l.stop)
	l.done.Wait()
	if s.shared() {
		l.held(t, all[1])
	}
	all[1].signal(t)
	all[1].stops(t)
	t.Logf("%d and %d requests, %d of them while the first one stopped; %d found nobody; %d lost",
		all[0].served.Load(), all[1].served.Load(), all[0].served.Load()-before, l.refused.Load(), l.lost.Load())
}

// held holds what is stored to what was sent: all of it, once.
func (l *load) held(t *testing.T, p *serving) {
	t.Helper()
	counts := titles(t, p, "")
	l.made.Range(func(title, _ any) bool {
		if counts[title.(string)] != 1 {
			t.Errorf("there are %d items %q", counts[title.(string)], title)
		}
		return true
	})
}

// unreachable waits until a process no longer listens.
func unreachable(t *testing.T, p *serving) {
	t.Helper()
	for late := time.Now().Add(15 * time.Second); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		listens := false
		for _, address := range []string{p.at["http"], p.at["grpc"]} {
			if conn, err := net.Dial("tcp", address); err == nil && address != "" {
				_ = conn.Close() // nothing was sent
				listens = true
			}
		}
		if !listens {
			return
		}
	}
	t.Error("it still listens")
}

// late has calls begin, of which the rest is sent by what it returns.
func (f *fresh) late(t *testing.T, p *serving) []func() {
	t.Helper()
	all := []func(){lateHTTP(t, p)}
	if len(f.grpc) > 0 {
		all = append(all, lateGRPC(t, p))
	}
	return all
}

// lateHTTP sends a request whose body comes later. That the service asks for the body shows that it works at it.
func lateHTTP(t *testing.T, p *serving) (finish func()) {
	t.Helper()
	out, in := io.Pipe()
	begun, answered := make(chan struct{}), make(chan error, 1)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(begun) }})
	r := creation(ctx, p, out, newKey())
	r.Header.Set("Expect", "100-continue")
	go func() {
		made, err := createdBy(&http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}, r)
		if err == nil && made.Title != "late" {
			err = fmt.Errorf("the answer is %+v", made)
		}
		answered <- err
	}()
	<-begun
	return func() {
		_, _ = io.Copy(in, strings.NewReader(body("late"))) // the answer tells
		_ = in.Close()                                      // never fails
		if err := <-answered; err != nil {
			t.Errorf("the request that was in flight over HTTP is lost: %v", err)
		}
	}
}

// lateGRPC opens a call whose message comes later. That a second one on the same connection is answered shows that it is there.
func lateGRPC(t *testing.T, p *serving) (finish func()) {
	t.Helper()
	conn := dial(t, p)
	t.Cleanup(func() { _ = conn.Close() })
	m := reflected(t, conn, "orders.v1.OrdersService").Methods().ByName("CreateItem")
	stream, err := conn.NewStream(context.WithoutCancel(t.Context()), new(grpc.StreamDesc), "/orders.v1.OrdersService/CreateItem")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := overGRPC(t.Context(), conn, m, "meanwhile", newKey()); err != nil {
		t.Fatal(err)
	}
	return func() {
		in, out := dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output())
		err := protojson.Unmarshal([]byte(creating("late", newKey())), in)
		if err == nil {
			err = stream.SendMsg(in)
		}
		if err == nil {
			err = stream.CloseSend()
		}
		if err == nil {
			err = stream.RecvMsg(out)
		}
		if title := out.Get(m.Output().Fields().ByName("title")).String(); err != nil || title != "late" {
			t.Errorf("the call that was in flight over gRPC is lost: %q, %v", title, err)
		}
	}
}
