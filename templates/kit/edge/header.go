package edge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/support/headers"
)

// requestIDHeader carries the request's ID, both ways.
const requestIDHeader = "x-request-id"

// always are the headers that reach every implementation; x-request-id as far as it is harmless.
var always = [...]string{"authorization", "traceparent", "tracestate", "idempotency-key", requestIDHeader}

// alwaysOut are the headers that interceptors may send of every call: why it is refused, that it goes away, that it is a
// repetition, what is left of a quota.
var alwaysOut = [...]string{"www-authenticate", "deprecation", "sunset", "link", "idempotency-replayed",
	"ratelimit", "ratelimit-policy", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"}

// headersOf checks what is declared. Names are in lower case, as metadata has them.
func headersOf(declared []Header) (*headers.Set, error) {
	return headers.New(declared, headers.Protocol{Spell: strings.ToLower, In: always[:], Out: alwaysOut[:]})
}

// unknownHeaders tells of headers whose methods don't exist, for a misspelt name would let nothing pass.
func (s *Server) unknownHeaders() (wrong []error) {
	for _, h := range s.options.Headers {
		for _, name := range h.Methods {
			if !slices.ContainsFunc(s.methods, func(m *Method) bool { return m.Name == name }) {
				wrong = append(wrong, fmt.Errorf("edge: the header %s is declared for %s, which is no method that is registered (it is spelt /package.Service/Method)", h.Name, name))
			}
		}
	}
	return wrong
}

// given returns the values of a header of the call.
func (c *Call) given(ctx context.Context, name string) []string {
	if c.Header == nil {
		return metadata.ValueFromIncomingContext(ctx, name)
	}
	return c.Header[name]
}

// nothing is the metadata of a call whose headers don't pass. Those who read it get a copy.
var nothing = metadata.MD{}

// pass returns a context in which only those headers are seen that may be, as they are declared.
func (k *call) pass(ctx context.Context) context.Context {
	md := nothing
	ctx, k.missing = k.method.headers.Request(ctx, func(name string) []string {
		if name == requestIDHeader && !k.keptID {
			return nil
		}
		return k.call.given(ctx, name)
	}, func(name string, values []string) {
		if len(md) == 0 {
			md = make(metadata.MD, 4)
		}
		md[name] = values
	})
	return metadata.NewIncomingContext(ctx, md)
}

// allow adds what of an implementation's headers goes out.
func (k *call) allow(to, md metadata.MD) metadata.MD {
	for name, values := range md {
		if name, values, ok := k.method.headers.Response(name, values); ok {
			if to == nil {
				to = metadata.MD{}
			}
			to[name] = append(to[name], values...)
		}
	}
	return to
}

// complete adds the headers that have a default and lack: to answers and errors alike. It is called before headers are
// sent for good.
func (k *call) complete() {
	c := k.call
	k.method.headers.Complete(func(name string) bool {
		return len(c.ResponseHeader[name]) > 0 || len(c.Trailer[name]) > 0
	}, func(name string, values []string) {
		if c.ResponseHeader == nil {
			c.ResponseHeader = metadata.MD{}
		}
		c.ResponseHeader[name] = values
	})
}
