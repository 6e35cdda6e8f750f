// Package sample makes messages that a .proto contract allows, by descriptors alone: rules of buf.validate and
// field behavior are kept, names of resources follow their patterns, and the fields that a path holds are such
// that it routes. The same descriptors give the same messages. It must not know Go as it is generated.
package sample

import (
	"bytes"
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// Maker makes messages. It is safe for concurrent use.
type Maker struct {
	types    *dynamicpb.Types
	patterns map[string][]string // of resources, by their types
}

// New returns a maker that knows the resources of the files.
func New(files *protoregistry.Files) *Maker {
	m := &Maker{types: dynamicpb.NewTypes(files), patterns: map[string][]string{}}
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		m.learn(f)
		return true
	})
	return m
}

// Answer returns a message as a service answers it: with what is only for answers, and with most of what is
// optional.
func (m *Maker) Answer(d protoreflect.MessageDescriptor) (*dynamicpb.Message, error) {
	w := &work{Maker: m, answer: true}
	return w.message(d, "", true)
}

// Request returns a message that calls the method; by its first HTTP binding too, if it has one: what a path holds
// fits there, and what only fits into a body is left out where it would have to travel in the query.
func (m *Maker) Request(d protoreflect.MethodDescriptor) (*dynamicpb.Message, error) {
	w := &work{Maker: m, creates: creates(d), binding: bindingOf(d)}
	return w.message(d.Input(), "", true)
}

// Message returns a message with what must be there and no more.
func (m *Maker) Message(d protoreflect.MessageDescriptor) (*dynamicpb.Message, error) {
	w := &work{Maker: m}
	return w.message(d, "", false)
}

// JSON returns a message as compact ProtoJSON, the same each time.
func (m *Maker) JSON(x protoreflect.ProtoMessage) (string, error) {
	text, err := protojson.MarshalOptions{Resolver: resolver{m.types}}.Marshal(x)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		return "", err
	}
	return out.String(), nil
}

// resolver knows what the files declare, and what is linked.
type resolver struct{ *dynamicpb.Types }

func (r resolver) FindMessageByName(name protoreflect.FullName) (protoreflect.MessageType, error) {
	if found, err := r.Types.FindMessageByName(name); err == nil {
		return found, nil
	}
	return protoregistry.GlobalTypes.FindMessageByName(name)
}

func (r resolver) FindMessageByURL(url string) (protoreflect.MessageType, error) {
	if found, err := r.Types.FindMessageByURL(url); err == nil {
		return found, nil
	}
	return protoregistry.GlobalTypes.FindMessageByURL(url)
}

// Error says that no message was found, and which field stands in the way.
type Error struct {
	Field  protoreflect.FullName // or message
	Reason string                // lower case, no full stop
}

// Error returns the reason behind the name of the field.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Field, e.Reason) }

func fail(d protoreflect.Descriptor, format string, arguments ...any) error {
	return &Error{d.FullName(), fmt.Sprintf(format, arguments...)}
}
