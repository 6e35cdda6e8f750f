package agree

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	mapping "github.com/bylaw-dev/bylaw/templates/support/headers"
)

// sentHeaders are what a caller sends, with whether it reaches an implementation that declares nothing.
var sentHeaders = map[string]bool{
	"authorization": true, "traceparent": true, "tracestate": true, "x-request-id": true, "idempotency-key": true,
	"x-agree-undeclared": false, "cookie": false,
}

// passing compares what an implementation sees of headers, and what of its own gets out.
func passing(s *suite, o *operation) (v verdict) {
	sent := headers{}
	for name := range sentHeaders {
		sent[name] = "agreement-2"
	}
	sent["traceparent"], sent["tracestate"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b"
	for _, h := range s.declared(o, false) {
		sent[strings.ToLower(h.Name)] = example(h, "agreement-3")
	}
	plan, reaches, err := s.reaching(o, sent)
	if err != nil {
		return skipped("%v", err)
	}
	answered := metadata.Pairs("x-agree-answer", "hidden")
	for _, h := range s.declared(o, true) {
		answered.Set(cmp.Or(h.As, h.Name), example(h, "agreement-4"))
	}
	w := watched{answered: answered}
	s.tap.play(w.watch)
	byGRPC, byREST, err := s.both(context.Background(), o, sent, o.request)
	if err != nil {
		return skipped("REST can't call it: %v", err)
	}
	v.wrong = o.differences(byGRPC, byREST)
	w.compare(&v, reaches)
	for protocol, one := range map[string]*outcome{"gRPC": byGRPC, "REST": byREST} {
		if one.header("x-agree-answer") != "" {
			v.add("a header that nobody has declared goes out by %s", protocol)
		}
		if got := one.header("x-request-id"); got != sent["x-request-id"] {
			v.add("the request's ID comes back as %q by %s", got, protocol)
		}
		for inside, values := range answered {
			name, values, ok := plan.Response(inside, values)
			if want := strings.Join(values, ","); ok && one.header(name) != want {
				v.add("%s, which is declared, goes out as %q instead of %q by %s", name, one.header(name), want, protocol)
			}
		}
	}
	return v
}

// example is a value that a rule takes.
func example(h edge.Header, other string) string { return cmp.Or(h.Example, other) }

// reaching says what an implementation is to see of what is sent, by the rules: names and values; "": nothing.
func (s *suite) reaching(o *operation, sent headers) (*mapping.Plan, map[string]string, error) {
	var always []string
	seen := map[string]string{}
	for name := range sent {
		if seen[name] = ""; sentHeaders[name] {
			always = append(always, name)
		}
	}
	set, err := mapping.New(s.headers, mapping.Protocol{Spell: strings.ToLower, In: always})
	if err != nil {
		return nil, nil, err
	}
	plan := set.For(o.Name)
	_, wrong := plan.Request(context.Background(), func(name string) []string {
		if v, ok := sent[name]; ok {
			return []string{v}
		}
		return nil
	}, func(name string, values []string) { seen[name] = strings.Join(values, ",") })
	if len(wrong) > 0 {
		return nil, nil, fmt.Errorf("no value is known that the header %s takes: give its rule an Example", wrong[0].Field)
	}
	return plan, seen, nil
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
func (w *watched) compare(v *verdict, reaches map[string]string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.seen) != 2 {
		v.add("the implementation was called %d times instead of twice", len(w.seen))
		return
	}
	for name, want := range reaches {
		for i, protocol := range []string{"REST", "gRPC"} {
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
