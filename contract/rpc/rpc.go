// Package rpc is what contracts have to do with gRPC and Protocol Buffers: which descriptors they bring
// along, how the messages in them are read and written, how they travel, and how one that came is held
// against one that is expected. Contracts are as Pact's plugin for Protocol Buffers writes them. It knows
// neither who calls nor where descriptors come from that a contract doesn't hold.
package rpc

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// Library finds the descriptors that messages are read by: those that a contract holds, or else those of
// a spec. It is safe for concurrent use.
type Library struct {
	spec *protoregistry.Files // nil: there is none

	mu   sync.Mutex
	sets map[*spec.Value]*set // by what the contract says of them
}

// set are the descriptors of one contract.
type set struct {
	files *protoregistry.Files
	err   error
}

// NewLibrary returns the library of a spec, which may be nil.
func NewLibrary(files *protoregistry.Files) *Library {
	return &Library{spec: files, sets: map[*spec.Value]*set{}}
}

// ErrNoDescriptors is returned where nothing says what the messages of a contract look like.
var ErrNoDescriptors = errors.New("nothing says what its messages look like: the contract holds no descriptors, nor is there a spec that has them")

// Files returns the descriptors for an interaction: what its consumer was compiled with, if the contract
// says that.
func (l *Library) Files(c *contract.Contract, i *contract.Interaction) (*protoregistry.Files, error) {
	if encoded := descriptorsOf(c, i.Plugins.Get("protobuf").Get("descriptorKey").String()); encoded != nil {
		return l.read(encoded)
	}
	if l.spec == nil {
		return nil, ErrNoDescriptors
	}
	return l.spec, nil
}

// descriptorsOf returns the descriptors that the contract keeps under a key.
func descriptorsOf(c *contract.Contract, key string) *spec.Value {
	if key == "" {
		return nil
	}
	document := spec.Value{Kind: spec.Map, Members: c.Metadata}
	plugins := document.Get("plugins")
	if plugins == nil {
		return nil
	}
	for _, plugin := range plugins.Items {
		if plugin.Get("name").String() == "protobuf" {
			if found := plugin.Get("configuration").Get(key).Get("protoDescriptors"); found != nil {
				return found
			}
		}
	}
	return nil
}

func (l *Library) read(encoded *spec.Value) (*protoregistry.Files, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.sets[encoded]; known != nil {
		return known.files, known.err
	}
	files, err := parse(encoded.Text)
	if err != nil {
		err = fmt.Errorf("the descriptors that the contract holds can't be read: %w", err)
	}
	l.sets[encoded] = &set{files, err}
	return files, err
}

func parse(encoded string) (*protoregistry.Files, error) {
	content, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	var found descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(content, &found); err != nil {
		return nil, err
	}
	return protodesc.FileOptions{AllowUnresolvable: true}.NewFiles(complete(&found))
}

// complete adds the well-known files that are imported and are not in the set.
func complete(found *descriptorpb.FileDescriptorSet) *descriptorpb.FileDescriptorSet {
	known := map[string]bool{}
	for _, f := range found.File {
		known[f.GetName()] = true
	}
	whole := &descriptorpb.FileDescriptorSet{}
	var add func(name string)
	add = func(name string) {
		if known[name] {
			return
		}
		if d, err := protoregistry.GlobalFiles.FindFileByPath(name); err == nil {
			known[name] = true
			for i := range d.Imports().Len() {
				add(d.Imports().Get(i).Path())
			}
			whole.File = append(whole.File, protodesc.ToFileDescriptorProto(d))
		}
	}
	for _, f := range found.File {
		for _, name := range f.Dependency {
			add(name)
		}
	}
	whole.File = append(whole.File, found.File...)
	return whole
}

// IsCall reports whether an interaction is a call over gRPC.
func IsCall(i *contract.Interaction) bool {
	return i.Kind == contract.SyncMessage && (strings.EqualFold(i.Transport, "grpc") || i.Plugins.Get("protobuf").Get("service") != nil)
}

// Method returns the method that an interaction calls. Contracts name its service with or without the
// package: "Orders/Get", ".shop.v1.Orders/Get".
func Method(files *protoregistry.Files, i *contract.Interaction) (protoreflect.MethodDescriptor, error) {
	name := strings.TrimLeft(i.Plugins.Get("protobuf").Get("service").String(), "./")
	service, method, whole := strings.Cut(name, "/")
	if !whole {
		return nil, errors.New("the contract doesn't say which method is called (pluginConfiguration.protobuf.service, as in shop.v1.Orders/Get)")
	}
	found := services(files, service)
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("the descriptors have no service %s", service)
	case 1:
		if m := found[0].Methods().ByName(protoreflect.Name(method)); m != nil {
			return m, nil
		}
		return nil, fmt.Errorf("the service %s has no method %s", found[0].FullName(), method)
	}
	return nil, fmt.Errorf("the descriptors have several services %s: the contract must say the package, too", service)
}

// services returns those of a full name, or else of a short one.
func services(files *protoregistry.Files, name string) []protoreflect.ServiceDescriptor {
	if d, err := files.FindDescriptorByName(protoreflect.FullName(name)); err == nil {
		if service, ok := d.(protoreflect.ServiceDescriptor); ok {
			return []protoreflect.ServiceDescriptor{service}
		}
	}
	var all []protoreflect.ServiceDescriptor
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			if s := f.Services().Get(i); string(s.Name()) == name {
				all = append(all, s)
			}
		}
		return true
	})
	return all
}

// MessageOf returns the kind of message of a name, with or without its package.
func MessageOf(files *protoregistry.Files, name string) (protoreflect.MessageDescriptor, error) {
	if d, err := files.FindDescriptorByName(protoreflect.FullName(name)); err == nil {
		if m, ok := d.(protoreflect.MessageDescriptor); ok {
			return m, nil
		}
	}
	var found []protoreflect.MessageDescriptor
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if m := f.Messages().ByName(protoreflect.Name(name)); m != nil {
			found = append(found, m)
		}
		return true
	})
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("the descriptors have no message %s", name)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("the descriptors have several messages %s: the contract must say the package, too", name)
}
