package protobuf

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// clashes finds names that the messages of one Go package would declare twice: Foo.Bar and Foo_Bar are
// two in .proto, and one in Go.
func clashes(files []*protogen.File) []report.Finding {
	c := &clashing{owner: map[protogen.GoIdent]protoreflect.Descriptor{}}
	for _, f := range files {
		c.messages(f.Messages)
		c.enums(f.Enums)
		c.extensions(f.Extensions)
	}
	return c.findings
}

type clashing struct {
	owner    map[protogen.GoIdent]protoreflect.Descriptor
	findings []report.Finding
}

func (c *clashing) claim(name protogen.GoIdent, d protoreflect.Descriptor) {
	other := c.owner[name]
	if other == nil {
		c.owner[name] = d
		return
	}
	c.findings = append(c.findings, report.Finding{
		Rule: goClash, Severity: report.Error, Element: spec.ID(d.FullName()),
		Message: string(d.FullName()) + " and " + string(other.FullName()) + " are both called " + name.GoName + " in Go",
		Cure:    "rename one of them",
	})
}

func (c *clashing) messages(messages []*protogen.Message) {
	for _, m := range messages {
		if m.Desc.IsMapEntry() {
			continue
		}
		c.claim(m.GoIdent, m.Desc)
		for _, o := range m.Oneofs {
			for _, f := range o.Fields {
				if !o.Desc.IsSynthetic() {
					c.claim(f.GoIdent, f.Desc)
				}
			}
		}
		c.messages(m.Messages)
		c.enums(m.Enums)
		c.extensions(m.Extensions)
	}
}

func (c *clashing) enums(enums []*protogen.Enum) {
	for _, e := range enums {
		c.claim(e.GoIdent, e.Desc)
		for _, suffix := range [...]string{"_name", "_value"} { // the maps of a value's names and numbers
			c.claim(e.GoIdent.GoImportPath.Ident(e.GoIdent.GoName+suffix), e.Desc)
		}
		for _, v := range e.Values {
			c.claim(v.GoIdent, v.Desc)
		}
	}
}

func (c *clashing) extensions(extensions []*protogen.Extension) {
	for _, x := range extensions {
		c.claim(x.GoIdent.GoImportPath.Ident("E_"+x.GoIdent.GoName), x.Desc)
	}
}
