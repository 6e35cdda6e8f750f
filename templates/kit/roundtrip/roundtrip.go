// Package roundtrip has the messages of a contract travel: each is written as binary and as ProtoJSON, read again, and
// must be what it was, to the last bit. The messages are made from descriptors alone, of the values that codecs get wrong:
// the least and the greatest, zeros that are set, text of all scripts, empty and long lists, messages within messages. It
// is for tests. It must not know any particular contract, nor what its rules allow: codecs know none.
package roundtrip

import (
	"fmt"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// mostTold bounds what is told of one message.
const mostTold = 5

// Run has every message that the files declare travel, and every extension in the message that it extends; a subtest
// each.
func Run(t *testing.T, files ...protoreflect.FileDescriptor) {
	t.Helper()
	for _, f := range files {
		for _, s := range subjects(f) {
			t.Run(s.name, func(t *testing.T) {
				travelled, wrong := s.travel(codecs())
				for _, w := range wrong {
					t.Error(w)
				}
				if travelled == 0 {
					t.Error("no message travelled")
				}
			})
		}
	}
}

// subject is a type of messages, and the fields of it that are set in turn.
type subject struct {
	name   string
	typ    protoreflect.MessageType
	fields []protoreflect.FieldDescriptor
}

// subjects returns the messages of a file in the order of their declaration, and its extensions.
func subjects(f protoreflect.FileDescriptor) []*subject {
	var out []*subject
	declared(f, func(d protoreflect.MessageDescriptor) {
		out = append(out, &subject{string(d.FullName()), typeOf(d), fieldsOf(d)})
	}, func(x protoreflect.ExtensionDescriptor) {
		if typ, err := protoregistry.GlobalTypes.FindExtensionByName(x.FullName()); err == nil {
			x = typ.TypeDescriptor()
		}
		out = append(out, &subject{string(x.FullName()), typeOf(x.ContainingMessage()), []protoreflect.FieldDescriptor{x}})
	})
	return out
}

// scope is a file or a message.
type scope interface {
	Messages() protoreflect.MessageDescriptors
	Extensions() protoreflect.ExtensionDescriptors
}

// declared visits what is declared in a scope, and within its messages.
func declared(in scope, message func(protoreflect.MessageDescriptor), extension func(protoreflect.ExtensionDescriptor)) {
	for i := range in.Messages().Len() {
		d := in.Messages().Get(i)
		if d.IsMapEntry() {
			continue
		}
		message(d)
		declared(d, message, extension)
	}
	for i := range in.Extensions().Len() {
		extension(in.Extensions().Get(i))
	}
}

func fieldsOf(d protoreflect.MessageDescriptor) []protoreflect.FieldDescriptor {
	out := make([]protoreflect.FieldDescriptor, d.Fields().Len())
	for i := range out {
		out[i] = d.Fields().Get(i)
	}
	return out
}

// travel has all messages of a subject travel by all codecs, and says how many did and what came back otherwise.
func (s *subject) travel(all []codec) (travelled int, wrong []string) {
	for name, m := range s.messages() {
		travelled++
		for _, c := range all {
			if w := c.wrong(m); w != "" {
				wrong = append(wrong, fmt.Sprintf("%s, by %s: %s", name, c.name, w))
			}
			if len(wrong) == mostTold {
				return travelled, append(wrong, "and perhaps more")
			}
		}
	}
	return travelled, wrong
}

// wrong sends a message through a codec; "" if it comes back as it went.
func (c codec) wrong(m proto.Message) string {
	text, err := c.write(m)
	if err != nil {
		return "it can't be written: " + err.Error()
	}
	if again, _ := c.write(m); c.stable && !slices.Equal(again, text) {
		return fmt.Sprintf("it is written as %s and as %s", shown(text), shown(again))
	}
	back := m.ProtoReflect().New().Interface()
	if err := c.read(text, back); err != nil {
		return fmt.Sprintf("%s can't be read again: %v", shown(text), err)
	}
	if !same(m, back) {
		return fmt.Sprintf("%s is read as %s instead of %s", shown(text), shown([]byte(fmt.Sprint(back))), shown([]byte(fmt.Sprint(m))))
	}
	return ""
}

// same tells also -0 from 0, which proto.Equal doesn't.
func same(a, b proto.Message) bool {
	return proto.Equal(a, b) && slices.Equal(bits(a), bits(b))
}

func bits(m proto.Message) []byte {
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return []byte(err.Error())
	}
	return text
}

// mostShown is how much of a text is shown.
const mostShown = 300

func shown(text []byte) string {
	if len(text) > mostShown {
		return fmt.Sprintf("%q… (%d bytes)", text[:mostShown], len(text))
	}
	return fmt.Sprintf("%q", text)
}
