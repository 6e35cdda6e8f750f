// Package visible keeps what a contract marks as internal from callers who don't belong to the house: it takes it out of
// answers, and refuses requests that set it. Who belongs to the house says a verified caller, never a request. It must
// not know how anything is sent, nor what else a caller may do.
package visible

import (
	"context"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/kit/marks"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

// Options configures New. The zero value goes by the contract and by authn's caller.
type Options struct {
	Insider  func(context.Context) bool              // nil: those whose authn.Caller is Internal
	Internal func(protoreflect.FieldDescriptor) bool // nil: what (bylaw.field).tier, (google.api.field_visibility), or the same of its type, say
	Types    Types                                   // for what is in an Any; nil: protoregistry.GlobalTypes
}

// Types finds messages. *protoregistry.Types is one.
type Types interface {
	protoregistry.MessageTypeResolver
}

// Filter knows what is internal. It may be used by many calls at once, and holds a plan for each type of message that it
// has met, which are as many as the contract has.
type Filter struct {
	options Options
	plans   sync.Map // protoreflect.MessageDescriptor -> *plan
	making  sync.Mutex
}

// New makes a filter.
func New(o Options) *Filter {
	if o.Insider == nil {
		o.Insider = func(ctx context.Context) bool { c, ok := authn.From(ctx); return ok && c.Internal }
	}
	if o.Internal == nil {
		o.Internal = func(f protoreflect.FieldDescriptor) bool { return marks.Field(f).Internal() }
	}
	if o.Types == nil {
		o.Types = protoregistry.GlobalTypes
	}
	return &Filter{options: o}
}

// Outgoing returns an answer as the context's caller may see it. It is made for edge.Options.Outgoing. The answer itself,
// which others may hold too, isn't changed: what has to be taken out of is a copy. Fields that the program doesn't know
// go with those that it hides, wherever a message may hold such: a newer contract may say that they are internal.
// What an Any holds of a type that Types doesn't find stays as it is.
func (f *Filter) Outgoing(ctx context.Context, answer proto.Message) proto.Message {
	m := answer.ProtoReflect()
	p := f.plan(m.Descriptor())
	if !p.any() || f.options.Insider(ctx) || !f.holds(p, m) {
		return answer
	}
	seen := proto.Clone(answer)
	f.strip(p, seen.ProtoReflect())
	return seen
}

// holds reports whether there is something to be taken out.
func (f *Filter) holds(p *plan, m protoreflect.Message) (found bool) {
	if !m.IsValid() {
		return false
	}
	if len(m.GetUnknown()) > 0 || p.anything {
		return true
	}
	for _, d := range p.hidden {
		if m.Has(d) {
			return true
		}
	}
	f.below(p, m, func(_ string, p *plan, m protoreflect.Message) bool {
		found = f.holds(p, m)
		return !found
	})
	return found || p.extensible && f.extended(m)
}

// extended reports whether a message has extensions that are internal or messages.
func (f *Filter) extended(m protoreflect.Message) (found bool) {
	m.Range(func(d protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		found = d.IsExtension() && (f.options.Internal(d) || d.Message() != nil)
		return !found
	})
	return found
}

func (f *Filter) strip(p *plan, m protoreflect.Message) {
	if !m.IsValid() {
		return
	}
	m.SetUnknown(nil)
	for _, d := range p.hidden {
		m.Clear(d)
	}
	if p.anything {
		f.unpack(m)
		return
	}
	f.below(p, m, func(_ string, p *plan, m protoreflect.Message) bool {
		f.strip(p, m)
		return true
	})
	if p.extensible {
		f.stripExtensions(m)
	}
}

func (f *Filter) stripExtensions(m protoreflect.Message) {
	m.Range(func(d protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case !d.IsExtension():
		case f.options.Internal(d):
			m.Clear(d)
		case d.Message() != nil:
			p := f.plan(d.Message())
			each("", d, v, func(_ string, m protoreflect.Message) bool {
				f.strip(p, m)
				return true
			})
		}
		return true
	})
}

// unpack takes out of an Any what is internal of what it holds. What can't be read isn't sent.
func (f *Filter) unpack(m protoreflect.Message) {
	a, ok := m.Interface().(*anypb.Any)
	if !ok { // a dynamic one
		a = new(anypb.Any)
		if b, err := proto.Marshal(m.Interface()); err != nil || proto.Unmarshal(b, a) != nil {
			return
		}
	}
	typ, err := f.options.Types.FindMessageByURL(a.TypeUrl)
	if err != nil {
		return
	}
	p := f.plan(typ.Descriptor())
	if !p.any() {
		return
	}
	inner := typ.New()
	if err = (proto.UnmarshalOptions{AllowPartial: true}).Unmarshal(a.Value, inner.Interface()); err == nil {
		f.strip(p, inner)
	}
	value, wrong := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(inner.Interface())
	if err != nil || wrong != nil {
		value = nil
	}
	m.Set(m.Descriptor().Fields().ByNumber(2), protoreflect.ValueOfBytes(value))
}
