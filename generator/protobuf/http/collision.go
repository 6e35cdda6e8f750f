package http

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// route is one binding of one rpc.
type route struct {
	operation *spec.Operation
	binding   *spec.HTTPBinding
	segments  []string
}

// key is the same for routes that match the same requests with nothing that puts one of them first: in
// this grammar a literal goes before *, and * before **, so only equal templates are ambiguous.
func (r *route) key() string {
	plain := make([]string, len(r.segments))
	for i, s := range r.segments {
		if text, err := url.PathUnescape(s); err == nil && !strings.Contains(text, "/") {
			s = text
		}
		plain[i] = s
	}
	return r.binding.Method + " " + strings.Join(plain, "/")
}

// collisions compares the routes of all services: they share one server.
func (c *checker) collisions() {
	seen := map[string]*route{}
	for i := range c.routes {
		r := &c.routes[i]
		if first := seen[r.key()]; first == nil {
			seen[r.key()] = r
		} else if !r.same(first) {
			c.collide(first, r)
		}
	}
	for i := range c.routes {
		c.hidden(&c.routes[i], seen)
	}
}

// same reports whether two rules of one rpc say the same, which does no harm.
func (r *route) same(other *route) bool {
	a, b := r.binding, other.binding
	return r.operation == other.operation && a.Body == b.Body && a.ResponseBody == b.ResponseBody && slices.Equal(a.Path.Variables(), b.Path.Variables())
}

// named is an rpc with its service: two services of a package may have rpcs of one name.
func named(o *spec.Operation) string { return o.Service.Name + "." + o.Name }

func (c *checker) collide(first, second *route) {
	message := fmt.Sprintf("%s %s of %s matches the same requests as %s of %s, and neither is more specific",
		second.binding.Method, second.binding.Path.Raw, named(second.operation), first.binding.Path.Raw, named(first.operation))
	if first.operation == second.operation {
		message = fmt.Sprintf("%s %s matches the same requests as %s, another binding of %s", second.binding.Method, second.binding.Path.Raw, first.binding.Path.Raw, first.operation.Name)
	}
	c.refuse(second.operation, second.binding.Path.Span, "binding-collision", message, "change or remove one of them",
		report.Related{Message: "the other binding", Span: first.binding.Path.Span})
}

// hidden tells of a template whose ** is shortened by another one that goes on with wildcards: all but
// the shortest of its requests reach the other method.
func (c *checker) hidden(r *route, seen map[string]*route) {
	if r.segments[len(r.segments)-1] != "**" {
		return
	}
	longer := *r
	longer.segments = append(slices.Clone(r.segments), "*")
	if other := seen[longer.key()]; other != nil && other.operation != r.operation {
		c.warn(r.operation, r.binding.Path.Span, "binding-hidden",
			fmt.Sprintf("requests for %s reach %s where its ** stands for any segment, for %s says more of them", named(r.operation), named(other.operation), other.binding.Path.Raw),
			"have a literal segment tell the two apart",
			report.Related{Message: "the binding that takes its requests", Span: other.binding.Path.Span})
	}
}
