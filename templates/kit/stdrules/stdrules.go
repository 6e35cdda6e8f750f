// Package stdrules evaluates protovalidate's standard rules by reflection, for messages that have no code: what it finds
// is what protovalidate finds, word for word. Rules in CEL and predefined ones it leaves out, and tells which. It must
// not know any expression language.
package stdrules

import (
	"regexp"
	"sync"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// Runtime is a valid.Runtime. The zero value is ready.
type Runtime struct {
	fields   sync.Map // protoreflect.FieldDescriptor to *validate.FieldRules
	patterns sync.Map // string to *regexp.Regexp
}

// Evaluate implements valid.Runtime.
func (r *Runtime) Evaluate(m proto.Message, part protoreflect.Descriptor, now func() time.Time) ([]*validate.Violation, error) {
	e := evaluation{Violations: valid.NewChecker(nil, now).Start(), runtime: r}
	switch d := part.(type) {
	case nil:
		e.message(m.ProtoReflect())
	case protoreflect.FieldDescriptor:
		e.field(m.ProtoReflect(), d)
	default:
		e.own(m.ProtoReflect())
	}
	switch err := e.Err().(type) {
	case nil:
		return nil, nil
	case *valid.Error:
		return err.ToProto().GetViolations(), nil
	default:
		return nil, err
	}
}

// Compile implements valid.Runtime: what can't be evaluated is left out, which is no error.
func (r *Runtime) Compile(proto.Message, protoreflect.FieldDescriptor) error { return nil }

// evaluation is that of one message.
type evaluation struct {
	*valid.Violations
	runtime *Runtime
}

// message evaluates all rules of a message and below it, in protovalidate's order.
func (e *evaluation) message(m protoreflect.Message) {
	e.own(m)
	d := m.Descriptor()
	for i := range d.Oneofs().Len() {
		if o := d.Oneofs().Get(i); oneofRules(o).GetRequired() && m.WhichOneof(o) == nil {
			e.Oneof(string(o.Name()))
		}
	}
	for i := range d.Fields().Len() {
		e.field(m, d.Fields().Get(i))
	}
}

// own evaluates the rules of a message itself.
func (e *evaluation) own(m protoreflect.Message) {
	for _, one := range messageRules(m.Descriptor()).GetOneof() {
		if unfitOneof(m.Descriptor(), one) {
			continue
		}
		n := 0
		for _, name := range one.GetFields() {
			if m.Has(m.Descriptor().Fields().ByName(protoreflect.Name(name))) {
				n++
			}
		}
		switch {
		case n > 1:
			e.Add("", "message.oneof", "only one of "+joined(one.GetFields())+" can be set")
		case n < 1 && one.GetRequired():
			e.Add("", "message.oneof", "one of "+joined(one.GetFields())+" must be set")
		}
	}
}

// field evaluates the rules of a field and of what is in it.
func (e *evaluation) field(m protoreflect.Message, fd protoreflect.FieldDescriptor) {
	rules := e.runtime.rules(fd)
	if rules.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
		return
	}
	if !m.Has(fd) && (fd.HasPresence() || rules.GetRequired() || rules.GetIgnore() == validate.Ignore_IGNORE_IF_ZERO_VALUE) {
		if rules.GetRequired() {
			e.Required(m.Interface(), fd.Number())
		}
		return
	}
	switch v := m.Get(fd); {
	case fd.IsMap():
		e.entries(m, fd, v.Map(), rules.GetMap())
	case fd.IsList():
		e.items(m, fd, v.List(), rules.GetRepeated())
	default:
		mark := e.Mark()
		e.single(value{Value: v, desc: fd}, rules)
		e.Under(mark, m.Interface(), fd.Number())
	}
}

// rules returns the rules of a field. A member of a message's oneof rule is ignored when it is zero, unless it says
// otherwise.
func (r *Runtime) rules(fd protoreflect.FieldDescriptor) *validate.FieldRules {
	if known, ok := r.fields.Load(fd); ok {
		rules, _ := known.(*validate.FieldRules)
		return rules
	}
	rules := fieldRules(fd)
	r.fields.Store(fd, rules)
	return rules
}

// pattern compiles a regular expression once; nil: it is none.
func (r *Runtime) pattern(source string) *regexp.Regexp {
	if known, ok := r.patterns.Load(source); ok {
		compiled, _ := known.(*regexp.Regexp)
		return compiled
	}
	compiled, _ := regexp.Compile(source)
	r.patterns.Store(source, compiled)
	return compiled
}
