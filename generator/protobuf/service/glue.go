package service

import (
	"slices"
	"strconv"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/types/descriptorpb"
)

// The packages that glue imports.
const (
	contextPackage = protogen.GoImportPath("context")
	grpcPackage    = protogen.GoImportPath("google.golang.org/grpc")
	codesPackage   = protogen.GoImportPath("google.golang.org/grpc/codes")
	statusPackage  = protogen.GoImportPath("google.golang.org/grpc/status")
)

// Head is how every file begins.
type Head struct {
	Package string
	Imports []Import
}

// GRPCFile is the glue between grpc-go and the services of a file.
type GRPCFile struct {
	Head
	names
	Services []*Service
}

// Service is one service.
type Service struct {
	Name, Private string // "Orders", "orders"
	FullName      string // "shop.v1.Orders"
	Path          string // of its .proto file, as a Go string
	Doc           []string
	Deprecated    bool
	Methods       []*Method
}

// Method is one method of a service.
type Method struct {
	Name          string // "CreateOrder"
	RPC           string // as the contract has it, "createOrder"
	Doc           []string
	Input, Output string // types without their stars
	Takes, Sends  bool   // the client's messages, the server's are a stream
	Stream        int    // its place among the streams of the service
	names
}

// names are those of packages in the file: a package of the contract's may have taken the usual one.
type names struct{ Context, GRPC, Codes, Status string }

// Unary reports whether there is one message each way.
func (m *Method) Unary() bool { return !m.Takes && !m.Sends }

// Pair is the type arguments of what takes both.
func (m *Method) Pair() string { return m.Input + ", " + m.Output }

// ClientSignature is the method of the client from its name to its results.
func (m *Method) ClientSignature() string {
	in := ", in *" + m.Input
	if m.Takes {
		in = ""
	}
	result := "*" + m.Output
	if !m.Unary() {
		result = m.StreamType("Client")
	}
	return m.Name + "(ctx " + m.Context + ".Context" + in + ", opts ..." + m.GRPC + ".CallOption) (" + result + ", error)"
}

// ServerSignature is the method of the server from its name to its results.
func (m *Method) ServerSignature() string {
	switch {
	case m.Unary():
		return m.Name + "(" + m.Context + ".Context, *" + m.Input + ") (*" + m.Output + ", error)"
	case m.Takes:
		return m.Name + "(" + m.StreamType("Server") + ") error"
	}
	return m.Name + "(*" + m.Input + ", " + m.StreamType("Server") + ") error"
}

// StreamType is the interface of the method's stream at one side, "Client" or "Server".
func (m *Method) StreamType(side string) string {
	switch {
	case m.Takes && m.Sends:
		return m.GRPC + ".BidiStreaming" + side + "[" + m.Pair() + "]"
	case m.Takes:
		return m.GRPC + ".ClientStreaming" + side + "[" + m.Pair() + "]"
	}
	return m.GRPC + ".ServerStreaming" + side + "[" + m.Output + "]"
}

// About is the documentation of what is declared for the service, behind what is said of each.
func (s *Service) About() []string {
	var lines []string
	if len(s.Doc) > 0 {
		lines = append([]string{""}, s.Doc...)
	}
	if s.Deprecated && !says(lines) {
		lines = append(lines, "", deprecation)
	}
	return lines
}

// Notice is the documentation of a function that is used no more than its service.
func (s *Service) Notice() []string { return deprecated(nil, s.Deprecated) }

// Template returns the name of the template.
func (*GRPCFile) Template() string { return "grpc.go.tmpl" }

func (l *lowering) glue(f *protogen.File) *GRPCFile {
	i := newImports(f.GoImportPath, l.packages[f.GoImportPath].declared)
	out := &GRPCFile{Head: Head{Package: string(f.GoPackageName)}, names: names{GRPC: i.name(grpcPackage)}}
	if slices.ContainsFunc(f.Services, func(s *protogen.Service) bool { return len(s.Methods) > 0 }) {
		out.Context, out.Codes, out.Status = i.name(contextPackage), i.name(codesPackage), i.name(statusPackage)
	}
	for _, s := range f.Services {
		out.Services = append(out.Services, lowerService(f, s, i, out.names))
	}
	out.Imports = i.sorted()
	return out
}

func lowerService(f *protogen.File, s *protogen.Service, i *imports, n names) *Service {
	options, _ := s.Desc.Options().(*descriptorpb.ServiceOptions)
	out := &Service{
		Name: s.GoName, Private: unexported(s.GoName), FullName: string(s.Desc.FullName()), Path: strconv.Quote(f.Desc.Path()),
		Doc: comment(s.Comments.Leading), Deprecated: options.GetDeprecated(),
	}
	streams := 0
	for _, m := range s.Methods {
		method := lowerMethod(m, i, n)
		if !method.Unary() {
			method.Stream = streams
			streams++
		}
		out.Methods = append(out.Methods, method)
	}
	return out
}

func lowerMethod(m *protogen.Method, i *imports, n names) *Method {
	options, _ := m.Desc.Options().(*descriptorpb.MethodOptions)
	return &Method{
		Name: m.GoName, RPC: string(m.Desc.Name()), Doc: deprecated(comment(m.Comments.Leading), options.GetDeprecated()), names: n,
		Input: i.ident(m.Input.GoIdent), Output: i.ident(m.Output.GoIdent),
		Takes: m.Desc.IsStreamingClient(), Sends: m.Desc.IsStreamingServer(),
	}
}
