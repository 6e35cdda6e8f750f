package project

import (
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
)

// page is what a template prints: the project, and with it one of its groups or nothing.
type page struct {
	*Project
	Group    Group
	template string
}

// Template returns the name of the template.
func (p *page) Template() string { return p.template + ".tmpl" }

// file is a file of the project.
func (p *Project) file(name, template string, owner generator.Owner) generator.Unit {
	return generator.Unit{Path: name, Owner: owner, Data: &page{Project: p, template: template}}
}

func (p *Project) beginning() []part {
	parts := []part{{"common", []generator.Unit{
		p.file("bylaw.yaml", "bylaw.yaml", generator.Once),
		p.file("go.mod", "go.mod", generator.Once),
	}}}
	if p.Example {
		parts = append(parts, part{"example-" + string(p.Kind), []generator.Unit{
			p.file(p.Spec, "contract"+path.Ext(p.Spec), generator.Once),
		}})
	}
	return parts
}

// rest lists the files that come after the contract's code is known. What the team writes on is theirs from the first
// day; what only carries it is ours until they edit it.
func (p *Project) rest() []part {
	command := path.Join("cmd", p.Name)
	parts := []part{
		{"common", []generator.Unit{
			p.file(".dockerignore", "dockerignore", generator.Kit),
			p.file(".github/CODEOWNERS", "codeowners", generator.Once),
			p.file(".github/workflows/ci.yaml", "ci.yaml", generator.Kit),
			p.file(".gitignore", "gitignore", generator.Once),
			p.file(".pre-commit-config.yaml", "pre-commit.yaml", generator.Kit),
			p.file("Dockerfile", "dockerfile", generator.Kit),
			p.file("Makefile", "makefile", generator.Kit),
			p.file("README.md", "readme.md", generator.Once),
			p.file("deploy/kubernetes/deployment.yaml", "deployment.yaml", generator.Kit),
			p.file("deploy/kubernetes/disruption.yaml", "disruption.yaml", generator.Kit),
			p.file("deploy/kubernetes/kustomization.yaml", "kustomization.yaml", generator.Kit),
			p.file("deploy/kubernetes/service.yaml", "service.yaml", generator.Kit),
			p.file("docs/runbook.md", "runbook.md", generator.Once),
			p.file(command+"/main.go", "main.go", generator.Kit),
			p.file(command+"/main_test.go", "main_test.go", generator.Kit),
			p.file(command+"/process.go", "process.go", generator.Kit),
			p.file(command+"/process_test.go", "process_test.go", generator.Kit),
			p.file("internal/config/config.go", "config.go", generator.Kit),
			p.file("internal/config/config_test.go", "config_test.go", generator.Kit),
			p.file("internal/config/environment.go", "environment.go", generator.Kit),
			p.file("internal/config/file.go", "file.go", generator.Kit),
		}},
		{"server", []generator.Unit{
			p.file("internal/server/admin.go", "admin.go", generator.Kit),
			p.file("internal/server/callers.go", "callers.go", generator.Kit),
			p.file("internal/server/limits.go", "limits.go", generator.Kit),
			p.file("internal/server/parts.go", "parts.go", generator.Kit),
			p.file("internal/server/parts_test.go", "parts_test.go", generator.Kit),
			p.file("internal/server/released.go", "released.go", generator.Once),
		}},
		p.protocol(),
		p.service(),
	}
	parts = append(parts, p.store()...)
	parts = append(parts, p.consumers()...)
	if p.Example {
		parts = append(parts, part{"common", []generator.Unit{
			p.file("internal/server/edges_test.go", "edges_test.go", generator.Once),
			p.file("internal/server/items.go", "items.go", generator.Once),
		}})
	}
	return parts
}

// protocol is what depends on how the service is called.
func (p *Project) protocol() part {
	units := []generator.Unit{p.file("internal/server/server.go", "server.go", generator.Kit)}
	if p.HasGRPC() {
		return part{"proto", append(units,
			p.file("internal/server/boundary.go", "boundary.go", generator.Kit),
			p.file("internal/server/headers.go", "headers.go", generator.Once))}
	}
	return part{"openapi", append(units, p.file("internal/server/once.go", "once.go", generator.Kit))}
}

// service is the implementation: the example's, or one for each group that is still to be written.
func (p *Project) service() part {
	if p.Example {
		return part{"example-" + string(p.Kind), []generator.Unit{
			p.file("internal/server/server_test.go", "server_test.go", generator.Once),
			p.file("internal/service/item.go", "item.go", generator.Once),
			p.file("internal/service/service.go", "service.go", generator.Once),
			p.file("internal/service/service_test.go", "service_test.go", generator.Once),
		}}
	}
	units := []generator.Unit{
		p.file("internal/server/server_test.go", "server_test.go", generator.Once),
		p.file("internal/service/doc.go", "doc.go", generator.Once),
	}
	for _, g := range p.Groups {
		units = append(units, generator.Unit{
			Path: "internal/service/" + strings.ToLower(g.Type) + ".go", Owner: generator.Once,
			Data: &page{Project: p, Group: g, template: "group.go"},
		})
	}
	return part{"stubs", units}
}

// ExampleConsumer is where the contract of the example's consumer lies.
const ExampleConsumer = "contracts/backoffice.yaml"

// consumers is what holds the service to what its consumers rely on.
func (p *Project) consumers() []part {
	parts := []part{{"consumers", []generator.Unit{
		p.file("contracts/README.md", "readme.md", generator.Once),
		p.file("internal/server/contract_states_test.go", "contract_states_test.go", generator.Once),
		p.file("internal/server/contract_test.go", "contract_test.go", generator.Kit),
	}}}
	if p.HasItem() {
		parts = append(parts, part{"example-" + string(p.Kind), []generator.Unit{p.file(ExampleConsumer, "consumer.yaml", generator.Once)}})
	}
	return parts
}

// store is where the service keeps things: its items if it is an example, and answers in any case.
func (p *Project) store() []part {
	folder, names := "store-memory", []string{"store.go", "storetest/storetest.go"}
	common := []string{"answers_test.go"}
	if p.Example {
		names, common = append(names, "items.go"), append(common, "item.go", "items_test.go")
	}
	if p.HasSQL() {
		folder, names = "store-sql", append(names, p.Store+".go", p.Store+"_test.go", "process_test.go", "tables.go", "tables_test.go")
		if p.Example {
			names = append(names, "migrations.go")
		}
	}
	return []part{{folder, p.stored(names)}, {"store", p.stored(common)}}
}

// stored are files of internal/store.
func (p *Project) stored(names []string) (units []generator.Unit) {
	for _, name := range names {
		template := path.Base(name)
		if template == "storetest.go" && p.HasSQL() {
			template = "storetest_" + p.Store + ".go"
		}
		units = append(units, p.file("internal/store/"+name, template, generator.Once))
	}
	return units
}
