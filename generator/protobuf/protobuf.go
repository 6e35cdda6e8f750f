// Package protobuf is the Go target for .proto: messages as protoc-gen-go writes them, their rules as Go,
// and the glue of services that edge, the boundary at run time, serves over every protocol. It decides
// where Go packages lie and that they go together; what is generated for one is its subpackages'. It
// must not know how .proto is read, nor OpenAPI.
package protobuf

import (
	"go/format"
	"path"
	"slices"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf/http"
	"github.com/bylaw-dev/bylaw/generator/protobuf/service"
	"github.com/bylaw-dev/bylaw/generator/protobuf/validate"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/templates"
)

// New returns the target for the packages of a contract, all of which have been placed.
func New(c *Contract) generator.Target { return target{c} }

type target struct{ contract *Contract }

// Language returns how Go is printed.
func (target) Language() generator.Language { return Language() }

// Language returns how Go is printed.
func Language() generator.Language {
	return generator.Language{
		Name: "go", Templates: templates.Protobuf(), Diagnostics: Diagnostics(),
		Format: func(_ string, text []byte) ([]byte, error) { return format.Source(text) },
	}
}

// Messages are the Go messages of one file, as protoc-gen-go writes them.
type Messages struct{ Text string }

// Template returns the name of the template.
func (*Messages) Template() string { return "messages.go.tmpl" }

// Lower decides how a package of the contract looks in Go.
func (t target) Lower(api *spec.API, o generator.Options) (*generator.Plan, []report.Finding) {
	for _, p := range t.contract.packages {
		if p.API == api {
			l := &lowering{Package: p, linked: t.contract.linked(), options: o, platform: path.Join(o.Module, o.Support), plan: &generator.Plan{}}
			return l.lower()
		}
	}
	return &generator.Plan{}, nil
}

// lowering is one package on its way to a plan.
type lowering struct {
	*Package
	*linked
	options  generator.Options
	platform string // the import path below which the packages lie that generated code imports
	plan     *generator.Plan
}

func (l *lowering) lower() (*generator.Plan, []report.Finding) {
	findings := slices.Clone(l.findings[l.Name])
	if l.messages == nil {
		return l.plan, l.contract.placed(l.API, findings)
	}
	var chosen []*protogen.File
	for _, f := range l.Package.files {
		file := l.linked.files[f.GetName()]
		l.file(file)
		if l.contract.chosen[f.GetName()] {
			chosen = append(chosen, file)
		}
	}
	findings = append(findings, l.services(chosen)...)
	slices.Sort(l.plan.Support)
	l.plan.Support = slices.Compact(l.plan.Support)
	return l.plan, l.contract.placed(l.API, findings)
}

// file plans the messages of a file and their rules.
func (l *lowering) file(f *protogen.File) {
	at := path.Base(f.GeneratedFilenamePrefix)
	for _, ending := range [...]string{".pb.go", "_protoopaque.pb.go"} { // the second for those of the hybrid API
		if text, ok := l.messages[f.GeneratedFilenamePrefix+ending]; ok {
			l.add(at+ending, &Messages{text})
		}
	}
	if rules := l.rules[f.GeneratedFilenamePrefix]; rules != nil {
		l.add(at+".rules.go", l.relocated(rules))
	}
}

func (l *lowering) add(name string, data generator.Data) {
	l.plan.Units = append(l.plan.Units, generator.Unit{Path: name, Data: data})
}

// relocated returns rules that import the kit from where it is copied to.
func (l *lowering) relocated(rules *validate.File) *validate.File {
	moved := *rules
	moved.Imports = slices.Clone(rules.Imports)
	for i, imported := range moved.Imports {
		if name, ok := strings.CutPrefix(imported, templates.KitModule+"/"); ok {
			moved.Imports[i] = path.Join(l.platform, name)
			l.plan.Support = append(l.plan.Support, name)
		}
	}
	return &moved
}

// services plans what stands beside the messages of the files that were asked for.
func (l *lowering) services(files []*protogen.File) []report.Finding {
	var findings []report.Finding
	serves := slices.ContainsFunc(files, func(f *protogen.File) bool { return len(f.Services) > 0 })
	if serves {
		findings = http.Check(l.API)
	}
	lowered := service.Lower(files, service.Options{Outputs: l.options.Outputs, Platform: l.platform, Runtime: l.needsRuntime()})
	for _, u := range lowered.Units {
		u.Path = path.Base(u.Path)
		l.plan.Units = append(l.plan.Units, u)
	}
	l.plan.Support = append(l.plan.Support, lowered.Platform...)
	if serves {
		l.runtime(files)
	}
	return append(findings, lowered.Findings...)
}
