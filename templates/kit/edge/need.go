package edge

import (
	"slices"

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

// atlas knows message types. Each is looked at once, however many methods it is part of.
type atlas struct {
	types Types
	own   map[protoreflect.FullName]need // of a type by itself
	whole map[protoreflect.FullName]need // and of all that it is made of
}

func newAtlas(types Types) *atlas {
	return &atlas{types, map[protoreflect.FullName]need{}, map[protoreflect.FullName]need{}}
}

// need looks through a type and all that it is made of.
func (a *atlas) need(t protoreflect.MessageType) need {
	d := t.Descriptor()
	if known, ok := a.whole[d.FullName()]; ok {
		return known
	}
	found := a.collect(d, map[protoreflect.FullName]bool{})
	switch {
	case !found.rules:
		found.runtime = nil
	case !ruled(t):
		found.runtime = []protoreflect.Descriptor{d}
	}
	a.whole[d.FullName()] = found
	return found
}

// collect visits messages, each once.
func (a *atlas) collect(d protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) need {
	seen[d.FullName()] = true
	found := a.look(d)
	for i := range d.Fields().Len() {
		if child := d.Fields().Get(i).Message(); child != nil && !seen[child.FullName()] {
			below := a.collect(child, seen)
			found.rules, found.required = found.rules || below.rules, found.required || below.required
			found.runtime = slices.Concat(found.runtime, below.runtime)
		}
	}
	return found
}

// look is what there is to know of one type, which it has written and read once, too.
func (a *atlas) look(d protoreflect.MessageDescriptor) need {
	if known, ok := a.own[d.FullName()]; ok {
		return known
	}
	t := messageType(a.types, d)
	touch(t)
	found := need{rules: hasRules(d), required: d.RequiredNumbers().Len() > 0}
	if ruled(t) {
		found.runtime = uncompiled(t)
	}
	a.own[d.FullName()] = found
	return found
}

func ruled(t protoreflect.MessageType) bool {
	_, ok := t.Zero().Interface().(valid.Ruled)
	return ok
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
