package protobuf

import (
	"path"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/generator/protobuf/protogo"
	"github.com/bylaw-dev/bylaw/generator/protobuf/validate"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// linked is what is made of the whole contract at once, for its Go packages import each other.
type linked struct {
	files    map[string]*protogen.File
	messages map[string]string // Go, by file
	rules    map[string]*validate.File
	findings map[string][]report.Finding // by proto package
}

// link makes Go of all messages.
func (c *Contract) link() *linked {
	l := &linked{files: map[string]*protogen.File{}, rules: map[string]*validate.File{}, findings: map[string][]report.Finding{}}
	if cycles := c.cycles(); len(cycles) > 0 {
		l.add(c, cycles)
		return l
	}
	plugin, err := protogo.Plugin(c.request())
	if err != nil {
		l.fail(c, err)
		return l
	}
	generated := l.name(c, plugin)
	l.add(c, clashes(generated))
	if l.messages, err = protogo.Messages(plugin); err != nil {
		l.fail(c, err)
		return l
	}
	rules, findings := validate.Lower(generated)
	for _, one := range rules {
		l.rules[strings.TrimSuffix(one.Path, ".rules.go")] = one
	}
	l.add(c, findings)
	return l
}

// request asks for Go of all that is not built in.
func (c *Contract) request() protogo.Request {
	r := protogo.Request{Packages: map[string]string{}}
	for _, f := range c.files {
		p := c.owner[f.GetName()] // nil: it is built in
		if p == nil {
			r.Files = append(r.Files, f)
			continue
		}
		f = harmless(f)
		at := p.importPath + ";" + p.goName
		if strings.ContainsAny(f.GetName(), ",=") { // such a name can't be told of beside the file
			f = proto.CloneOf(f)
			if f.Options == nil {
				f.Options = &descriptorpb.FileOptions{}
			}
			f.Options.GoPackage = &at
		} else {
			r.Packages[f.GetName()] = at
		}
		r.Files, r.Generate = append(r.Files, f), append(r.Generate, f.GetName())
	}
	return r
}

// name gives every file that Go is generated for the beginning of its files' names, and returns them.
func (l *linked) name(c *Contract, plugin *protogen.Plugin) (generated []*protogen.File) {
	for _, p := range c.packages {
		stems := stems(p.files)
		for _, f := range p.files {
			file := plugin.FilesByPath[f.GetName()]
			file.GeneratedFilenamePrefix = path.Join(p.importPath, stems[f.GetName()])
			l.files[f.GetName()] = file
			generated = append(generated, file)
		}
	}
	return generated
}

// add keeps findings by the package of what they are about.
func (l *linked) add(c *Contract, findings []report.Finding) {
	for _, f := range findings {
		pkg := c.packages[0].Name
		for _, p := range c.packages { // sorted, so that the longest comes last
			if string(f.Element) == p.Name || strings.HasPrefix(string(f.Element), p.Name+".") {
				pkg = p.Name
			}
		}
		l.findings[pkg] = append(l.findings[pkg], f)
	}
}

// fail keeps what protoc-gen-go's own code refuses. It says so in words, and not where.
func (l *linked) fail(c *Contract, err error) {
	first := c.packages[0]
	for _, p := range c.packages {
		if p.Chosen {
			first = p
			break
		}
	}
	text := strings.TrimPrefix(strings.Join(strings.Fields(err.Error()), " "), "generating Go messages: ")
	l.findings[first.Name] = append(l.findings[first.Name], report.Finding{
		Rule: refused, Severity: report.Error, Element: spec.ID(first.Name), Message: "no Go can be made of the messages: " + text,
		Cure: "change what is named, or generate from fewer files at a time",
	})
}
