package record

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/internal/support/stdrules"
	"github.com/bylaw-dev/bylaw/internal/support/valid"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// services are what .proto files say of calls over gRPC.
type services struct {
	files   *protoregistry.Files
	rules   *valid.Checker
	methods map[string]*method // by path: "/shop.v1.Orders/Get"
	fields  map[protoreflect.FullName]*spec.Field
	types   map[protoreflect.FullName]*spec.Type
	values  *document // makes and judges values for the place of secrets
	schemas map[protoreflect.FullName]*spec.Type
}

// method is one method that may be called.
type method struct {
	protoreflect.MethodDescriptor
	about   *spec.Node
	held    rpc.Descriptors
	called  string // in contracts: "Orders/Get"
	guarded bool   // it is about secrets, so that even identifiers may be some
}

// servicesOf prepares the methods of files; apis are the model of the same files.
func servicesOf(files *protoregistry.Files, apis []*spec.API) *services {
	s := &services{
		files: files, rules: valid.NewChecker(new(stdrules.Runtime), nil), methods: map[string]*method{}, fields: map[protoreflect.FullName]*spec.Field{},
		types: map[protoreflect.FullName]*spec.Type{}, values: newDocument(&spec.API{}), schemas: map[protoreflect.FullName]*spec.Type{},
	}
	operations := map[spec.ID]*spec.Operation{}
	for _, api := range apis {
		spec.Walk(api, &spec.Visitor{
			Type:      func(t *spec.Type) { s.types[protoreflect.FullName(t.ID())] = t; s.resource(t.Resource) },
			Field:     func(f *spec.Field) { s.fields[protoreflect.FullName(f.ID())] = f },
			Operation: func(o *spec.Operation) { operations[o.ID()] = o },
		})
		for _, r := range api.Resources {
			s.resource(r)
		}
	}
	if files != nil {
		files.RangeFiles(func(f protoreflect.FileDescriptor) bool { s.add(f, operations); return true })
	}
	s.apart()
	return s
}

// apart has contracts name services with their packages where several are called alike.
func (s *services) apart() {
	called := map[protoreflect.Name]protoreflect.FullName{}
	alike := map[protoreflect.Name]bool{}
	for _, m := range s.methods {
		service := m.Parent()
		if other, known := called[service.Name()]; known && other != service.FullName() {
			alike[service.Name()] = true
		}
		called[service.Name()] = service.FullName()
	}
	for _, m := range s.methods {
		if alike[m.Parent().Name()] {
			m.called = string(m.Parent().FullName()) + "/" + string(m.Name())
		}
	}
}

// resource notes how names of resources are built.
func (s *services) resource(r *spec.Resource) {
	if r == nil {
		return
	}
	for _, pattern := range r.Patterns {
		s.values.withTemplate("/" + pattern)
	}
}

func (s *services) add(f protoreflect.FileDescriptor, operations map[spec.ID]*spec.Operation) {
	for i := range f.Services().Len() {
		service := f.Services().Get(i)
		var held *rpc.Descriptors
		for n := range service.Methods().Len() {
			d := service.Methods().Get(n)
			o := operations[spec.ID(d.FullName())]
			if o == nil {
				continue // it is only imported
			}
			if held == nil {
				made := rpc.DescriptorsOf(service, textOf(o))
				held = &made
			}
			s.methods["/"+string(service.FullName())+"/"+string(d.Name())] = &method{
				d, &o.Node, *held, string(service.Name()) + "/" + string(d.Name()), secret.Named(string(service.Name())) || secret.Named(string(d.Name())),
			}
		}
	}
}

// textOf returns the .proto file that declares an operation.
func textOf(o *spec.Operation) string {
	if o.NameSpan.File == nil {
		return ""
	}
	return string(o.NameSpan.File.Content)
}

// own returns what the spec says of a field itself, of lists and maps of each value.
func (s *services) own(f protoreflect.FieldDescriptor) *spec.Type {
	facts := s.fields[f.FullName()]
	if facts == nil {
		return nil
	}
	t := facts.Type
	if (f.IsList() || f.IsMap()) && t.Items != nil {
		return t.Items
	}
	return t
}

// schema returns what may stand in the place of a scalar, as JSON Schema says it.
func (s *services) schema(f protoreflect.FieldDescriptor) *spec.Type {
	if made := s.schemas[f.FullName()]; made != nil {
		return made
	}
	made := &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}}
	if own := s.own(f); own != nil {
		made.Constraints, made.Format = own.Constraints, own.Format
	}
	switch kindOf(f) {
	case wire.KindBool:
		made.Kind, made.Schema = spec.KindBoolean, &spec.Schema{Types: []string{"boolean"}}
	case wire.KindInteger:
		made.Kind, made.Format, made.Schema = spec.KindInteger, "int32", &spec.Schema{Types: []string{"integer"}}
	case wire.KindNumber:
		made.Kind, made.Format, made.Schema = spec.KindNumber, "", &spec.Schema{Types: []string{"number"}}
	}
	if f.Enum() != nil {
		made = &spec.Type{Kind: spec.KindEnum, Schema: made.Schema}
		for _, name := range namesOf(f.Enum()) {
			made.Values = append(made.Values, &spec.EnumValue{Node: spec.Node{Name: name}, Value: &spec.Value{Kind: spec.Str, Text: name}})
		}
	}
	s.schemas[f.FullName()] = made
	return made
}

// namesOf returns the names of an enum's values, the first one of a number.
func namesOf(e protoreflect.EnumDescriptor) []string {
	var names []string
	for i := range e.Values().Len() {
		v := e.Values().Get(i)
		if name := string(e.Values().ByNumber(v.Number()).Name()); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// kindOf returns the kind of the values of a scalar, as contracts write them.
func kindOf(f protoreflect.FieldDescriptor) wire.Kind {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return wire.KindBool
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.EnumKind:
		return wire.KindString
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return wire.KindNumber
	}
	return wire.KindInteger
}
