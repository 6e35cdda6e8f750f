package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang"
	"github.com/bylaw-dev/bylaw/generator/project"
	"github.com/bylaw-dev/bylaw/generator/protobuf/service"
)

// groups returns what is to be implemented of the packages that were generated.
func groups(jobs []*job) (all []project.Group) {
	for _, j := range jobs {
		for _, u := range j.plan.Units {
			switch data := u.Data.(type) {
			case *golang.ServerFile:
				all = append(all, tagGroups(j, data)...)
			case *service.GRPCFile:
				all = append(all, serviceGroups(j, data)...)
			}
		}
	}
	taken := map[string]bool{"doc": true} // doc.go says what the package is for
	for i := range all {
		all[i].Type = free(taken, all[i].Name, all[i].Alias)
	}
	return all
}

// free returns a name that isn't taken yet, however it is written, and takes it.
func free(taken map[string]bool, name, otherwise string) string {
	for taken[strings.ToLower(name)] {
		name = strings.ToUpper(otherwise[:1]) + otherwise[1:] + name
	}
	taken[strings.ToLower(name)] = true
	return name
}

// tagGroups are those of an OpenAPI document.
func tagGroups(j *job, f *golang.ServerFile) (all []project.Group) {
	if f.Main == nil {
		return nil
	}
	at := importPath(layout{module: module{path: j.options.Module}, out: j.options.Out})
	for _, g := range f.Main.Groups {
		group := project.Group{
			Import: at, Alias: j.options.Package, Own: j.options.Package, Name: g.Name, Field: g.Field, Embed: g.Stub,
			Imports: []project.Import{{Path: "context"}, {}, {Path: at}, {Path: supportPath(j, "boundary")}},
		}
		for _, o := range g.Operations {
			group.Operations = append(group.Operations, project.Operation{
				Doc:       o.Doc,
				Signature: o.Name + "(ctx context.Context, in *" + group.Own + "." + o.Request + ") (" + group.Own + "." + o.Result + ", error)",
				Return:    "nil, boundary.Unimplemented(" + strconv.Quote(o.ID) + ")",
			})
		}
		all = append(all, group)
	}
	return all
}

func supportPath(j *job, name string) string {
	return j.options.Module + "/" + j.options.Support + "/" + name
}

// wired are the names that the wiring of a service knows packages by.
var wired = []string{"celvalid", "config", "edge", "grpc", "grpchealth", "health", "http", "reflection", "rest", "runtime", "service", "slog"}

// serviceGroups are those of a .proto file.
func serviceGroups(j *job, f *service.GRPCFile) (all []project.Group) {
	at := importPath(layout{module: module{path: j.options.Module}, out: j.options.Out})
	alias := j.options.Package
	if slices.Contains(wired, alias) {
		alias += "pb"
	}
	for _, s := range f.Services {
		b := groupBuilder{file: f, used: map[string]bool{f.Codes: true, f.Status: true}, own: ownName(f, alias)}
		group := project.Group{Import: at, Alias: alias, Own: b.own, Name: s.Name, Embed: "Unimplemented" + s.Name + "Server"}
		for _, m := range s.Methods {
			group.Operations = append(group.Operations, b.operation(m))
		}
		if len(s.Methods) == 0 {
			clear(b.used)
		}
		group.Imports = b.imports(at)
		all = append(all, group)
	}
	return all
}

// ownName returns what the generated package is called in a file that knows others by the names that it does itself.
func ownName(f *service.GRPCFile, name string) string {
	for slices.ContainsFunc(f.Imports, func(i service.Import) bool { return named(i) == name }) {
		name += "pb"
	}
	return name
}

func named(i service.Import) string {
	if i.Name != "" {
		return i.Name
	}
	return i.Path[strings.LastIndexByte(i.Path, '/')+1:]
}

// groupBuilder writes the methods of a service as those who implement it do, outside of its package.
type groupBuilder struct {
	file *service.GRPCFile
	own  string
	used map[string]bool // names of packages
}

// typed returns a message as it is called outside of the package.
func (b *groupBuilder) typed(name string) string {
	if pkg, _, ok := strings.Cut(name, "."); ok {
		b.used[pkg] = true
		return name
	}
	return b.own + "." + name
}

func (b *groupBuilder) operation(m *service.Method) project.Operation {
	outer := *m
	outer.Input, outer.Output = b.typed(m.Input), b.typed(m.Output)
	o := project.Operation{Doc: m.Doc, Return: b.file.Status + ".Error(" + b.file.Codes + `.Unimplemented, "` + m.RPC + ` is not implemented")`}
	if len(o.Doc) == 0 {
		o.Doc = []string{m.Name + " is not implemented yet."}
	}
	if m.Unary() {
		b.used[m.Context] = true
		o.Signature, o.Return = m.Name+"(ctx "+m.Context+".Context, in *"+outer.Input+") (*"+outer.Output+", error)", "nil, "+o.Return
		return o
	}
	b.used[m.GRPC] = true
	stream := "stream " + outer.StreamType("Server")
	if !m.Takes {
		stream = "in *" + outer.Input + ", " + stream
	}
	o.Signature = m.Name + "(" + stream + ") error"
	return o
}

// imports returns the packages that the methods name, those of the standard library first.
func (b *groupBuilder) imports(own string) (all []project.Import) {
	for _, i := range b.file.Imports {
		if i.Path != "" && b.used[named(i)] && !strings.Contains(i.Path, ".") {
			all = append(all, project.Import(i))
		}
	}
	if len(all) > 0 {
		all = append(all, project.Import{})
	}
	for _, i := range b.file.Imports {
		if b.used[named(i)] && strings.Contains(i.Path, ".") {
			all = append(all, project.Import(i))
		}
	}
	return append(all, project.Import{}, project.Import{Name: b.own, Path: own})
}
