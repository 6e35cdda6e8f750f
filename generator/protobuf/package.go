package protobuf

import (
	"go/token"
	"path"
	"strings"

	"golang.org/x/mod/module"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Package is one proto package, which becomes one Go package.
type Package struct {
	Name   string    // "shop.v1"
	API    *spec.API // its model
	Chosen bool      // it was asked for; others are only imported, and so only messages are generated

	contract   *Contract
	files      []*descriptorpb.FileDescriptorProto // sorted by name
	importPath string
	goName     string
}

// Paths returns the paths of its files in the model, those first that were asked for.
func (p *Package) Paths() []string {
	var chosen, others []string
	for _, f := range p.files {
		if at := p.contract.paths[f.GetName()]; p.contract.chosen[f.GetName()] {
			chosen = append(chosen, at)
		} else {
			others = append(others, at)
		}
	}
	return append(chosen, others...)
}

// Place says where the Go package lies, and what it is called.
func (p *Package) Place(importPath, name string) { p.importPath, p.goName = importPath, name }

// Wanted returns the folder, below the module of that path, which go_package asks for, and the name;
// "" where it asks for none, or for another module's.
func (p *Package) Wanted(modulePath string) (folder, name string, findings []report.Finding) {
	var first *descriptorpb.FileDescriptorProto
	for _, f := range p.files {
		at, called, problem := ownPlace(f.GetOptions().GetGoPackage(), modulePath)
		switch {
		case problem != "":
			findings = append(findings, p.goPackageFinding(f, problem, "write the import path of a package of your module, such as "+path.Join(modulePath, "gen/shopv1")))
		case at == "" && called == "":
		case first == nil:
			first, folder, name = f, at, called
		case at == "" && folder == "": // another module's: then the first name is as good as any
		case at != folder || called != name:
			finding := p.goPackageFinding(f, "the files of package "+p.Name+" ask for different Go packages", "write the same go_package in all of them")
			finding.Related = []report.Related{{Message: "the other is asked for here", Span: p.goPackageSpan(first)}}
			findings = append(findings, finding)
		}
	}
	return folder, name, findings
}

// ownPlace reads one go_package: the folder that it means in the module, and the name that follows a
// semicolon, or the folder's.
func ownPlace(goPackage, modulePath string) (folder, name, problem string) {
	at, name, named := strings.Cut(goPackage, ";")
	if named && (!token.IsIdentifier(name) || name == "_" || name == "main") {
		return "", "", "go_package names the package " + quoted(name) + ", which is no name of a Go package that others can import"
	}
	if at == "." || strings.HasPrefix(at, "./") || strings.HasPrefix(at, "../") {
		at = modulePath + "/" + at // as for protoc-gen-go, run where the module begins
		if !strings.HasPrefix(path.Clean(at)+"/", modulePath+"/") {
			return "", "", "go_package " + quoted(goPackage) + " leads out of the module " + modulePath
		}
		at = path.Clean(at)
	}
	if at != modulePath && !strings.HasPrefix(at, modulePath+"/") {
		return "", name, ""
	}
	if err := module.CheckImportPath(at); err != nil {
		return "", "", "go_package " + quoted(goPackage) + " is no import path"
	}
	if folder = strings.TrimPrefix(strings.TrimPrefix(at, modulePath), "/"); folder == "" {
		folder = "."
	}
	if !named {
		name = goName(path.Base(at))
	}
	return folder, name, ""
}

// goName makes the name of a package of the last part of its path, as protoc-gen-go does.
func goName(text string) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, text)
	if token.IsKeyword(name) || name[0] >= '0' && name[0] <= '9' {
		return "_" + name
	}
	return name
}

// Default returns where the package lies below the folder for such packages, and its name, where
// nobody says: shop/v1 and shopv1 for shop.v1. It is "" for files without a package.
func (p *Package) Default() (folder, name string) {
	if p.Name == "" {
		return "", ""
	}
	parts := strings.Split(p.Name, ".")
	name = parts[len(parts)-1]
	if len(parts) > 1 && p.API != nil && p.API.Version == name {
		name = parts[len(parts)-2] + name
	}
	for i, part := range parts {
		parts[i] = folderName(part)
	}
	return strings.Join(parts, "/"), plainName(name)
}

// folderName changes names that mean something to the go command, or to Windows.
func folderName(part string) string {
	switch part {
	case "internal", "vendor", "testdata":
		return part + "_"
	}
	part = strings.TrimLeft(part, "_")
	if part == "" || module.CheckImportPath("x/"+part) != nil {
		return part + "_x"
	}
	return part
}

// plainName makes a good name of a Go package: lower case, no underscores.
func plainName(text string) string {
	name := strings.ToLower(strings.ReplaceAll(text, "_", ""))
	if name == "" || name == "main" || token.IsKeyword(name) || name[0] >= '0' && name[0] <= '9' {
		return "api" + name
	}
	return name
}

func (p *Package) goPackageFinding(f *descriptorpb.FileDescriptorProto, message, cure string) report.Finding {
	finding := report.Finding{Rule: goPackage, Severity: report.Error, Span: p.goPackageSpan(f), Message: message, Cure: cure}
	if p.API != nil {
		finding.Element = p.API.ID()
	}
	return finding
}

// goPackageSpan returns where a file says which Go package is meant, or where it says its package.
func (p *Package) goPackageSpan(f *descriptorpb.FileDescriptorProto) source.Span {
	if d := p.contract.document(p.contract.paths[f.GetName()]); d != nil {
		return d.AttrSpan("go_package")
	}
	return source.Span{}
}
