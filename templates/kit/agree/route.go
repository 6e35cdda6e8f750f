package agree

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// route finds out whether REST reaches the method. Where its path is that of another one too, and goes there, nothing
// can be compared.
func (s *suite) route(o *operation) (v verdict) {
	if o.binding == nil {
		return v
	}
	var mu sync.Mutex
	reached := string(o.Desc.Name())
	s.tap.play(func(_ context.Context, c *call) error {
		mu.Lock()
		defer mu.Unlock()
		reached = c.method
		return status.Error(codes.Aborted, "this is far enough")
	})
	defer s.tap.play(nil)
	if _, err := s.callREST(context.Background(), o, id, []proto.Message{o.request}); err != nil {
		return v // which is told by every comparison
	}
	mu.Lock()
	defer mu.Unlock()
	if reached == string(o.Desc.Name()) {
		return v
	}
	o.refused = "its path goes to " + reached
	if r := s.sent(o); !routes(s.methods[reached].Desc, r) {
		v.add("%s, which has others than %s", o.refused, r.target)
	}
	return v
}

// routes reports whether any binding of a method stands for the path of a request.
func routes(d protoreflect.MethodDescriptor, r *sent) bool {
	path, _, _ := strings.Cut(r.target, "?")
	rule, _ := proto.GetExtension(d.Options(), annotations.E_Http).(*annotations.HttpRule)
	return slices.ContainsFunc(append(slices.Clone(rule.GetAdditionalBindings()), rule), func(rule *annotations.HttpRule) bool {
		b := newBinding(rule, false)
		return b != nil && b.verb == r.verb && b.fits(path)
	})
}

// fits reports whether a path is one of the binding's.
func (b *binding) fits(path string) bool {
	pattern := regexp.QuoteMeta(b.path)
	pattern = regexp.MustCompile(`\\\{[^}=]*=([^}]*)\\\}`).ReplaceAllString(pattern, "$1")
	pattern = regexp.MustCompile(`\\\{[^}]*\\\}`).ReplaceAllString(pattern, `\*`)
	pattern = strings.NewReplacer(`/\*\*`, `(/.*)?`, `\*\*`, `.*`, `\*`, `[^/]+`).Replace(pattern)
	compiled, err := regexp.Compile("^" + pattern + "$")
	return err == nil && compiled.MatchString(path)
}
