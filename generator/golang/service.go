package golang

import (
	"github.com/bylaw-dev/bylaw/generator"
)

// ServiceFile is service.go: a beginning for the user's own implementation, written once.
type ServiceFile struct {
	Head
	Name   string // "Service"
	Groups []*ServiceGroup
}

// ServiceGroup is what the service implements of one group.
type ServiceGroup struct {
	Name, Stub string
	Operations []*FakeOperation
}

// Template returns the name of the template.
func (*ServiceFile) Template() string { return "service.go.tmpl" }

// service adds the file that is the user's from the moment it has been written. It embeds what
// answers 501, so that it goes on compiling when the contract gets more operations.
func (a *assembly) service() {
	file := &ServiceFile{Head: a.head, Name: a.names.Claim("Service", nil)}
	for _, g := range a.groups {
		group := &ServiceGroup{Name: g.name, Stub: g.stub}
		for _, o := range g.operations {
			group.Operations = append(group.Operations, &FakeOperation{Name: o.name, Request: o.request, Result: o.result})
		}
		file.Groups = append(file.Groups, group)
	}
	a.units = append(a.units, generator.Unit{Path: "service.go", Owner: generator.Once, Data: file})
}
