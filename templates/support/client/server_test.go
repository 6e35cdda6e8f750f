package client_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// seen is a request as the server got it.
type seen struct {
	method, target, body string
	header               http.Header
}

// service answers the nth request by the nth step, further ones by the last, and remembers them all.
type service struct {
	*httptest.Server
	mutex sync.Mutex
	got   []seen
	conns int
}

func serve(t *testing.T, steps ...http.HandlerFunc) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mutex.Lock()
		n := min(len(s.got), len(steps)-1)
		s.got = append(s.got, seen{r.Method, r.RequestURI, string(body), r.Header.Clone()})
		s.mutex.Unlock()
		steps[n](w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mutex.Lock()
			s.conns++
			s.mutex.Unlock()
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *service) requests() []seen {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]seen(nil), s.got...)
}

// instant repeats at once.
var instant = retry.Policy{Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}

// core returns a client for the service that repeats at once.
func (s *service) core(t *testing.T, o client.Options) *client.Core {
	t.Helper()
	if o.Retry.Sleep == nil {
		o.Retry.Sleep = instant.Sleep
	}
	core, err := client.New(s.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	return core
}

// answer is a step that answers with a body of JSON.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// hangUp is a step that drops the connection after having sent some raw text.
func hangUp(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		buffer.WriteString(text)
		buffer.Flush()
		conn.Close()
	}
}

var (
	getOrder    = &client.Operation{ID: "getOrder", Method: "GET", Template: "/orders/{id}", Accept: []string{"application/json"}}
	createOrder = &client.Operation{ID: "createOrder", Method: "POST", Template: "/orders", Accept: []string{"application/json"}}
)

// order is what the service is about.
type order struct{ ID string }

func (x *order) ReadJSON(r *wire.Reader, n wire.Node) {
	var known uint64
	m := r.Object(n)
	for m.Next() {
		if m.Key == "id" {
			known |= 1
			x.ID = r.String(m.Value)
			r.MinLength(m.Value, 1)
		}
	}
	m.Require(known, "id")
}

// get is what generated code looks like.
func get(ctx context.Context, core *client.Core) (*order, error) {
	call := core.Call(ctx, getOrder)
	defer call.Close()
	call.PutPath("id", param.Simple|param.Required)
	call.Writer().String("o-1")
	return finish(call, 200)
}

// create sends an order; key is its idempotency key, "-" for none.
func create(ctx context.Context, core *client.Core, key string) (*order, error) {
	call := core.Call(ctx, createOrder)
	defer call.Close()
	if key != "-" {
		call.PutHeader("Idempotency-Key", param.Simple)
		call.Writer().String(call.Key(key))
	}
	w := call.Begin("application/json")
	w.Object()
	w.Key("customer")
	w.String("c-1")
	w.EndObject()
	return finish(call, 201)
}

func finish(call *client.Call, status int) (*order, error) {
	if !call.Do() {
		return nil, call.Err()
	}
	if call.Status() != status {
		return nil, call.Undeclared()
	}
	out := new(order)
	if call.Is("application/json") == 0 {
		if n, ok := call.JSON(); ok {
			out.ReadJSON(call.Reader(), n)
		}
	}
	if err := call.Err(); err != nil {
		return nil, err
	}
	return out, nil
}
