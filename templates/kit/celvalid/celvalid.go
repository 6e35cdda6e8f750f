// Package celvalid evaluates validation rules at run time, with protovalidate: those written in CEL, and
// what couldn't be compiled. It must not know generated code.
package celvalid

import (
	"errors"
	"sync"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Runtime evaluates rules with protovalidate.
type Runtime struct {
	validator protovalidate.Validator
	compiled  sync.Map // protoreflect.FullName of a field to its error; nil: none
}

// New returns a run time over the extensions and messages that are linked into the program.
func New(options ...protovalidate.ValidatorOption) (*Runtime, error) {
	validator, err := protovalidate.New(options...)
	return &Runtime{validator: validator}, err
}

// Evaluate implements valid.Runtime.
func (r *Runtime) Evaluate(m proto.Message, part protoreflect.Descriptor, now func() time.Time) ([]*validate.Violation, error) {
	clock := protovalidate.WithNowFunc(func() *timestamppb.Timestamp { return timestamppb.New(now()) })
	err := r.validator.Validate(m, clock, protovalidate.WithFilter(only{m, part}))
	if failed, ok := errors.AsType[*protovalidate.ValidationError](err); ok {
		return failed.ToProto().GetViolations(), nil
	}
	return nil, err
}

// Compile implements valid.Runtime. What it finds it remembers.
func (r *Runtime) Compile(m proto.Message, field protoreflect.FieldDescriptor) error {
	if known, ok := r.compiled.Load(field.FullName()); ok {
		err, _ := known.(error)
		return err
	}
	empty := m.ProtoReflect().New().Interface()
	err := r.validator.Validate(empty, protovalidate.WithFilter(only{empty, field}))
	broken, _ := errors.AsType[*protovalidate.CompilationError](err)
	if broken == nil {
		r.compiled.Store(field.FullName(), nil)
		return nil
	}
	r.compiled.Store(field.FullName(), error(broken))
	return broken
}

// only lets the rules of one part of a message be evaluated, and all below it.
type only struct {
	message proto.Message
	part    protoreflect.Descriptor
}

// ShouldValidate implements protovalidate.Filter.
func (o only) ShouldValidate(m protoreflect.Message, d protoreflect.Descriptor) bool {
	return o.part == nil || m.Interface() != o.message || d == o.part
}
