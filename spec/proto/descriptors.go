package proto

import (
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Descriptors are files that import each other, linked, as protoc hands them to its plugins: names
// are resolved, options are interpreted and have the types that this program knows, comments are
// there. A file with an error, or that needs one with an error, is not among them.
type Descriptors struct {
	// Files are all of them, each behind what it imports. They are called as imports name them
	// ("shop/v1/orders.proto"), not as the tree does.
	Files []*descriptorpb.FileDescriptorProto
	// Paths leads from names of files to their paths in the tree. What is not in the tree is not in it.
	Paths map[string]string
	// Chosen are the names of those that were asked for, sorted.
	Chosen []string
	// Builtin holds the names of those that bylaw brings along, also where the tree has a copy: their
	// Go packages come from modules that everyone uses.
	Builtin map[string]bool
}

// Registry returns the files as descriptors that know each other.
func (d *Descriptors) Registry() (*protoregistry.Files, error) {
	return protodesc.NewFiles(&descriptorpb.FileDescriptorSet{File: d.Files})
}
