package checks

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// protoEdits are all single edits of a file that descriptor.proto and the annotation protos know of:
// every field of every message of its descriptor is cleared, set, and given other values. What the
// compiler refuses is left out.
func protoEdits(t *testing.T, file *descriptorpb.FileDescriptorProto) []edit {
	g := &protoGrid{t: t, root: file}
	g.visit(file.ProtoReflect(), nil)
	slices.SortStableFunc(g.edits, func(a, b edit) int { return strings.Compare(a.what, b.what) })
	return g.edits
}

func compileRich(t *testing.T) *descriptorpb.FileDescriptorProto {
	t.Helper()
	text, err := os.ReadFile("testdata/rich.proto")
	if err != nil {
		t.Fatal(err)
	}
	builtin := protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
		if path == "rich.proto" {
			return protocompile.SearchResult{Source: strings.NewReader(string(text))}, nil
		}
		file, err := protoregistry.GlobalFiles.FindFileByPath(path)
		return protocompile.SearchResult{Desc: file}, err
	})
	compiler := protocompile.Compiler{Resolver: builtin, SourceInfoMode: protocompile.SourceInfoStandard}
	files, err := compiler.Compile(context.Background(), "rich.proto")
	if err != nil {
		t.Fatal(err)
	}
	// The options are to be of the types that are linked in, not of those that were just compiled.
	encoded, err := proto.Marshal(files[0].(linker.Result).FileDescriptorProto())
	if err != nil {
		t.Fatal(err)
	}
	var file descriptorpb.FileDescriptorProto
	if err := proto.Unmarshal(encoded, &file); err != nil {
		t.Fatal(err)
	}
	return &file
}

// written writes a file as source; false if it is none that compiles.
func written(file *descriptorpb.FileDescriptorProto) (text string, ok bool) {
	defer func() {
		if recover() != nil { // the printer can't write some options that make no sense
			text, ok = "", false
		}
	}()
	linked, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
	if err != nil {
		return "", false
	}
	text, err = (&protoprint.Printer{}).PrintProtoToString(linked)
	return text, err == nil
}

type protoGrid struct {
	t     *testing.T
	root  *descriptorpb.FileDescriptorProto
	edits []edit
}

// step leads from a message to one that it holds.
type step struct {
	field protoreflect.FieldDescriptor
	index int // in a list; -1: not one
}

func (g *protoGrid) visit(m protoreflect.Message, path []step) {
	name := string(m.Descriptor().FullName())
	for _, field := range fieldsOf(m) {
		what := name + "." + fieldName(field)
		switch {
		case field.Name() == "source_code_info", field.Name() == "uninterpreted_option", field.IsMap():
		case !m.Has(field):
			g.edit(path, what+" added", func(m protoreflect.Message) { set(m, field) })
		default:
			g.present(m, field, path, what)
		}
	}
}

func (g *protoGrid) present(m protoreflect.Message, field protoreflect.FieldDescriptor, path []step, what string) {
	value := m.Get(field)
	g.edit(path, what+" removed", func(m protoreflect.Message) { m.Clear(field) })
	switch {
	case field.IsList() && field.Message() != nil:
		for i := range value.List().Len() {
			g.edit(path, what+"[] removed", func(m protoreflect.Message) { cut(m, field, i) })
			g.visit(value.List().Get(i).Message(), append(slices.Clip(path), step{field, i}))
		}
	case field.IsList():
		for i := range value.List().Len() {
			g.edit(path, what+"[] removed", func(m protoreflect.Message) { cut(m, field, i) })
			for _, other := range others(field, value.List().Get(i)) {
				g.edit(path, what+"[] changed", func(m protoreflect.Message) { m.Mutable(field).List().Set(i, other) })
			}
		}
	case field.Message() != nil:
		g.visit(value.Message(), append(slices.Clip(path), step{field, -1}))
	default:
		for _, other := range others(field, value) {
			g.edit(path, what+" changed", func(m protoreflect.Message) { m.Set(field, other) })
		}
	}
}

// fieldsOf returns the fields of a message and the extensions of it that are linked in.
func fieldsOf(m protoreflect.Message) []protoreflect.FieldDescriptor {
	var fields []protoreflect.FieldDescriptor
	for i := range m.Descriptor().Fields().Len() {
		fields = append(fields, m.Descriptor().Fields().Get(i))
	}
	var extensions []protoreflect.FieldDescriptor
	protoregistry.GlobalTypes.RangeExtensionsByMessage(m.Descriptor().FullName(), func(x protoreflect.ExtensionType) bool {
		if !strings.HasPrefix(string(x.TypeDescriptor().FullName()), "gnostic") {
			extensions = append(extensions, x.TypeDescriptor())
		}
		return true
	})
	slices.SortFunc(extensions, func(a, b protoreflect.FieldDescriptor) int { return int(a.Number() - b.Number()) })
	return append(fields, extensions...)
}

func fieldName(field protoreflect.FieldDescriptor) string {
	if field.IsExtension() {
		return "(" + string(field.FullName()) + ")"
	}
	return string(field.Name())
}

// set gives a field the simplest value that says something.
func set(m protoreflect.Message, field protoreflect.FieldDescriptor) {
	switch {
	case field.IsList() && field.Message() != nil:
		fill(m.Mutable(field).List().AppendMutable().Message())
	case field.IsList():
		m.Mutable(field).List().Append(others(field, zero(field))[0])
	case field.Message() != nil:
		fill(m.Mutable(field).Message())
	default:
		m.Set(field, others(field, field.Default())[0])
	}
}

// fill gives a message something to say: one of its alternatives, if it has any, or its first field.
func fill(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		if field := fields.Get(i); field.ContainingOneof() != nil && field.Message() == nil {
			m.Set(field, others(field, field.Default())[0])
			return
		}
	}
	if fields.Len() > 0 {
		set(m, fields.Get(0))
	}
}

func zero(field protoreflect.FieldDescriptor) protoreflect.Value {
	switch field.Kind() {
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString("")
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(nil)
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(false)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(0)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(0)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(0)
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(0)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(0)
	}
	return protoreflect.ValueOfFloat64(0)
}

// others returns other values than the one given: of an enum all of them.
func others(field protoreflect.FieldDescriptor, v protoreflect.Value) []protoreflect.Value {
	switch field.Kind() {
	case protoreflect.EnumKind:
		var all []protoreflect.Value
		for i := range field.Enum().Values().Len() {
			if n := field.Enum().Values().Get(i).Number(); n != v.Enum() {
				all = append(all, protoreflect.ValueOfEnum(n))
			}
		}
		return all
	case protoreflect.StringKind:
		if field.Name() == "type_name" {
			return typeNames(v.String())
		}
		return []protoreflect.Value{protoreflect.ValueOfString(v.String() + "2")}
	case protoreflect.BytesKind:
		return []protoreflect.Value{protoreflect.ValueOfBytes(append(v.Bytes(), '2'))}
	case protoreflect.BoolKind:
		return []protoreflect.Value{protoreflect.ValueOfBool(!v.Bool())}
	}
	return near(field, v)
}

func near(field protoreflect.FieldDescriptor, v protoreflect.Value) []protoreflect.Value {
	switch one := v.Interface().(type) {
	case int32:
		return []protoreflect.Value{protoreflect.ValueOfInt32(one + 1), protoreflect.ValueOfInt32(one - 1)}
	case int64:
		return []protoreflect.Value{protoreflect.ValueOfInt64(one + 1), protoreflect.ValueOfInt64(one - 1)}
	case uint32:
		return []protoreflect.Value{protoreflect.ValueOfUint32(one + 1)}
	case uint64:
		return []protoreflect.Value{protoreflect.ValueOfUint64(one + 1)}
	case float32:
		return []protoreflect.Value{protoreflect.ValueOfFloat32(one + 1)}
	}
	return []protoreflect.Value{protoreflect.ValueOfFloat64(v.Float() + 1)}
}

// typeNames returns other types that a field or an rpc can name.
func typeNames(name string) []protoreflect.Value {
	var names []protoreflect.Value
	for _, other := range []string{".rich.v1.Line", ".rich.v1.Order", ".rich.v1.Closed", ".google.protobuf.Timestamp"} {
		if other != name {
			names = append(names, protoreflect.ValueOfString(other))
		}
	}
	return names
}

// cut removes an element of a list.
func cut(m protoreflect.Message, field protoreflect.FieldDescriptor, at int) {
	list := m.Mutable(field).List()
	for i := at; i+1 < list.Len(); i++ {
		list.Set(i, list.Get(i+1))
	}
	list.Truncate(list.Len() - 1)
}

// edit adds the file with one message of its descriptor changed, if it compiles.
func (g *protoGrid) edit(path []step, what string, change func(protoreflect.Message)) {
	edited := proto.Clone(g.root).(*descriptorpb.FileDescriptorProto)
	m := edited.ProtoReflect()
	for _, s := range path {
		if s.index < 0 {
			m = m.Mutable(s.field).Message()
		} else {
			m = m.Mutable(s.field).List().Get(s.index).Message()
		}
	}
	change(m)
	if text, ok := written(edited); ok {
		g.edits = append(g.edits, edit{what, place(path), text, nil})
	}
}

func place(path []step) string {
	var text strings.Builder
	for _, s := range path {
		fmt.Fprintf(&text, "/%s", s.field.Name())
		if s.index >= 0 {
			fmt.Fprintf(&text, "/%d", s.index)
		}
	}
	return text.String()
}
