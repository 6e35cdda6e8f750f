// Package service lowers the services of .proto files to Go: the glue that protoc-gen-go-grpc writes, name for
// name, iterators over pages, a fake, and the tests that gRPC and REST answer alike and that messages come back as they
// went. It must not know how messages are generated, nor where files go.
package service

import (
	"maps"
	"path"
	"slices"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf/sample"
	"github.com/bylaw-dev/bylaw/report"
)

// Kit is the module of the packages that what is generated imports.
const Kit = "github.com/bylaw-dev/bylaw/templates/kit"

// Options are what is asked for.
type Options struct {
	Outputs  generator.Outputs
	Platform string // the import path below which the kit's packages lie; "": Kit
	Runtime  bool   // rules are left to the run time, which tests have to bring along then
}

// Lowered is what services look like in Go. With an Error among the findings nothing is to be printed.
type Lowered struct {
	Units    []generator.Unit // by the order of the files
	Platform []string         // packages of the kit that they import, sorted: "agree"
	Findings []report.Finding // with elements, and without spans
}

// Lower lowers the services of all files that Go is generated for: those of one Go package have to be lowered
// together, for its names are settled once.
func Lower(files []*protogen.File, o Options) *Lowered {
	if o.Platform == "" {
		o.Platform = Kit
	}
	l := &lowering{options: o, packages: map[protogen.GoImportPath]*goPackage{}, platform: map[string]bool{}, fakes: map[*protogen.Service]string{}}
	for _, f := range files {
		l.declare(f)
	}
	for _, f := range files {
		l.collide(f)
	}
	l.maker = sample.New(registry(files))
	for _, f := range files {
		for _, s := range f.Services {
			l.fakes[s] = l.packages[f.GoImportPath].claim("Fake"+s.GoName, "Fake"+s.GoName+"Server")
		}
	}
	for _, f := range files {
		if len(f.Services) > 0 {
			l.file(f)
		}
		if o.Outputs.Has(generator.Tests) && travels(f) {
			l.add(f, ".roundtrip_test.go", l.roundTripFile(f))
		}
	}
	return &Lowered{Units: l.units, Platform: slices.Sorted(maps.Keys(l.platform)), Findings: l.findings}
}

// registry holds the files with all that they import.
func registry(files []*protogen.File) *protoregistry.Files {
	out := new(protoregistry.Files)
	var add func(protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if _, err := out.FindFileByPath(f.Path()); err == nil || f.IsPlaceholder() {
			return
		}
		for i := range f.Imports().Len() {
			add(f.Imports().Get(i).FileDescriptor)
		}
		_ = out.RegisterFile(f) // linked before, so that nothing is declared twice
	}
	for _, f := range files {
		add(f.Desc)
	}
	return out
}

// lowering is the state of one Lower.
type lowering struct {
	options  Options
	packages map[protogen.GoImportPath]*goPackage
	platform map[string]bool
	fakes    map[*protogen.Service]string // their names
	maker    *sample.Maker
	units    []generator.Unit
	findings []report.Finding
}

// file plans all that stands beside one file's messages.
func (l *lowering) file(f *protogen.File) {
	out := l.options.Outputs
	if out&(generator.Server|generator.Client|generator.Fake|generator.Tests) != 0 {
		l.add(f, ".grpc.go", l.glue(f))
	}
	if out.Has(generator.Client) {
		if pages := l.clientFile(f); len(pages.Lists) > 0 {
			l.add(f, ".client.go", pages)
		}
	}
	if out.Has(generator.Fake) {
		l.add(f, ".fake.go", l.fakeFile(f))
	}
	if out.Has(generator.Fake | generator.Tests | generator.Server) {
		l.add(f, ".agreement_test.go", l.agreementFile(f))
	}
}

func (l *lowering) add(f *protogen.File, suffix string, data generator.Data) {
	l.units = append(l.units, generator.Unit{Path: f.GeneratedFilenamePrefix + suffix, Data: data})
}

// kit imports a package of the kit, and returns the name by which it is known.
func (l *lowering) kit(i *imports, name string) string {
	l.platform[name] = true
	return i.name(protogen.GoImportPath(path.Join(l.options.Platform, name)))
}
