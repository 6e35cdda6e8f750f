package agree

import (
	"context"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
)

// sentHeaders are what a caller sends, with whether it reaches an implementation that declares nothing.
var sentHeaders = map[string]bool{
	"authorization": true, "traceparent": true, "tracestate": true, "x-request-id": true, "idempotency-key": true,
	"x-agree-undeclared": false, "cookie": false,
}

// passing compares what an implementation sees of headers, and what of its own gets out.
func passing(s *suite, o *operation) (v verdict) {
	sent, reaches := headers{}, map[string]bool{}
	for name, always := range sentHeaders {
		sent[name], reaches[name] = "agreement-2", always
	}
	sent["traceparent"], sent["tracestate"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b"
	for _, h := range s.declared(o, false) {
		name := strings.ToLower(h.Name)
		sent[name], reaches[name] = "agreement-3", true
	}
	answered := metadata.Pairs("x-agree-answer", "hidden")
	for _, h := range s.declared(o, true) {
		answered.Set(h.Name, "agreement-4")
	}
	w := watched{answered: answered}
	s.tap.play(w.watch)
	byGRPC, byREST, err := s.both(context.Background(), o, sent, o.request)
	if err != nil {
		return skipped("REST can't call it: %v", err)
	}
	v.wrong = o.differences(byGRPC, byREST)
	w.compare(&v, sent, reaches)
	for protocol, one := range map[string]*outcome{"gRPC": byGRPC, "REST": byREST} {
		if one.header("x-agree-answer") != "" {
			v.add("a header that nobody has declared goes out by %s", protocol)
		}
		if got := one.header("x-request-id"); got != sent["x-request-id"] {
			v.add("the request's ID comes back as %q by %s", got, protocol)
		}
		for _, h := range s.declared(o, true) {
			if got := one.header(h.Name); got != "agreement-4" {
				v.add("%s, which is declared, goes out as %q by %s", h.Name, got, protocol)
			}
		}
	}
	return v
}

// watched is what an implementation sees, call by call, and what it sends.
type watched struct {
	mu       sync.Mutex
	seen     []metadata.MD
	answered metadata.MD
}

func (w *watched) watch(ctx context.Context, c *call) error {
	md, _ := metadata.FromIncomingContext(ctx)
	w.mu.Lock()
	w.seen = append(w.seen, md)
	w.mu.Unlock()
	var err error
	if c.stream != nil {
		err = c.stream.SetHeader(w.answered)
	} else {
		err = grpc.SetHeader(ctx, w.answered)
	}
	if err != nil {
		return err
	}
	return c.next(c.stream)
}

// compare holds what two calls have shown of headers against each other.
func (w *watched) compare(v *verdict, sent headers, reaches map[string]bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.seen) != 2 {
		v.add("the implementation was called %d times instead of twice", len(w.seen))
		return
	}
	for name, value := range sent {
		for i, protocol := range []string{"REST", "gRPC"} {
			want := ""
			if reaches[name] {
				want = value
			}
			if got := strings.Join(w.seen[i].Get(name), ","); got != want {
				v.add("of %s it sees %q instead of %q by %s", name, got, want, protocol)
			}
		}
	}
}

// missingHeader leaves out what the options demand.
func missingHeader(s *suite, o *operation) (v verdict) {
	some := false
	for _, h := range s.declared(o, false) {
		if !h.Required {
			continue
		}
		some = true
		without := headers{"x-request-id": id["x-request-id"], strings.ToLower(h.Name): absent}
		byGRPC, one := s.same(o, without, o.request)
		if one.skip != "" {
			return one
		}
		v.about(h.Name, one.wrong)
		if byGRPC.failed == nil || byGRPC.failed.code != codes.InvalidArgument || len(byGRPC.failed.violations) == 0 {
			v.add("%s: what is told is %+v", h.Name, byGRPC.failed)
		}
	}
	if !some {
		return skipped("the options demand no header")
	}
	return v
}
