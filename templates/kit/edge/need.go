package edge

import (
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// need is what the messages of a type, and all below them, need of the boundary.
type need struct {
	rules    bool                      // there are some
	required bool                      // fields of proto2 that must be set
	runtime  []protoreflect.Descriptor // rules that aren't compiled
}

// needOf looks through a type and all that it is made of.
func needOf(types Types, t protoreflect.MessageType) need {
	s := survey{types: types, seen: map[protoreflect.FullName]bool{}}
	s.message(t.Descriptor())
	switch {
	case !s.found.rules:
		s.found.runtime = nil
	case !ruled(t):
		s.found.runtime = []protoreflect.Descriptor{t.Descriptor()}
	}
	return s.found
}

func ruled(t protoreflect.MessageType) bool {
	_, ok := t.Zero().Interface().(valid.Ruled)
	return ok
}

// survey visits messages, each once.
type survey struct {
	types Types
	seen  map[protoreflect.FullName]bool
	found need
}

func (s *survey) message(d protoreflect.MessageDescriptor) {
	if s.seen[d.FullName()] {
		return
	}
	s.seen[d.FullName()] = true
	s.found.required = s.found.required || d.RequiredNumbers().Len() > 0
	s.found.rules = s.found.rules || hasRules(d)
	t := messageType(s.types, d)
	touch(t)
	if ruled(t) {
		s.found.runtime = append(s.found.runtime, uncompiled(t)...)
	}
	for i := range d.Fields().Len() {
		if child := d.Fields().Get(i).Message(); child != nil {
			s.message(child)
		}
	}
}

// hasRules reports whether a message, or one of its oneofs or fields, has rules.
func hasRules(d protoreflect.MessageDescriptor) bool {
	found := proto.HasExtension(d.Options(), validate.E_Message)
	for i := range d.Oneofs().Len() {
		found = found || proto.HasExtension(d.Oneofs().Get(i).Options(), validate.E_Oneof)
	}
	for i := range d.Fields().Len() {
		found = found || proto.HasExtension(d.Fields().Get(i).Options(), validate.E_Field)
	}
	return found
}
