package rpcclient

import (
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// method is what the contract says of a method before any request of it is known.
type method struct {
	operation retry.Operation
	token     *tokenField // nil: its requests have none
}

// method finds what the contract says of the method named /package.Service/Method. Of one that no
// descriptor is known of, nothing is repeated.
func (c *Conn) method(full string) *method {
	if known, ok := c.methods.Load(full); ok {
		return known.(*method)
	}
	name := strings.ReplaceAll(strings.TrimPrefix(full, "/"), "/", ".")
	d, err := c.options.Files.FindDescriptorByName(protoreflect.FullName(name))
	described, ok := d.(protoreflect.MethodDescriptor)
	if err != nil || !ok {
		return &method{operation: retry.Operation{Method: "POST"}}
	}
	m := &method{operation: operation(described), token: findToken(described.Input())}
	c.methods.Store(full, m)
	return m
}

// operation is what bears on whether a call may be made twice.
func operation(d protoreflect.MethodDescriptor) retry.Operation {
	raw, err := proto.Marshal(d.Options())
	if err != nil {
		return retry.Operation{Method: "POST"}
	}
	options := &descriptorpb.MethodOptions{} // again, because a resolver of its own may have left extensions unread
	if err := proto.Unmarshal(raw, options); err != nil {
		return retry.Operation{Method: "POST"}
	}
	return retry.Operation{Method: verb(options), Declared: declared(raw)}
}

// verb returns the method of HTTP that stands for how safe the call is to be made again.
func verb(options *descriptorpb.MethodOptions) string {
	level := options.GetIdempotencyLevel()
	rule, _ := proto.GetExtension(options, annotations.E_Http).(*annotations.HttpRule)
	reads, idempotent := level == descriptorpb.MethodOptions_NO_SIDE_EFFECTS, level == descriptorpb.MethodOptions_IDEMPOTENT
	for _, binding := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		reads = reads || binding.GetGet() != ""
		idempotent = idempotent || binding.GetPut() != "" || binding.GetDelete() != ""
	}
	switch {
	case reads:
		return "GET"
	case idempotent:
		return "PUT"
	}
	return "POST"
}

// Where bylaw/options.proto has what is declared of repeating a method.
const (
	policyOption    = 62796157 // (bylaw.method)
	retryableOption = 8        // .retryable
)

// declared reads (bylaw.method).retryable out of the options' bytes, because whether its extension is
// linked is the program's business.
func declared(options []byte) (d retry.Declared) {
	for policy := range fields(options, policyOption, protowire.BytesType) {
		content, _ := protowire.ConsumeBytes(policy)
		for value := range fields(content, retryableOption, protowire.VarintType) {
			d = retry.NotRetryable
			if on, _ := protowire.ConsumeVarint(value); on != 0 {
				d = retry.Retryable
			}
		}
	}
	return d
}

// fields goes over the values of a field in the bytes of a message, each with what follows it.
func fields(message []byte, number protowire.Number, kind protowire.Type) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(message) > 0 {
			n, t, size := protowire.ConsumeTag(message)
			if size < 0 {
				return
			}
			message = message[size:]
			if n == number && t == kind && !yield(message) {
				return
			}
			if size = protowire.ConsumeFieldValue(n, t, message); size < 0 {
				return
			}
			message = message[size:]
		}
	}
}
