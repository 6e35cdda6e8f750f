package stdrules

import (
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

func messageRules(d protoreflect.MessageDescriptor) *validate.MessageRules {
	r, _ := proto.GetExtension(d.Options(), validate.E_Message).(*validate.MessageRules)
	return r
}

func oneofRules(d protoreflect.OneofDescriptor) *validate.OneofRules {
	r, _ := proto.GetExtension(d.Options(), validate.E_Oneof).(*validate.OneofRules)
	return r
}

func fieldRules(d protoreflect.FieldDescriptor) *validate.FieldRules {
	r, _ := proto.GetExtension(d.Options(), validate.E_Field).(*validate.FieldRules)
	if r != nil && misfit(r, d) {
		r = proto.CloneOf(r)
		r.ClearType()
	}
	if r.HasIgnore() || !inOneofRule(d) {
		return r
	}
	r = proto.CloneOf(r)
	if r == nil {
		r = new(validate.FieldRules)
	}
	r.SetIgnore(validate.Ignore_IGNORE_IF_ZERO_VALUE)
	return r
}

func inOneofRule(d protoreflect.FieldDescriptor) bool {
	return slices.ContainsFunc(messageRules(d.ContainingMessage()).GetOneof(), func(o *validate.MessageOneofRule) bool {
		return slices.Contains(o.GetFields(), string(d.Name()))
	})
}

// unfitOneof says whether a oneof rule names no fields, one twice, or an unknown one.
func unfitOneof(d protoreflect.MessageDescriptor, one *validate.MessageOneofRule) bool {
	seen := map[string]bool{}
	for _, name := range one.GetFields() {
		if seen[name] || d.Fields().ByName(protoreflect.Name(name)) == nil {
			return true
		}
		seen[name] = true
	}
	return len(seen) == 0
}

// misfit says whether rules are of another type than the value.
func misfit(rules *validate.FieldRules, d protoreflect.FieldDescriptor) bool {
	m := rules.ProtoReflect()
	which := m.WhichOneof(m.Descriptor().Oneofs().ByName("type"))
	return which != nil && string(which.Name()) != expected(d)
}

// expected returns which rules a field may have: "int32", "timestamp"; "": none.
func expected(d protoreflect.FieldDescriptor) string {
	switch md := d.Message(); {
	case d.IsMap():
		return "map"
	case d.IsList():
		return "repeated"
	case md == nil:
		return d.Kind().String()
	case wrapped(md) != nil:
		return wrapped(md).Kind().String()
	default:
		switch md.FullName() {
		case "google.protobuf.Any":
			return "any"
		case "google.protobuf.Duration":
			return "duration"
		case "google.protobuf.FieldMask":
			return "field_mask"
		case "google.protobuf.Timestamp":
			return "timestamp"
		}
	}
	return ""
}

// Left is a rule that isn't evaluated.
type Left struct {
	Element protoreflect.FullName // a message or a field
	Why     string
}

// LeftOut lists the rules of a message, and of all that it is made of, that are left out.
func LeftOut(d protoreflect.MessageDescriptor) []Left {
	s := survey{seen: map[protoreflect.FullName]bool{}}
	s.message(d)
	return s.left
}

// survey visits messages, each once.
type survey struct {
	seen map[protoreflect.FullName]bool
	left []Left
}

func (s *survey) leave(d protoreflect.Descriptor, why string) {
	s.left = append(s.left, Left{d.FullName(), why})
}

func (s *survey) message(d protoreflect.MessageDescriptor) {
	if s.seen[d.FullName()] {
		return
	}
	s.seen[d.FullName()] = true
	rules := messageRules(d)
	if ids := expressions(rules.GetCel(), rules.GetCelExpression()); ids != "" {
		s.leave(d, "expressions in CEL: "+ids)
	}
	if slices.ContainsFunc(rules.GetOneof(), func(one *validate.MessageOneofRule) bool { return unfitOneof(d, one) }) {
		s.leave(d, "a oneof rule that names no fields, one twice, or an unknown one")
	}
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		r, _ := proto.GetExtension(f.Options(), validate.E_Field).(*validate.FieldRules)
		if r.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
			continue
		}
		s.field(f, f, r)
		if child := childOf(f); child != nil {
			s.message(child)
		}
	}
}

// childOf is the message that a field holds: itself, in a list, or as the value of a map.
func childOf(f protoreflect.FieldDescriptor) protoreflect.MessageDescriptor {
	if f.IsMap() {
		return f.MapValue().Message()
	}
	return f.Message()
}

// field looks at the rules of a field, which may be those of its items, keys or values.
func (s *survey) field(f, of protoreflect.FieldDescriptor, r *validate.FieldRules) {
	if r == nil {
		return
	}
	if ids := expressions(r.GetCel(), r.GetCelExpression()); ids != "" {
		s.leave(f, "expressions in CEL: "+ids)
	}
	switch why := strange(r, f, of); {
	case why != "":
		s.leave(f, why)
	case r.GetRepeated() != nil:
		s.field(f, nil, r.GetRepeated().GetItems())
	case r.GetMap() != nil:
		s.field(f, nil, r.GetMap().GetKeys())
		s.field(f, nil, r.GetMap().GetValues())
	}
}

// strange says why typed rules aren't evaluated; of is nil for those of items, whose type isn't compared.
func strange(r *validate.FieldRules, f, of protoreflect.FieldDescriptor) string {
	m := r.ProtoReflect()
	which := m.WhichOneof(m.Descriptor().Oneofs().ByName("type"))
	switch {
	case which == nil:
		return ""
	case of != nil && misfit(r, of):
		return "rules of " + string(which.Name()) + ", which it isn't"
	case r.GetRepeated().GetUnique() && f.Message() != nil:
		return "unique messages"
	}
	typed, predefined := m.Get(which).Message(), false
	typed.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		predefined = predefined || f.IsExtension()
		return true
	})
	if predefined || len(typed.GetUnknown()) > 0 {
		return "predefined rules"
	}
	return ""
}

// expressions names what is written in CEL.
func expressions(rules []*validate.Rule, bare []string) string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.GetId())
	}
	return strings.Join(append(ids, bare...), ", ")
}
