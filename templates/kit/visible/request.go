package visible

import (
	"context"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Check refuses a request of an outsider that sets what is internal, or whose field mask names it: with the words for a
// field that doesn't exist. Leaving it out silently would tell the caller that its change was taken, and let a mask
// clear what it can't see. The error is an *errors.Error with all places: INVALID_ARGUMENT.
//
// What requests say in texts of their own (filters, orders to sort by) isn't seen here: an implementation that lets
// outsiders filter by an internal field tells them its value.
func (f *Filter) Check(ctx context.Context, request proto.Message) error {
	m := request.ProtoReflect()
	p := f.plan(m.Descriptor())
	if !p.any() || f.options.Insider(ctx) {
		return nil
	}
	var found []errors.Violation
	f.seek(p, m, "", &found)
	if len(found) == 0 {
		return nil
	}
	return fault.Invalid(found)
}

// mostFound is how many places are told.
const mostFound = 50

// seek adds the places where something internal is set.
func (f *Filter) seek(p *plan, m protoreflect.Message, path string, found *[]errors.Violation) {
	if !m.IsValid() || len(*found) >= mostFound {
		return
	}
	for _, d := range p.hidden {
		if m.Has(d) {
			unknown(found, join(path, string(d.Name())), m.Descriptor())
		}
	}
	f.seekMasks(p, m, path, found)
	if p.anything {
		f.seekAny(m, path, found)
		return
	}
	for _, w := range p.ways {
		if m.Has(w.field) {
			each(join(path, string(w.field.Name())), w.field, m.Get(w.field), func(path string, m protoreflect.Message) bool {
				f.seek(w.plan, m, path, found)
				return true
			})
		}
	}
	if p.extensible {
		f.seekExtensions(m, path, found)
	}
}

func (f *Filter) seekExtensions(m protoreflect.Message, path string, found *[]errors.Violation) {
	m.Range(func(d protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		name := join(path, "["+string(d.FullName())+"]")
		switch {
		case !d.IsExtension():
		case f.options.Internal(d):
			unknown(found, name, m.Descriptor())
		case d.Message() != nil:
			p := f.plan(d.Message())
			each(name, d, v, func(path string, m protoreflect.Message) bool {
				f.seek(p, m, path, found)
				return true
			})
		}
		return true
	})
}

func (f *Filter) seekAny(m protoreflect.Message, path string, found *[]errors.Violation) {
	a, ok := m.Interface().(*anypb.Any)
	if !ok {
		return
	}
	typ, err := f.options.Types.FindMessageByURL(a.TypeUrl)
	if err != nil {
		return
	}
	inner := typ.New()
	if (proto.UnmarshalOptions{AllowPartial: true}).Unmarshal(a.Value, inner.Interface()) == nil {
		f.seek(f.plan(typ.Descriptor()), inner, path, found)
	}
}

// seekMasks looks for masks whose paths lead to something internal of the message beside them (AIP-134), or of the one
// that they are in.
func (f *Filter) seekMasks(p *plan, m protoreflect.Message, path string, found *[]errors.Violation) {
	for _, d := range p.masks {
		if d.IsList() || d.IsMap() || !m.Has(d) {
			continue
		}
		mask := m.Get(d).Message()
		paths := mask.Get(mask.Descriptor().Fields().ByName("paths")).List()
		for i := range paths.Len() {
			names := paths.Get(i).String()
			if p.leads(names) || p.besides(names) {
				unknown(found, join(path, string(d.Name()))+".paths["+strconv.Itoa(i)+"]", m.Descriptor())
			}
		}
	}
}

func (p *plan) besides(names string) bool {
	for _, w := range p.ways {
		if w.plan.leads(names) {
			return true
		}
	}
	return false
}

// leads reports whether a path goes to, or through, something internal. Names may be those of JSON: masks come that way too.
func (p *plan) leads(names string) bool {
	name, rest, ok := behavior.NextName(names)
	if !ok {
		return false
	}
	for _, d := range p.hidden {
		if string(d.Name()) == name || d.JSONName() == name {
			return true
		}
	}
	for _, w := range p.ways {
		if rest != "" && (string(w.field.Name()) == name || w.field.JSONName() == name) {
			return w.plan.leads(rest) || (w.field.IsList() || w.field.IsMap()) && w.plan.skips(rest)
		}
	}
	return false
}

// skips is leads behind the key of a map, or the * of a list.
func (p *plan) skips(names string) bool {
	_, rest, ok := behavior.NextName(names)
	return ok && rest != "" && p.leads(rest)
}

func unknown(found *[]errors.Violation, field string, in protoreflect.MessageDescriptor) {
	if len(*found) < mostFound {
		*found = append(*found, errors.Violation{Location: errors.Body, Field: field, Code: errors.UnknownField, Description: "is not a field of " + string(in.FullName())})
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Unary holds requests to Check. It stands behind the interceptor that authenticates.
func (f *Filter) Unary() grpc.UnaryServerInterceptor {
	return func(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if m, ok := request.(proto.Message); ok {
			if err := f.Check(ctx, m); err != nil {
				return nil, err
			}
		}
		return next(ctx, request)
	}
}

// Stream holds each message of a stream to Check.
func (f *Filter) Stream() grpc.StreamServerInterceptor {
	return func(srv any, s grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		c := &checked{ServerStream: s, filter: f}
		if err := next(srv, c); c.failed == nil {
			return err
		}
		return c.failed
	}
}

// checked is a stream whose messages are checked. What breaks ends it, whatever the implementation makes of that.
type checked struct {
	grpc.ServerStream
	filter *Filter
	failed error
}

// RecvMsg implements grpc.ServerStream.
func (c *checked) RecvMsg(v any) error {
	if c.failed != nil {
		return c.failed
	}
	if err := c.ServerStream.RecvMsg(v); err != nil {
		return err
	}
	if m, ok := v.(proto.Message); ok {
		c.failed = c.filter.Check(c.Context(), m)
	}
	return c.failed
}
