package rpc

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// resolver knows the messages of the files, and those that are linked, and the extensions of the files.
type resolver struct {
	*dynamicpb.Types
	files *protoregistry.Files
}

// FindMessageByName finds a message of an Any.
func (r resolver) FindMessageByName(name protoreflect.FullName) (protoreflect.MessageType, error) {
	if found, err := r.Types.FindMessageByName(name); err == nil {
		return found, nil
	}
	return protoregistry.GlobalTypes.FindMessageByName(name)
}

// FindMessageByURL finds a message of an Any.
func (r resolver) FindMessageByURL(url string) (protoreflect.MessageType, error) {
	if found, err := r.Types.FindMessageByURL(url); err == nil {
		return found, nil
	}
	return protoregistry.GlobalTypes.FindMessageByURL(url)
}

// FindFileByPath finds a file for reflection, also those that errors are made of.
func (r resolver) FindFileByPath(path string) (protoreflect.FileDescriptor, error) {
	if found, err := r.files.FindFileByPath(path); err == nil {
		return found, nil
	}
	return protoregistry.GlobalFiles.FindFileByPath(path)
}

// FindDescriptorByName finds anything for reflection, also what errors are made of.
func (r resolver) FindDescriptorByName(name protoreflect.FullName) (protoreflect.Descriptor, error) {
	if found, err := r.files.FindDescriptorByName(name); err == nil {
		return found, nil
	}
	return protoregistry.GlobalFiles.FindDescriptorByName(name)
}

// RangeExtensionsByMessage visits the extensions of a message, for reflection.
func (r resolver) RangeExtensionsByMessage(message protoreflect.FullName, visit func(protoreflect.ExtensionType) bool) {
	r.files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		return rangeExtensions(f, message, visit)
	})
}

// scope is what extensions are declared in: a file or a message.
type scope interface {
	Extensions() protoreflect.ExtensionDescriptors
	Messages() protoreflect.MessageDescriptors
}

func rangeExtensions(s scope, message protoreflect.FullName, visit func(protoreflect.ExtensionType) bool) bool {
	for i := range s.Extensions().Len() {
		if x := s.Extensions().Get(i); x.ContainingMessage().FullName() == message && !visit(dynamicpb.NewExtensionType(x)) {
			return false
		}
	}
	for i := range s.Messages().Len() {
		if !rangeExtensions(s.Messages().Get(i), message, visit) {
			return false
		}
	}
	return true
}
