package agree

import (
	"context"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/marks"
	"github.com/bylaw-dev/bylaw/templates/kit/visible"
)

// insiders bear this; whoever doesn't is an outsider.
const insider = "Bearer insider"

// internal reports whether a field is only for insiders.
type internal func(protoreflect.FieldDescriptor) bool

// marked goes by what the contract says.
func marked(f protoreflect.FieldDescriptor) bool { return marks.Field(f).Internal() }

// guarded has outsiders see nothing of what is internal, as a service has it.
func guarded(options []edge.Options, is internal) edge.Options {
	var o edge.Options
	if len(options) > 0 {
		o = options[0]
	}
	f := visible.New(visible.Options{Internal: is, Types: o.Types, Insider: func(ctx context.Context) bool {
		bears := metadata.ValueFromIncomingContext(ctx, "authorization")
		return len(bears) == 1 && bears[0] == insider
	}})
	o.Outgoing = f.Outgoing
	o.Unary = append([]grpc.UnaryServerInterceptor{f.Unary()}, o.Unary...)
	o.Stream = append([]grpc.StreamServerInterceptor{f.Stream()}, o.Stream...)
	return o
}

// runInternal has insiders and outsiders call what has internal fields. Where nothing is internal there is nothing to run.
func runInternal(t *testing.T, d *grpc.ServiceDesc, impl any, operations []*operation, options []edge.Options, is internal) {
	t.Helper()
	var hiding []*operation
	for _, o := range operations {
		if is.within(o.Input().Descriptor()) || is.within(o.answer()) {
			hiding = append(hiding, o)
		}
	}
	if len(hiding) == 0 {
		return
	}
	s, err := newSuite(d, impl, []edge.Options{guarded(options, is)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	t.Run("internal fields", func(t *testing.T) {
		for _, o := range hiding {
			t.Run(string(o.Desc.Name()), func(t *testing.T) {
				if o.refused != "" {
					t.Skip(o.refused)
				}
				s.secrets(o, is).tell(t)
			})
		}
	})
}

// secrets compares what insiders and outsiders get.
func (s *suite) secrets(o *operation, is internal) (v verdict) {
	harmless := is.without(o.request)
	inside, outside := s.calls(o, insider, harmless), s.calls(o, "", harmless)
	for i, in := range inside {
		if in.failed != nil || in.broken != "" {
			return skipped("it fails for everybody, by %s", protocols[i])
		}
		v.about("an outsider, by "+protocols[i], is.withheld(in, outside[i]))
		if is.within(o.answer()) && !is.found(in.messages) {
			v.skip = "what the implementation answers has none of its internal fields"
		}
	}
	if !is.holds(o.request) {
		return v
	}
	for i, out := range s.calls(o, "", o.request) {
		if out.failed == nil || out.failed.code != codes.InvalidArgument || len(out.failed.violations) == 0 {
			v.add("an outsider may set internal fields of the request, by %s", protocols[i])
		}
	}
	for i, out := range s.calls(o, insider, o.request) {
		if out.failed != nil {
			v.add("an insider may not set internal fields of the request, by %s: %s", protocols[i], out.failed.message)
		}
	}
	return v
}

// withheld says what an outsider gets wrongly, given what an insider gets.
func (is internal) withheld(inside, outside *outcome) (wrong []string) {
	switch {
	case outside.broken != "":
		return []string{outside.broken}
	case outside.failed != nil:
		return []string{"is refused: " + outside.failed.code.String() + ": " + outside.failed.message}
	case is.found(outside.messages):
		return []string{"sees internal fields"}
	case len(inside.messages) != len(outside.messages):
		return []string{"gets another number of messages than an insider"}
	}
	for i, m := range inside.messages {
		if !proto.Equal(is.without(m), outside.messages[i]) {
			return []string{"sees less than what isn't internal, or other values"}
		}
	}
	return nil
}

var protocols = [...]string{"gRPC", "REST"}

// calls makes a call by both protocols; by gRPC alone where REST can't.
func (s *suite) calls(o *operation, authorization string, request proto.Message) []*outcome {
	h := headers{"x-request-id": "agreement-1"}
	if authorization != "" {
		h["authorization"] = authorization
	}
	byGRPC, byREST, err := s.both(context.Background(), o, h, request)
	if err != nil {
		return []*outcome{s.callGRPC(context.Background(), o, h, []proto.Message{request})}
	}
	return []*outcome{byGRPC, byREST}
}

// within reports whether messages of a type may hold something internal.
func (is internal) within(d protoreflect.MessageDescriptor) bool {
	seen := map[protoreflect.FullName]bool{}
	var look func(protoreflect.MessageDescriptor) bool
	look = func(d protoreflect.MessageDescriptor) bool {
		if seen[d.FullName()] {
			return false
		}
		seen[d.FullName()] = true
		for i := range d.Fields().Len() {
			f := d.Fields().Get(i)
			if is(f) {
				return true
			}
			if f.IsMap() {
				f = f.MapValue()
			}
			if f.Message() != nil && look(f.Message()) {
				return true
			}
		}
		return false
	}
	return look(d)
}

func (is internal) found(all []proto.Message) bool {
	for _, m := range all {
		if is.holds(m) {
			return true
		}
	}
	return false
}

// holds reports whether a message holds something internal.
func (is internal) holds(m proto.Message) bool { return is.cut(proto.Clone(m).ProtoReflect()) }

// without is a message without what is internal. What lies in an Any isn't looked at.
func (is internal) without(m proto.Message) proto.Message {
	out := proto.Clone(m)
	is.cut(out.ProtoReflect())
	return out
}

// cut takes what is internal out of a message, and reports whether there was any.
func (is internal) cut(m protoreflect.Message) (found bool) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case is(f):
			m.Clear(f)
			found = true
		case f.IsMap() && f.MapValue().Message() != nil:
			v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool {
				found = is.cut(v.Message()) || found
				return true
			})
		case f.IsMap() || f.Message() == nil:
		case f.IsList():
			for i := range v.List().Len() {
				found = is.cut(v.List().Get(i).Message()) || found
			}
		default:
			found = is.cut(v.Message()) || found
		}
		return true
	})
	return found
}
