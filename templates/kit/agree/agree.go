// Package agree holds a service to its promise that gRPC and REST answer alike: for each of its methods it calls an
// implementation both ways and compares what comes back. It shows what becomes of requests that break the contract, and
// that outsiders neither see nor set what is internal; a subtest a promise. It is for tests. It must not know any
// particular service, and takes REST apart with code of its own, so that a mistake of the run time's can't hide behind
// itself.
package agree

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/grpc"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// Call is one method with a request that its contract allows.
type Call struct {
	Method  string // as the contract calls it: "CreateOrder"
	Request string // ProtoJSON
	Skip    string // why there is no request; "": there is one
}

// Run serves an implementation over gRPC and REST, by options if there are any, and compares them. What a method can't
// show is skipped with the reason.
func Run(t *testing.T, d *grpc.ServiceDesc, impl any, calls []Call, options ...edge.Options) {
	t.Helper()
	s, err := newSuite(d, impl, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	for _, c := range calls {
		o, v := s.operation(c)
		if o != nil {
			s.operations = append(s.operations, o)
		}
		t.Run(c.Method, func(t *testing.T) {
			v.tell(t)
			s.method(t, o)
		})
	}
	t.Run("boundary", func(t *testing.T) {
		for _, r := range table {
			t.Run(r.name, func(t *testing.T) { r.check(s).tell(t) })
		}
	})
	runInternal(t, d, impl, s.operations, options, marked)
}

// method runs all comparisons of one method.
func (s *suite) method(t *testing.T, o *operation) {
	if o == nil {
		return
	}
	s.route(o).tell(t)
	for _, r := range comparisons {
		t.Run(r.name, func(t *testing.T) {
			defer s.tap.play(nil)
			if o.refused != "" {
				t.Skip(o.refused)
			}
			r.check(s, o).tell(t)
		})
	}
}

// verdict is what came of one comparison: nothing, if all is as it should be.
type verdict struct {
	wrong []string
	skip  string
	note  string
}

func (v *verdict) add(format string, arguments ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, arguments...))
}

// about puts what it is about before each thing that is wrong.
func (v *verdict) about(what string, wrong []string) {
	for _, w := range wrong {
		v.add("%s: %s", what, w)
	}
}

func skipped(format string, arguments ...any) verdict {
	return verdict{skip: fmt.Sprintf(format, arguments...)}
}

func (v verdict) tell(t *testing.T) {
	t.Helper()
	switch {
	case len(v.wrong) > 0:
		t.Error(strings.Join(v.wrong, "\n"))
	case v.skip != "":
		t.Skip(v.skip)
	case v.note != "":
		t.Log(v.note)
	}
}
