package check

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// relies notes what of the spec a message of a call relies on: by its JSON where it has some, since that
// shows what is meant, else by what is set.
func (s *sent) relies() {
	if object := s.payload.Body.JSON; object != nil {
		s.usesObject(s.kind, object, "$", 0)
		return
	}
	s.usesMessage(s.message, "$", 0)
}

// deepestUse bounds how deep in a message its fields are noted.
const deepestUse = 100

func (s *sent) usesObject(kind protoreflect.MessageDescriptor, object *spec.Value, path string, depth int) {
	if kind == nil || depth > deepestUse || kind.FullName().Parent() == "google.protobuf" {
		return
	}
	for _, m := range object.Members {
		f := kind.Fields().ByJSONName(m.Key)
		if f == nil {
			f = kind.Fields().ByName(protoreflect.Name(m.Key))
		}
		if f == nil {
			continue
		}
		below := s.usesField(f, path, m.Key, m.KeySpan)
		values := []*spec.Value{m.Value}
		switch kind := f.Message(); {
		case f.IsMap():
			values = nil
			for _, entry := range m.Value.Members {
				s.usesObject(f.MapValue().Message(), entry.Value, below+".*", depth+1)
			}
		case f.IsList():
			values = m.Value.Items
			below += "[*]"
			fallthrough
		default:
			for _, v := range values {
				s.usesObject(kind, v, below, depth+1)
			}
		}
	}
}

func (s *sent) usesMessage(m protoreflect.Message, path string, depth int) {
	if depth > deepestUse {
		return
	}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if !m.Has(f) {
			continue
		}
		below := s.usesField(f, path, string(f.Name()), s.payload.Body.Span)
		if f.Message() != nil && !f.IsMap() && !f.IsList() {
			s.usesMessage(m.Get(f).Message(), below, depth+1)
		}
		any := ".*"
		if f.IsList() {
			any = "[*]"
		}
		entries(f, m.Get(f), func(_ string, entry protoreflect.Message) { s.usesMessage(entry, below+any, depth+1) })
	}
}

// usesField notes one field of a message, by the name that the contract has for it, and returns its path.
func (s *sent) usesField(f protoreflect.FieldDescriptor, path, name string, span source.Span) string {
	path += contract.Step{Kind: contract.Field, Name: name}.String()
	u := Use{
		Interaction: s.Interaction, Part: InRequestBody, Element: spec.ID(f.FullName()), Node: s.rpc.about(f.FullName()), Path: path, Span: span, Asserted: true,
	}
	if s.answer {
		u.Part = InField
	}
	if kind := f.Message(); kind != nil {
		u.Schemas = append(u.Schemas, spec.ID(kind.FullName()))
	}
	if kind := f.Enum(); kind != nil {
		u.Schemas = append(u.Schemas, spec.ID(kind.FullName()))
	}
	s.note(u)
	return path
}
