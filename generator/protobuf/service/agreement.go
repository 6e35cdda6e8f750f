package service

import "google.golang.org/protobuf/compiler/protogen"

// AgreementFile is the test that gRPC and REST answer alike.
type AgreementFile struct {
	Head
}

// Template returns the name of the template.
func (*AgreementFile) Template() string { return "agreement_test.go.tmpl" }

func (l *lowering) agreementFile(f *protogen.File) *AgreementFile { return &AgreementFile{} }
