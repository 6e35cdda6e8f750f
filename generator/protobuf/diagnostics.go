package protobuf

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/protobuf/http"
	"github.com/bylaw-dev/bylaw/generator/protobuf/service"
	"github.com/bylaw-dev/bylaw/generator/protobuf/validate"
	"github.com/bylaw-dev/bylaw/report"
)

// The IDs of the findings about packages and files.
const (
	fileName    = "generate/file-name"
	goClash     = "generate/go-clash"
	goPackage   = "generate/go-package"
	importCycle = "generate/import-cycle"
	refused     = "generate/refused"
)

// Diagnostics explains everything that this target tells, sorted by ID.
func Diagnostics() []report.Diagnostic {
	own := []report.Diagnostic{
		{ID: fileName, Title: "two files have one name", Severity: report.Error,
			Help: "A .proto file is known at run time by the path that others import it by, and protobuf's registry ends a program that holds two files of one name. Give them different paths below their import roots, or generate from them in separate runs, into separate programs."},
		{ID: goClash, Title: "two names are one in Go", Severity: report.Error,
			Help: "What is nested in .proto stands at the top of the package in Go, joined by an underscore: `Foo.Bar` and `Foo_Bar` both become `Foo_Bar`. Rename one of them."},
		{ID: goPackage, Title: "go_package asks for what can't be", Severity: report.Error,
			Help: "`go_package` says where the Go package of a file lies where that is in the module that is generated into, and is overlooked otherwise. All files of a proto package become one Go package, so they have to agree; a path has to be one that Go can import, and may not lead out of the module. `out` under `generate` in `bylaw.yaml`, or `--out`, decides instead."},
		{ID: importCycle, Title: "Go packages would import each other", Severity: report.Error,
			Help: "Files of two packages may import each other in .proto, as long as no file imports itself that way. Go packages may not. Move what both need into a package of its own."},
		{ID: refused, Title: "protoc-gen-go refuses the messages", Severity: report.Error,
			Help: "Messages are made by protoc-gen-go's own code, and it says that there is something that it can't make Go of."},
	}
	all := slices.Concat(own, http.Diagnostics(), service.Diagnostics(), validate.Diagnostics())
	slices.SortFunc(all, func(a, b report.Diagnostic) int { return strings.Compare(a.ID, b.ID) })
	return all
}
