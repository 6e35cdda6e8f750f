package behavior

import (
	"strings"
	"unicode"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// shape is what a request asks for: which of its fields is the resource that is created or updated, and
// which masks it has.
type shape struct {
	resource    protoreflect.FieldDescriptor   // nil: it has none
	identifiers []protoreflect.FieldDescriptor // of the resource
	create      bool                           // else it is updated
	merges      bool                           // what the mask doesn't name, or without one, what is unset, stays as it is
	update      protoreflect.FieldDescriptor   // the mask of an update; nil: none
	upsert      protoreflect.FieldDescriptor   // allow_missing (AIP-134); nil: none
	masks       []mask
}

// mask is a field mask, and the messages of which at least one has the fields that it names.
type mask struct {
	field protoreflect.FieldDescriptor
	about []protoreflect.MessageDescriptor
}

// shapes recognizes what a request asks for, and what each of the requests in it does.
func shapes(d protoreflect.MethodDescriptor) (one *shape, batch protoreflect.FieldDescriptor, each *shape) {
	name := string(d.Name())
	answers := answered(d.Output())
	if rest, ok := strings.CutPrefix(name, "Batch"); ok {
		if batch = d.Input().Fields().ByName("requests"); batch != nil && batch.IsList() && batch.Message() != nil {
			each = shapeOf(rest, batch.Message(), answers, patches(d))
			return ofBatch(d.Input(), each, answers), batch, each
		}
	}
	return shapeOf(name, d.Input(), answers, patches(d)), nil, nil
}

// ofBatch is what a batch asks for as a whole: its masks are those of all (AIP-234).
func ofBatch(in protoreflect.MessageDescriptor, each *shape, answers []protoreflect.MessageDescriptor) *shape {
	s := &shape{}
	if each != nil && each.resource != nil && !each.create {
		s.update = singleMask(in, "update_mask")
		s.mask(s.update, each.resource.Message())
	}
	s.reads(in, answers)
	return s.orNil()
}

func shapeOf(name string, in protoreflect.MessageDescriptor, answers []protoreflect.MessageDescriptor, patch bool) *shape {
	s := &shape{}
	create, isCreate := noun(name, "Create")
	update, isUpdate := noun(name, "Update")
	switch masked := singleMask(in, "update_mask"); {
	case isCreate:
		s.resource, s.create = resource(in, create, answers), true
	case isUpdate:
		s.update = masked
		if s.update == nil {
			s.update = onlyMask(in)
		}
		s.resource = resource(in, update, answers)
	case masked != nil:
		s.update, s.resource = masked, resource(in, "", answers)
	}
	s.settle(in, patch)
	if s.resource != nil {
		answers = append(answers[:len(answers):len(answers)], s.resource.Message())
	}
	s.reads(in, answers)
	return s.orNil()
}

func (s *shape) settle(in protoreflect.MessageDescriptor, patch bool) {
	if s.resource == nil {
		s.create, s.update = false, nil
		return
	}
	s.identifiers = identifiers(s.resource.Message())
	if s.create {
		return
	}
	s.merges = s.update != nil || patch
	s.mask(s.update, s.resource.Message())
	if f := in.Fields().ByName("allow_missing"); f != nil && f.Kind() == protoreflect.BoolKind && !f.IsList() {
		s.upsert = f
	}
}

func (s *shape) mask(field protoreflect.FieldDescriptor, about ...protoreflect.MessageDescriptor) {
	if field != nil && len(about) > 0 {
		s.masks = append(s.masks, mask{field, about})
	}
}

// reads adds the masks that say what of the answer is wanted (AIP-157).
func (s *shape) reads(in protoreflect.MessageDescriptor, answers []protoreflect.MessageDescriptor) {
	for _, name := range []protoreflect.Name{"read_mask", "field_mask"} {
		if f := singleMask(in, name); f != nil && f != s.update {
			s.mask(f, answers...)
		}
	}
}

// orNil drops a shape that says nothing.
func (s *shape) orNil() *shape {
	if s.resource == nil && len(s.masks) == 0 {
		return nil
	}
	return s
}

// noun returns what is behind the verb in the name of a method.
func noun(name, verb string) (string, bool) {
	rest, ok := strings.CutPrefix(name, verb)
	return rest, ok && rest != "" && unicode.IsUpper(rune(rest[0]))
}

// resource returns the field that holds the resource: that which is called like it, the only message
// among the fields, the one that is answered, or the only one that is declared to be a resource.
func resource(in protoreflect.MessageDescriptor, noun string, answers []protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	var all []protoreflect.FieldDescriptor
	for i := range in.Fields().Len() {
		if f := in.Fields().Get(i); f.Message() != nil && !f.IsList() && !f.IsMap() && f.Message().ParentFile().Package() != "google.protobuf" {
			all = append(all, f)
		}
	}
	for _, fits := range []func(protoreflect.FieldDescriptor) bool{
		func(f protoreflect.FieldDescriptor) bool { return string(f.Name()) == snake(noun) },
		func(protoreflect.FieldDescriptor) bool { return len(all) == 1 },
		func(f protoreflect.FieldDescriptor) bool { return len(answers) > 0 && f.Message() == answers[0] },
		func(f protoreflect.FieldDescriptor) bool {
			return option[*annotations.ResourceDescriptor](f.Message(), annotations.E_Resource) != nil
		},
	} {
		if f := only(all, fits); f != nil {
			return f
		}
	}
	return nil
}

// only returns the field that fits; nil if none or several do.
func only(all []protoreflect.FieldDescriptor, fits func(protoreflect.FieldDescriptor) bool) (found protoreflect.FieldDescriptor) {
	for _, f := range all {
		if fits(f) {
			if found != nil {
				return nil
			}
			found = f
		}
	}
	return found
}

// snake writes a name in lower_snake_case: an upper-case letter begins a word.
func snake(name string) string {
	var b strings.Builder
	for i, c := range name {
		if unicode.IsUpper(c) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

func isMask(f protoreflect.FieldDescriptor) bool {
	return f != nil && !f.IsList() && !f.IsMap() && f.Message() != nil && f.Message().FullName() == "google.protobuf.FieldMask"
}

func singleMask(in protoreflect.MessageDescriptor, name protoreflect.Name) protoreflect.FieldDescriptor {
	if f := in.Fields().ByName(name); isMask(f) {
		return f
	}
	return nil
}

// onlyMask returns the mask of an update that is called otherwise.
func onlyMask(in protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	var all []protoreflect.FieldDescriptor
	for i := range in.Fields().Len() {
		all = append(all, in.Fields().Get(i))
	}
	return only(all, func(f protoreflect.FieldDescriptor) bool { return isMask(f) && f.Name() != "read_mask" })
}

// answered returns the messages that a mask for reading may speak of: the answer, and what it lists.
// Answers that stand for something else have none.
func answered(out protoreflect.MessageDescriptor) []protoreflect.MessageDescriptor {
	if out.ParentFile().Package() == "google.protobuf" || out.FullName() == "google.longrunning.Operation" || out.FullName() == "google.api.HttpBody" {
		return nil
	}
	all := []protoreflect.MessageDescriptor{out}
	for i := range out.Fields().Len() {
		if f := out.Fields().Get(i); f.IsList() && f.Message() != nil {
			all = append(all, f.Message())
		}
	}
	return all
}

func identifiers(m protoreflect.MessageDescriptor) (all []protoreflect.FieldDescriptor) {
	for i := range m.Fields().Len() {
		if f := m.Fields().Get(i); Declared(f).Has(annotations.FieldBehavior_IDENTIFIER) {
			all = append(all, f)
		}
	}
	return all
}

// patches reports whether a method is bound to PATCH.
func patches(d protoreflect.MethodDescriptor) bool {
	return option[*annotations.HttpRule](d, annotations.E_Http).GetPatch() != ""
}
