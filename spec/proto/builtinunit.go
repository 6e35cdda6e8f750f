package proto

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// unit returns the unit of a built-in file. Those that are linked in as descriptors have no text,
// and so no places.
func (l *library) unit(path string) *unit {
	u := &unit{name: path, builtin: true}
	if path == OptionsPath {
		u.file = source.NewFile(path, []byte(Options))
		u.inspect()
		return u
	}
	u.descriptor = l.find(path)
	u.pkg = string(u.descriptor.Package())
	imports := u.descriptor.Imports()
	for i := range imports.Len() {
		i := imports.Get(i)
		u.imports = append(u.imports, &imported{path: i.Path(), public: i.IsPublic})
	}
	return u
}

func (u *unit) declareAll() {
	if u.descriptor == nil {
		u.declare()
		return
	}
	u.declared = u.declareBuiltin(nil, u.descriptor)
	extensions := u.descriptor.Extensions()
	for i := range extensions.Len() {
		u.extensions = append(u.extensions, u.builtinDecl(extensionDecl, nil, extensions.Get(i)))
	}
}

func (u *unit) lowerAll() {
	if u.descriptor == nil {
		u.lower()
		return
	}
	u.document = &spec.Document{Node: spec.Node{Name: u.name, Local: u.name}, Package: u.pkg, Dialect: u.descriptor.Syntax().String()}
	for _, d := range u.declared {
		if !d.twice {
			u.model.types = append(u.model.types, u.builtinType(d, &u.api.Node))
		}
	}
	for _, d := range u.extensions {
		u.model.extensions = append(u.model.extensions, u.builtinField(d.builtin.(protoreflect.FieldDescriptor), &u.api.Node, nil))
	}
}

// container is what messages and files have in common.
type container interface {
	Messages() protoreflect.MessageDescriptors
	Enums() protoreflect.EnumDescriptors
}

func (u *unit) declareBuiltin(parent *decl, in container) []*decl {
	var found []*decl
	messages, enums := in.Messages(), in.Enums()
	for i := range messages.Len() {
		if m := messages.Get(i); !m.IsMapEntry() {
			d := u.builtinDecl(messageDecl, parent, m)
			d.nested = u.declareBuiltin(d, m)
			found = append(found, d)
		}
	}
	for i := range enums.Len() {
		found = append(found, u.builtinDecl(enumDecl, parent, enums.Get(i)))
	}
	return found
}

func (u *unit) builtinDecl(kind declKind, parent *decl, of protoreflect.Descriptor) *decl {
	d := &decl{kind: kind, name: string(of.FullName()), unit: u, parent: parent, builtin: of}
	switch kind {
	case messageDecl:
		d.typ = &spec.Type{Kind: spec.KindObject}
	case enumDecl:
		d.typ = &spec.Type{Kind: spec.KindEnum}
	case extensionDecl:
		field := of.(protoreflect.FieldDescriptor)
		d.number = uint64(field.Number())
		d.extends = string(field.ContainingMessage().FullName())
	}
	return d
}

func builtinNode(d protoreflect.Descriptor, parent *spec.Node) spec.Node {
	return spec.Node{Name: string(d.Name()), Local: "." + string(d.Name()), Parent: parent}
}

func (u *unit) builtinType(d *decl, parent *spec.Node) *spec.Type {
	t := d.typ
	t.Node = builtinNode(d.builtin, parent)
	switch of := d.builtin.(type) {
	case protoreflect.EnumDescriptor:
		proto(t).Open = !of.IsClosed()
		for i := range of.Values().Len() {
			value := of.Values().Get(i)
			t.Values = append(t.Values, &spec.EnumValue{Node: builtinNode(value, parent), Number: int32(value.Number()), Owner: t})
		}
	case protoreflect.MessageDescriptor:
		for _, n := range d.nested {
			t.Types = append(t.Types, u.builtinType(n, &t.Node))
		}
		u.builtinMembers(t, of)
	}
	return t
}

func (u *unit) builtinMembers(t *spec.Type, of protoreflect.MessageDescriptor) {
	arms := map[protoreflect.Name]*spec.OneOf{}
	for i := range of.Oneofs().Len() {
		if o := of.Oneofs().Get(i); !o.IsSynthetic() {
			arms[o.Name()] = &spec.OneOf{Node: builtinNode(o, &t.Node)}
			t.OneOfs = append(t.OneOfs, arms[o.Name()])
		}
	}
	for i := range of.Fields().Len() {
		fd := of.Fields().Get(i)
		field := u.builtinField(fd, &t.Node, t)
		if o := fd.ContainingOneof(); o != nil && arms[o.Name()] != nil {
			field.OneOf = arms[o.Name()]
			field.OneOf.Fields = append(field.OneOf.Fields, field)
		}
		t.Fields = append(t.Fields, field)
	}
}

func (u *unit) builtinField(fd protoreflect.FieldDescriptor, parent *spec.Node, owner *spec.Type) *spec.Field {
	f := &spec.Field{
		Node: builtinNode(fd, parent), Number: int(fd.Number()), JSONName: fd.JSONName(), Owner: owner,
		Required: fd.Cardinality() == protoreflect.Required,
	}
	switch {
	case f.Required:
		f.Presence = spec.PresenceRequired
	case fd.HasPresence():
		f.Presence = spec.PresenceExplicit
	}
	if fd.IsExtension() {
		f.Extendee = string(fd.ContainingMessage().FullName())
	}
	f.Type = u.builtinShape(fd, &f.Node)
	return f
}

func (u *unit) builtinShape(fd protoreflect.FieldDescriptor, parent *spec.Node) *spec.Type {
	node := spec.Node{Parent: parent}
	switch {
	case fd.IsMap():
		return &spec.Type{
			Node: node, Kind: spec.KindMap, Keys: u.builtinUse(fd.MapKey(), parent), Items: u.builtinUse(fd.MapValue(), parent),
		}
	case fd.IsList():
		return &spec.Type{Node: node, Kind: spec.KindArray, Items: u.builtinUse(fd, parent)}
	}
	return u.builtinUse(fd, parent)
}

func (u *unit) builtinUse(fd protoreflect.FieldDescriptor, parent *spec.Node) *spec.Type {
	t := &spec.Type{Node: spec.Node{Parent: parent}, Kind: spec.KindReference}
	var target protoreflect.Descriptor
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		target = fd.Message()
	case protoreflect.EnumKind:
		target = fd.Enum()
	default:
		t.Kind, t.Format, _ = scalar(fd.Kind().String())
		return t
	}
	t.Ref = string(target.FullName())
	if found := u.lookup(t.Ref, wantType); found != nil {
		t.Target = found.typ
	}
	return t
}
