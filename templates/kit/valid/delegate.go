package valid

import (
	"errors"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Runtime evaluates rules that aren't compiled.
type Runtime interface {
	// Evaluate returns what is found by the rules of one part of m, with paths from m: of a field of m and
	// all below it, of m itself without its fields (its own descriptor), or of everything (nil).
	Evaluate(m proto.Message, part protoreflect.Descriptor, now func() time.Time) ([]*validate.Violation, error)
	// Compile returns why the rules of a field can't be evaluated, nil if they can.
	Compile(m proto.Message, field protoreflect.FieldDescriptor) error
}

// Field has the run time evaluate a field, and all below it.
func (v *Violations) Field(m proto.Message, field protoreflect.FieldNumber) {
	v.delegate(m, descriptor(m, field))
}

// Message has the run time evaluate the rules of a message itself, its fields excepted.
func (v *Violations) Message(m proto.Message) { v.delegate(m, m.ProtoReflect().Descriptor()) }

// All has the run time evaluate all rules of a message.
func (v *Violations) All(m proto.Message) { v.delegate(m, nil) }

// Guard fails if the rules of a field can't be evaluated, which is so whether or not it is set.
func (v *Violations) Guard(m proto.Message, field protoreflect.FieldNumber) {
	if v.err != nil || v.missing() {
		return
	}
	if err := v.runtime.Compile(m, descriptor(m, field)); err != nil {
		v.Fail(err)
	}
}

func (v *Violations) delegate(m proto.Message, part protoreflect.Descriptor) {
	if v.err != nil || v.missing() {
		return
	}
	v.delegated++
	found, err := v.runtime.Evaluate(m, part, v.now)
	if err != nil {
		v.Fail(err)
	}
	for _, form := range found {
		v.found = append(v.found, adopt(form))
	}
}

func (v *Violations) missing() bool {
	if v.runtime == nil {
		v.Fail(errors.New("the rules of this message need a run time"))
	}
	return v.runtime == nil
}

func adopt(form *validate.Violation) *Violation {
	return &Violation{ID: form.GetRuleId(), Message: form.GetMessage(), ForKey: form.GetForKey(), form: form}
}
