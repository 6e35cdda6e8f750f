package service

import (
	"google.golang.org/protobuf/compiler/protogen"
)

// FakeFile holds implementations that answer samples.
type FakeFile struct {
	Head
	names
	Errors, IO, JSON string // the names of the packages; "": not needed
	Services         []*Fake
}

// Fake is the fake of one service.
type Fake struct {
	Name, Service string // "FakeOrders", "Orders"
	Methods       []*FakeMethod
}

// FakeMethod is one method of a fake.
type FakeMethod struct {
	*Method
	Func   string // the field that overrides it
	Sample string // a literal of its answer as ProtoJSON; "": none could be made
}

// Signature is the type of the field that overrides the method.
func (m *FakeMethod) Signature() string { return "func" + m.ServerSignature()[len(m.Name):] }

// Template returns the name of the template.
func (*FakeFile) Template() string { return "fake.go.tmpl" }

func (l *lowering) fakeFile(f *protogen.File) *FakeFile { return &FakeFile{} }
