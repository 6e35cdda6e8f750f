package proto

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/spec"
)

func (d *differ) field(f *spec.Field) {
	want, ok := lookup[protoreflect.FieldDescriptor](d, &f.Node)
	if !ok {
		return
	}
	d.equal(f.ID(), "number", f.Number, int(want.Number()))
	d.equal(f.ID(), "presence", f.Presence != spec.PresenceImplicit, want.HasPresence())
	d.equal(f.ID(), "required presence", f.Presence == spec.PresenceRequired, want.Cardinality() == protoreflect.Required)
	if want.IsExtension() {
		d.counts.extensions++
		d.equal(f.ID(), "extendee", f.Extendee, string(want.ContainingMessage().FullName()))
	} else {
		d.counts.fields++
		d.equal(f.ID(), "JSON name", f.JSONName, want.JSONName())
		d.equal(f.ID(), "owner", string(f.Owner.ID()), string(want.ContainingMessage().FullName()))
	}
	d.fieldOneOf(f, want)
	d.shape(f, want)
	d.fieldAnnotations(f, want)
}

func (d *differ) fieldOneOf(f *spec.Field, want protoreflect.FieldDescriptor) {
	in := ""
	if o := want.ContainingOneof(); o != nil && !o.IsSynthetic() {
		in = string(o.FullName())
	}
	got := ""
	if f.OneOf != nil {
		got = string(f.OneOf.ID())
	}
	d.equal(f.ID(), "oneof", got, in)
}

func (d *differ) shape(f *spec.Field, want protoreflect.FieldDescriptor) {
	d.equal(f.ID(), "being a map", f.Type.Kind == spec.KindMap, want.IsMap())
	d.equal(f.ID(), "being a list", f.Type.Kind == spec.KindArray, want.IsList())
	switch {
	case want.IsMap():
		d.use(f, f.Type.Keys, want.MapKey())
		d.use(f, f.Type.Items, want.MapValue())
	case want.IsList():
		d.use(f, f.Type.Items, want)
	default:
		d.use(f, f.Type, want)
	}
}

func (d *differ) use(f *spec.Field, use *spec.Type, want protoreflect.FieldDescriptor) {
	if use == nil {
		d.errorf("%s: it has no type", f.ID())
		return
	}
	if want.Message() != nil {
		d.target(f.ID(), use, want.Message())
		group := raw(want).(*descriptorpb.FieldDescriptorProto).GetType() == descriptorpb.FieldDescriptorProto_TYPE_GROUP
		d.equal(f.ID(), "being a group", use.Proto != nil && use.Proto.Group, group)
		return
	}
	if want.Enum() != nil {
		d.target(f.ID(), use, want.Enum())
		return
	}
	kind, format, _ := scalar(want.Kind().String())
	d.equal(f.ID(), "kind", use.Kind, kind)
	d.equal(f.ID(), "type's place", use.NameSpan.Text(), want.Kind().String())
	if !hasInfoFormat(want) {
		d.equal(f.ID(), "format", use.Format, format)
	}
}

func hasInfoFormat(f protoreflect.FieldDescriptor) bool {
	info := extension(f, "google.api.field_info")
	return info.IsValid() && field(info.Message(), "format").Enum() != 0
}

func (d *differ) fieldAnnotations(f *spec.Field, want protoreflect.FieldDescriptor) {
	var behavior spec.Behavior
	required := want.Cardinality() == protoreflect.Required
	if list := extension(want, "google.api.field_behavior"); list.IsValid() {
		for i := range list.List().Len() {
			number := list.List().Get(i).Enum()
			required = required || number == 2
			behavior |= 1 << (number - 1) // the model numbers its bits as google.api.FieldBehavior its values
		}
	}
	d.equal(f.ID(), "behavior", f.Behavior, behavior)
	d.equal(f.ID(), "being required", f.Required, required)
	d.equal(f.ID(), "default", f.Default != nil, want.HasDefault())
	reference := extension(want, "google.api.resource_reference")
	if f.Reference == nil || !reference.IsValid() {
		d.equal(f.ID(), "resource reference", f.Reference != nil, reference.IsValid())
		return
	}
	d.equal(f.ID(), "reference", f.Reference.Type, field(reference.Message(), "type").String())
	d.equal(f.ID(), "child reference", f.Reference.ChildType, field(reference.Message(), "child_type").String())
}
