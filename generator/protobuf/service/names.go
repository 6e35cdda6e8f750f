package service

import (
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// goPackage is what the generated files of one Go package share.
type goPackage struct {
	declared map[string]string // names at its top, with what they are for: "message shop.v1.Order"
}

// declare notes what protoc-gen-go declares for a file.
func (l *lowering) declare(f *protogen.File) {
	p := l.packages[f.GoImportPath]
	if p == nil {
		p = &goPackage{declared: map[string]string{}}
		l.packages[f.GoImportPath] = p
	}
	p.declared[f.GoDescriptorIdent.GoName] = "the file " + f.Desc.Path()
	p.enums(f.Enums)
	p.extensions(f.Extensions)
	p.messages(f.Messages)
}

func (p *goPackage) messages(messages []*protogen.Message) {
	for _, m := range messages {
		p.take(m.GoIdent, "message", m.Desc)
		for _, f := range m.Fields {
			if f.Oneof != nil {
				p.take(f.GoIdent, "field", f.Desc)
			}
		}
		p.enums(m.Enums)
		p.extensions(m.Extensions)
		p.messages(m.Messages)
	}
}

func (p *goPackage) enums(enums []*protogen.Enum) {
	for _, e := range enums {
		p.take(e.GoIdent, "enum", e.Desc)
		p.declared[e.GoIdent.GoName+"_name"] = p.declared[e.GoIdent.GoName]
		p.declared[e.GoIdent.GoName+"_value"] = p.declared[e.GoIdent.GoName]
		for _, v := range e.Values {
			p.take(v.GoIdent, "enum value", v.Desc)
		}
	}
}

func (p *goPackage) extensions(extensions []*protogen.Extension) {
	for _, x := range extensions {
		p.declared["E_"+x.GoIdent.GoName] = "extension " + string(x.Desc.FullName())
	}
}

func (p *goPackage) take(id protogen.GoIdent, kind string, d protoreflect.Descriptor) {
	p.declared[id.GoName] = kind + " " + string(d.FullName())
}

// collide refuses services whose glue can't be named as everyone names it. Other names would not do: code that
// is written against protoc-gen-go-grpc's would not compile.
func (l *lowering) collide(f *protogen.File) {
	p := l.packages[f.GoImportPath]
	for _, s := range f.Services {
		methods := map[string]protoreflect.FullName{}
		for _, m := range s.Methods {
			if other, ok := methods[m.GoName]; ok {
				l.refuse(m.Desc, fmt.Sprintf("this and %s are both called %s in Go", other, m.GoName))
			}
			methods[m.GoName] = m.Desc.FullName()
			if m.GoName == "Unimplemented"+s.GoName+"Server" {
				l.refuse(m.Desc, "what implements the service has to embed a type that Go calls like this method")
			}
		}
		for _, name := range glueNames(s) {
			if by, ok := p.declared[name]; ok {
				l.refuse(s.Desc, fmt.Sprintf("its Go code needs the name %s, which %s has", name, by))
				break // one finding for a mistake
			}
			p.declared[name] = "service " + string(s.Desc.FullName())
		}
	}
}

// glueNames returns what is declared for a service.
func glueNames(s *protogen.Service) []string {
	names := []string{
		s.GoName + "Server", s.GoName + "Client", unexported(s.GoName) + "Client", "New" + s.GoName + "Client", "Unimplemented" + s.GoName + "Server",
		"Unsafe" + s.GoName + "Server", "Register" + s.GoName + "Server", s.GoName + "_ServiceDesc",
	}
	seen := map[string]bool{}
	for _, m := range s.Methods {
		stem := s.GoName + "_" + m.GoName
		if seen[stem] {
			continue
		}
		seen[stem] = true
		names = append(names, stem+"_FullMethodName", "_"+stem+"_Handler")
		if m.Desc.IsStreamingClient() || m.Desc.IsStreamingServer() {
			names = append(names, stem+"Client", stem+"Server")
		}
	}
	return names
}

// unexported begins a name with a small letter, as protoc-gen-go-grpc does.
func unexported(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// claim returns a name at the top of the package that nothing else has: the first that is free, or else the last
// with a number.
func (p *goPackage) claim(wanted ...string) string {
	for _, name := range wanted {
		if _, taken := p.declared[name]; !taken {
			p.declared[name] = "what is generated beside it"
			return name
		}
	}
	for n := 2; ; n++ {
		name := wanted[len(wanted)-1] + strconv.Itoa(n)
		if _, taken := p.declared[name]; !taken {
			return p.claim(name)
		}
	}
}

const (
	nameTaken   = "generate/go-name-taken"
	nameTakenIs = "rename one of them: the names of gRPC's Go code follow from those of the contract"
	noSample    = "generate/no-sample"
	noSampleIs  = "loosen its rules, or implement it in tests by the function of the method"
)

func (l *lowering) refuse(d protoreflect.Descriptor, message string) {
	l.findings = append(l.findings, report.Finding{
		Rule: nameTaken, Severity: report.Error, Element: spec.ID(d.FullName()), Message: message, Cure: nameTakenIs,
	})
}

// Diagnostics explains everything that is told, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: nameTaken, Title: "a name that gRPC's Go code needs is taken", Severity: report.Error,
			Help: "For each service, protoc-gen-go-grpc declares types, functions and constants whose names follow from the contract, such as `OrdersServer` and `Orders_ServiceDesc`. " +
				"Here they are the same, so that services move over unchanged; a message of that name, or a second method that Go calls alike, can't stand beside them."},
		{ID: noSample, Title: "no sample of an answer could be made", Severity: report.Warning,
			Help: "Fakes answer samples that keep the rules of their messages. None was found for this one: its rules exclude each other, or it demands messages of its own kind without end."},
	}
}
