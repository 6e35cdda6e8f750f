package rpc

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// Descriptors are files as a contract holds them, under a key that its interactions name.
type Descriptors struct {
	Key     string
	Encoded string // a google.protobuf.FileDescriptorSet in base64
	Source  string // of the file with the service
}

// DescriptorsOf returns the file of a service and all that its messages need. Options that change nothing
// about messages are left out, and so are the files that declare them: what they say may be nobody else's.
func DescriptorsOf(service protoreflect.ServiceDescriptor, source string) Descriptors {
	set := &descriptorpb.FileDescriptorSet{}
	known := map[string]bool{}
	var add func(f protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if known[f.Path()] {
			return
		}
		known[f.Path()] = true
		form, used := bare(f), filesUsed(f)
		form.Dependency, form.PublicDependency, form.WeakDependency = nil, nil, nil
		for i := range f.Imports().Len() {
			to := f.Imports().Get(i)
			if !to.IsPublic && !slices.ContainsFunc(used, func(path string) bool { return leadsTo(to.FileDescriptor, path) }) {
				continue
			}
			add(to.FileDescriptor)
			if to.IsPublic {
				form.PublicDependency = append(form.PublicDependency, int32(len(form.Dependency)))
			}
			form.Dependency = append(form.Dependency, to.Path())
		}
		set.File = append(set.File, form)
	}
	add(service.ParentFile())
	content, err := proto.MarshalOptions{Deterministic: true}.Marshal(set)
	if err != nil { // which only invalid UTF-8 can be the reason of
		return Descriptors{}
	}
	sum := sha256.Sum256(content)
	return Descriptors{Key: hex.EncodeToString(sum[:16]), Encoded: base64.StdEncoding.EncodeToString(content), Source: source}
}

// leadsTo reports whether what is imported is the file, or hands it on.
func leadsTo(f protoreflect.FileDescriptor, path string) bool {
	if f.Path() == path {
		return true
	}
	for i := range f.Imports().Len() {
		if to := f.Imports().Get(i); to.IsPublic && leadsTo(to.FileDescriptor, path) {
			return true
		}
	}
	return false
}

// filesUsed returns the files of the types that fields and methods of a file have.
func filesUsed(f protoreflect.FileDescriptor) []string {
	var used []string
	add := func(d protoreflect.Descriptor) { used = append(used, d.ParentFile().Path()) }
	field := func(f protoreflect.FieldDescriptor) {
		if f.Message() != nil {
			add(f.Message())
		}
		if f.Enum() != nil {
			add(f.Enum())
		}
	}
	var messages func(all protoreflect.MessageDescriptors)
	messages = func(all protoreflect.MessageDescriptors) {
		for i := range all.Len() {
			for n := range all.Get(i).Fields().Len() {
				field(all.Get(i).Fields().Get(n))
			}
			messages(all.Get(i).Messages())
		}
	}
	messages(f.Messages())
	for i := range f.Services().Len() {
		for n := range f.Services().Get(i).Methods().Len() {
			m := f.Services().Get(i).Methods().Get(n)
			add(m.Input())
			add(m.Output())
		}
	}
	return used
}

// bare returns a file without extensions, and without options but those that messages are written by.
func bare(f protoreflect.FileDescriptor) *descriptorpb.FileDescriptorProto {
	form := protodesc.ToFileDescriptorProto(f)
	form.SourceCodeInfo, form.Extension = nil, nil
	form.Options = featuresOf(form.Options)
	for _, s := range form.Service {
		s.Options = nil
		for _, m := range s.Method {
			m.Options = nil
		}
	}
	for _, e := range form.EnumType {
		bareEnum(e)
	}
	for _, m := range form.MessageType {
		bareMessage(m)
	}
	return form
}

func featuresOf(o *descriptorpb.FileOptions) *descriptorpb.FileOptions {
	if o.GetFeatures() == nil {
		return nil
	}
	return &descriptorpb.FileOptions{Features: known(o.Features)}
}

// known are the features without those of languages, which other files declare.
func known(f *descriptorpb.FeatureSet) *descriptorpb.FeatureSet {
	if f == nil {
		return nil
	}
	return &descriptorpb.FeatureSet{
		FieldPresence: f.FieldPresence, EnumType: f.EnumType, RepeatedFieldEncoding: f.RepeatedFieldEncoding,
		Utf8Validation: f.Utf8Validation, MessageEncoding: f.MessageEncoding, JsonFormat: f.JsonFormat,
	}
}

func bareEnum(e *descriptorpb.EnumDescriptorProto) {
	if o := e.Options; o != nil {
		e.Options = &descriptorpb.EnumOptions{AllowAlias: o.AllowAlias, Features: known(o.Features)}
	}
	for _, v := range e.Value {
		v.Options = nil
	}
}

func bareMessage(m *descriptorpb.DescriptorProto) {
	if o := m.Options; o != nil {
		m.Options = &descriptorpb.MessageOptions{MapEntry: o.MapEntry, MessageSetWireFormat: o.MessageSetWireFormat, Features: known(o.Features)}
	}
	m.Extension = nil
	for _, f := range m.Field {
		if o := f.Options; o != nil {
			f.Options = &descriptorpb.FieldOptions{Packed: o.Packed, Features: known(o.Features)}
		}
	}
	for _, r := range m.ExtensionRange {
		r.Options = nil
	}
	for _, o := range m.OneofDecl {
		o.Options = nil
	}
	for _, e := range m.EnumType {
		bareEnum(e)
	}
	for _, inner := range m.NestedType {
		bareMessage(inner)
	}
}

// pluginVersion is the version of Pact's plugin whose files ours are like.
const pluginVersion = "0.4.0"

// Plugins returns the metadata of a contract that holds descriptors.
func Plugins(all []Descriptors) spec.Member {
	configuration := contract.Object()
	for _, d := range all {
		members := []spec.Member{{Key: "protoDescriptors", Value: contract.Text(d.Encoded)}}
		if d.Source != "" {
			members = append(members, spec.Member{Key: "protoFile", Value: contract.Text(d.Source)})
		}
		configuration.Members = append(configuration.Members, spec.Member{Key: d.Key, Value: contract.Object(members...)})
	}
	return spec.Member{Key: "plugins", Value: contract.Array(contract.Object(
		spec.Member{Key: "configuration", Value: configuration},
		spec.Member{Key: "name", Value: contract.Text("protobuf")},
		spec.Member{Key: "version", Value: contract.Text(pluginVersion)},
	))}
}
