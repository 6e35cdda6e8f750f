// Package project plans a new service around its contract: all the files of a repository that builds, tests, runs and is
// deployed. It must not know how a contract is read, nor what is generated from it beyond the names that wiring needs.
package project

import (
	"context"
	"go/format"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project/overlay"
	"github.com/bylaw-dev/bylaw/templates"
)

// Kind is the format of a service's contract.
type Kind string

// The kinds, the one that is taken if nothing is said first.
const (
	Proto   Kind = "proto"
	OpenAPI Kind = "openapi"
)

// Kinds lists the kinds by name.
func Kinds() []string { return []string{string(Proto), string(OpenAPI)} }

// Stores lists what a service can keep its items in.
func Stores() []string { return []string{"memory", "sqlite", "postgres"} }

// Project is what is to be known of a new service.
type Project struct {
	Name   string // "order-history": see CheckName
	Module string // "example.com/order-history"
	Kind   Kind
	Store  string // of Stores

	Spec    string // where the contract lies, for bylaw.yaml: "api/order-history.yaml", or a folder
	Example bool   // it is ours, an example; otherwise someone has brought it
	// Replaced is an example that is about something else by now, so that nothing comes to it that is about its item.
	Replaced bool
	Bylaw    string // the version that CI installs: "v1.2.3", "latest"
	Today    time.Time

	Own              *overlay.Set // templates of the user's own, which are laid over ours; nil: none
	Template, Commit string       // where they come from, for the stamp

	Requires []string // modules, as "path@version"
	Groups   []Group  // what is served, in the order of the contract
	Runtime  bool     // rules are left to the run time
}

// Group is what one implementation serves: a service of .proto, a tag of OpenAPI.
type Group struct {
	Import, Alias string // the generated package
	Name          string // "OrdersService"
	Field         string // of OpenAPI: its field in Handlers
	Embed         string // what answers that nothing is implemented, in the generated package: "UnimplementedOrdersServiceServer"
	Type          string // of the implementation, in package service
	Imports       []Import
	Own           string // the name of the generated package among Imports
	Operations    []Operation
}

// Import is one package that an implementation imports. The zero Import is an empty line.
type Import struct{ Name, Path string }

// Operation is one method of an implementation.
type Operation struct {
	Doc       []string
	Signature string // "GetOrder(ctx context.Context, in *ordersv1.GetOrderRequest) (*ordersv1.Order, error)"
	Return    string // what it does until somebody writes it: "nil, status.Error(…)"
}

// Contract is how the example's contract is called.
type Contract struct {
	Package string // "orderhistory": of .proto, orderhistory.v1
	File    string // of .proto, as imports name it: "orderhistory/v1/order_history.proto"
	Service string // "OrderHistoryService"
	Import  string // "example.com/order-history/gen/orderhistory/v1"
	Alias   string // "orderhistoryv1"
}

// Contract names the example's contract.
func (p *Project) Contract() Contract {
	words := strings.Split(base(p.Name), "-")
	c := Contract{Package: strings.Join(words, "")}
	for _, w := range words {
		c.Service += strings.ToUpper(w[:1]) + w[1:]
	}
	c.Service += "Service"
	c.File = path.Join(c.Package, "v1", strings.Join(words, "_")+".proto")
	c.Alias, c.Import = c.Package+"v1", path.Join(p.Module, "gen", c.Package, "v1")
	return c
}

// Packages returns the generated packages that are served, each once, in the order of their paths.
func (p *Project) Packages() []Import {
	var all []Import
	for _, g := range p.Groups {
		all = append(all, Import{g.Alias, g.Import})
	}
	slices.SortFunc(all, func(a, b Import) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(all)
}

// HasSQL reports whether the service keeps things in a database.
func (p *Project) HasSQL() bool { return p.Store != "memory" }

// HasItem reports whether the service keeps the example's items.
func (p *Project) HasItem() bool { return p.Example && !p.Replaced }

// HasGRPC reports whether the service speaks gRPC.
func (p *Project) HasGRPC() bool { return p.Kind == Proto }

// Begin returns the files that the contract is generated with: the contract itself if it is an example, the configuration,
// the module.
func (p *Project) Begin(ctx context.Context) ([]generator.File, error) { return p.beginWith(ctx) }

// Rest returns all other files. Requires and Groups have to be known by then.
func (p *Project) Rest(ctx context.Context) ([]generator.File, error) { return p.restWith(ctx) }

// part is the files of one folder of templates.
type part struct {
	folder string
	units  []generator.Unit
}

func (p *Project) emit(ctx context.Context, parts []part) ([]generator.File, error) {
	var files []generator.File
	for _, part := range parts {
		folder, err := templates.Project(part.folder)
		if err != nil {
			return nil, err
		}
		language := generator.Language{Name: "project", Templates: folder, Format: layOut}
		made, err := generator.Emit(ctx, &generator.Plan{Units: part.units}, language, generator.Options{Out: "."}, nil)
		if err != nil {
			return nil, err
		}
		files = append(files, made...)
	}
	slices.SortFunc(files, func(a, b generator.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func layOut(name string, text []byte) ([]byte, error) {
	if path.Ext(name) == ".go" {
		return format.Source(text)
	}
	return text, nil
}

// Calls are commands that call the service as `make run` serves it.
func (p *Project) Calls() []string {
	const create = `curl -sS localhost:8080/v1/items -H 'Content-Type: application/json' -d '{"title": "First"}'`
	switch {
	case !p.Example:
		return []string{"curl -sS localhost:8081/health/ready"}
	case p.HasGRPC():
		return []string{create}
	}
	return []string{create + " -H 'Idempotency-Key: 1'"}
}
