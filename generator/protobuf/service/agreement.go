package service

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
)

const testingPackage = protogen.GoImportPath("testing")

// AgreementFile is the test that gRPC and REST answer alike.
type AgreementFile struct {
	Head
	Testing, Agree string // the names of the packages
	Edge, CEL      string // those that evaluate rules at run time; "": not needed
	Services       []*Agreement
}

// Agreement is the test of one service.
type Agreement struct {
	Test, Service, Fake string // "TestOrdersAgreement", "Orders", "FakeOrders"
	Calls               []Call
}

// Call is one method with a request that its contract allows.
type Call struct {
	Method  string // as the contract calls it
	Request string // a Go literal of ProtoJSON
	Skip    string // why there is none
}

// Template returns the name of the template.
func (*AgreementFile) Template() string { return "agreement_test.go.tmpl" }

func (l *lowering) agreementFile(f *protogen.File) *AgreementFile {
	p := l.packages[f.GoImportPath]
	i := newImports(f.GoImportPath, p.declared)
	out := &AgreementFile{Head: Head{Package: string(f.GoPackageName)}, Testing: i.name(testingPackage), Agree: l.kit(i, "agree")}
	if l.options.Runtime {
		out.Edge, out.CEL = l.kit(i, "edge"), l.kit(i, "celvalid")
	}
	for _, s := range f.Services {
		if len(s.Methods) == 0 {
			continue
		}
		agreement := &Agreement{Test: p.claim("Test" + s.GoName + "Agreement"), Service: s.GoName, Fake: l.fakes[s]}
		for _, m := range s.Methods {
			agreement.Calls = append(agreement.Calls, l.call(m.Desc))
		}
		out.Services = append(out.Services, agreement)
	}
	out.Imports = i.sorted()
	return out
}

func (l *lowering) call(d protoreflect.MethodDescriptor) Call {
	out := Call{Method: string(d.Name())}
	made, err := l.maker.Request(d)
	var text string
	if err == nil {
		text, err = l.maker.JSON(made)
	}
	if err != nil {
		out.Skip = "no request could be made: " + err.Error()
		return out
	}
	out.Request = literal(text, "\t\t")
	return out
}
