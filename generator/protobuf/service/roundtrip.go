package service

import (
	"path"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

// RoundTripFile is the test that the messages of a file come back as they went.
type RoundTripFile struct {
	Head
	Testing, RoundTrip string // the names of the packages
	Test               string // "TestLibraryRoundTrip"
	File               string // the variable of the file's descriptor
	Source             string // "library.proto"
}

// Template returns the name of the template.
func (*RoundTripFile) Template() string { return "roundtrip_test.go.tmpl" }

func (l *lowering) roundTripFile(f *protogen.File) *RoundTripFile {
	p := l.packages[f.GoImportPath]
	i := newImports(f.GoImportPath, p.declared)
	source := path.Base(f.Desc.Path())
	out := &RoundTripFile{
		Head: Head{Package: string(f.GoPackageName)}, Testing: i.name(testingPackage), RoundTrip: l.kit(i, "roundtrip"),
		Test: p.claim("Test" + naming.Exported(strings.TrimSuffix(source, ".proto")) + "RoundTrip"), File: f.GoDescriptorIdent.GoName, Source: source,
	}
	out.Imports = i.sorted()
	return out
}

// travels reports whether a file declares what can be sent.
func travels(f *protogen.File) bool { return len(f.Messages)+len(f.Extensions) > 0 }
