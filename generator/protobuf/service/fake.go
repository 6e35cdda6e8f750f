package service

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

const (
	errorsPackage = protogen.GoImportPath("errors")
	ioPackage     = protogen.GoImportPath("io")
	jsonPackage   = protogen.GoImportPath("google.golang.org/protobuf/encoding/protojson")
)

// FakeFile holds implementations that answer samples.
type FakeFile struct {
	Head
	names
	Errors, IO, JSON string // the names of the packages; "": not needed
	Services         []*Fake
	Samples          []*Sample
}

// Fake is the fake of one service.
type Fake struct {
	Name, Service string // "FakeOrders", "Orders"
	Doc           []string
	Methods       []*FakeMethod
}

// FakeMethod is one method of a fake.
type FakeMethod struct {
	*Method
	Func   string  // the field that overrides it
	Sample *Sample // what it answers; nil: none could be made
}

// Sample is a function that makes one message.
type Sample struct {
	Name, Type string
	Doc        []string
	JSON       string // a Go literal; "": nothing is set in it
}

// Signature is the type of the field that overrides the method.
func (m *FakeMethod) Signature() string {
	return "func" + strings.TrimPrefix(m.ServerSignature(), m.Name)
}

// Declared is the method from its name to its results, with names of parameters.
func (m *FakeMethod) Declared() string {
	switch {
	case m.Unary():
		return m.Name + "(ctx " + m.Context + ".Context, in *" + m.Input + ") (*" + m.Output + ", error)"
	case m.Takes:
		return m.Name + "(stream " + m.StreamType("Server") + ") error"
	}
	return m.Name + "(in *" + m.Input + ", stream " + m.StreamType("Server") + ") error"
}

// Arguments are those parameters.
func (m *FakeMethod) Arguments() string {
	switch {
	case m.Unary():
		return "ctx, in"
	case m.Takes:
		return "stream"
	}
	return "in, stream"
}

// Template returns the name of the template.
func (*FakeFile) Template() string { return "fake.go.tmpl" }

func (l *lowering) fakeFile(f *protogen.File) *FakeFile {
	p := l.packages[f.GoImportPath]
	i := newImports(f.GoImportPath, p.declared)
	out := &FakeFile{Head: Head{Package: string(f.GoPackageName)}, names: names{GRPC: i.name(grpcPackage)}}
	samples := map[protogen.GoIdent]*Sample{}
	for _, s := range f.Services {
		fake := &Fake{Name: l.fakes[s], Service: s.GoName}
		fake.Doc = naming.Comment(fake.Name + " implements " + s.GoName + "Server for tests: it answers samples of the contract, or what the function of the method returns where that is set.")
		fields := methodNames(s)
		for _, m := range s.Methods {
			out.Context = i.name(contextPackage)
			method := lowerMethod(m, i, out.names)
			fake.Methods = append(fake.Methods, &FakeMethod{Method: method, Func: fields.Claim(m.GoName+"Func", nil), Sample: l.sample(p, m, i, samples, out)})
			if method.Takes {
				out.Errors, out.IO = i.name(errorsPackage), i.name(ioPackage)
			}
		}
		out.Services = append(out.Services, fake)
	}
	out.Imports = used(i, out)
	return out
}

// methodNames are the names that no field of a fake may have.
func methodNames(s *protogen.Service) *naming.Scope {
	reserved := []string{"Unimplemented" + s.GoName + "Server"}
	for _, m := range s.Methods {
		reserved = append(reserved, m.GoName)
	}
	return naming.NewScope(reserved...)
}

// used leaves out what was only asked for in case.
func used(i *imports, out *FakeFile) []Import {
	streams := false
	for _, s := range out.Services {
		for _, m := range s.Methods {
			streams = streams || !m.Unary()
		}
	}
	if !streams {
		delete(i.names, grpcPackage)
	}
	return i.sorted()
}

// sample returns what makes the answer of a method; the same for methods that answer the same.
func (l *lowering) sample(p *goPackage, m *protogen.Method, i *imports, made map[protogen.GoIdent]*Sample, out *FakeFile) *Sample {
	if s, ok := made[m.Output.GoIdent]; ok {
		return s
	}
	text, err := l.answer(m.Desc)
	if err != nil {
		l.warn(m.Desc, "its fake is not implemented, for no answer could be made: "+err.Error())
		made[m.Output.GoIdent] = nil
		return nil
	}
	s := &Sample{Name: p.claim("fake"+m.Output.GoIdent.GoName, "fake"+m.Parent.GoName+m.Output.GoIdent.GoName), Type: i.ident(m.Output.GoIdent)}
	s.Doc = naming.Comment(s.Name + " makes a message that a service could answer.")
	if text != "{}" {
		s.JSON, out.JSON = literal(text, "\t"), i.name(jsonPackage)
	}
	made[m.Output.GoIdent] = s
	out.Samples = append(out.Samples, s)
	return s
}

func (l *lowering) answer(d protoreflect.MethodDescriptor) (string, error) {
	made, err := l.maker.Answer(d.Output())
	if err != nil {
		return "", err
	}
	return l.maker.JSON(made)
}

// literal is a Go string that reads well: over several lines where it is long.
func literal(text, indent string) string {
	if len(text) > 80 {
		var out bytes.Buffer
		if json.Indent(&out, []byte(text), indent, "\t") == nil {
			text = out.String()
		}
	}
	if strings.Contains(text, "\r") || strings.Contains(text, "`") || strings.ContainsRune(text, '\ufeff') {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}

func (l *lowering) warn(d protoreflect.Descriptor, message string) {
	l.findings = append(l.findings, report.Finding{
		Rule: noSample, Severity: report.Warning, Element: spec.ID(d.FullName()), Message: message, Cure: noSampleIs,
	})
}
