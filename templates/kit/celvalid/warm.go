package celvalid

import (
	"errors"
	"fmt"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// Warm compiles the rules of messages and of all below them, which takes a millisecond or more, so that no
// caller waits for it. The error names each message whose rules can't be compiled: all such are refused later.
func (r *Runtime) Warm(messages ...protoreflect.MessageDescriptor) error {
	var all []error
	seen := map[protoreflect.FullName]bool{}
	for _, d := range messages {
		each(d, seen, func(d protoreflect.MessageDescriptor) {
			err := r.validator.Validate(dynamicpb.NewMessage(d))
			if broken, ok := errors.AsType[*protovalidate.CompilationError](err); ok {
				all = append(all, fmt.Errorf("%s: %w", d.FullName(), broken))
			}
		})
	}
	return errors.Join(all...)
}

// each visits a message and those of its fields, each once.
func each(d protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool, visit func(protoreflect.MessageDescriptor)) {
	if d == nil || seen[d.FullName()] {
		return
	}
	seen[d.FullName()] = true
	if !d.IsMapEntry() {
		visit(d)
	}
	for i := range d.Fields().Len() {
		each(d.Fields().Get(i).Message(), seen, visit)
	}
}
