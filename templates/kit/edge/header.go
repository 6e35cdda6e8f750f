package edge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// requestIDHeader carries the request's ID, both ways.
const requestIDHeader = "x-request-id"

// always are the headers that reach every implementation; x-request-id does, too, as far as it is harmless.
var always = [...]string{"authorization", "traceparent", "tracestate", "idempotency-key"}

// alwaysOut are the headers that interceptors may send of every call: why it is refused, and that it goes away.
var alwaysOut = [...]string{"www-authenticate", "deprecation", "sunset", "link"}

// headers are those that pass by one method, in lower case.
type headers struct {
	in       []string
	required []string
	out      []string
}

func headersOf(declared []Header, method string) headers {
	h := headers{in: slices.Clone(always[:]), out: slices.Clone(alwaysOut[:])}
	for _, one := range declared {
		if len(one.Methods) > 0 && !slices.Contains(one.Methods, method) {
			continue
		}
		name := strings.ToLower(one.Name)
		switch {
		case one.Response:
			h.out = append(h.out, name)
			continue
		case !slices.Contains(h.in, name) && name != requestIDHeader:
			h.in = append(h.in, name)
		}
		if one.Required {
			h.required = append(h.required, name)
		}
	}
	return h
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

// pass returns a context in which only those headers are seen that may be.
func (k *call) pass(ctx context.Context) context.Context {
	md := nothing
	put := func(name string, values []string) {
		if len(md) == 0 {
			md = make(metadata.MD, 4)
		}
		md[name] = values
	}
	for _, name := range k.method.headers.in {
		if values := k.call.given(ctx, name); len(values) > 0 {
			put(name, values)
		}
	}
	for _, name := range k.method.headers.required {
		if len(k.call.given(ctx, name)) == 0 {
			k.missing = append(k.missing, errors.Violation{Location: errors.Header, Field: name, Code: errors.Required, Description: "is required"})
		}
	}
	if k.keptID {
		put(requestIDHeader, []string{k.call.RequestID})
	}
	return metadata.NewIncomingContext(ctx, md)
}

// allow returns what of an implementation's headers goes out.
func (h *headers) allow(to, md metadata.MD) metadata.MD {
	for name, values := range md {
		if name = strings.ToLower(name); len(values) > 0 && slices.Contains(h.out, name) {
			if to == nil {
				to = metadata.MD{}
			}
			to[name] = append(to[name], values...)
		}
	}
	return to
}
