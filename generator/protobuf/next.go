package protobuf

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
)

// runtime adds the packages that whoever serves or calls needs beside what is generated, and says
// what to do with them.
func (l *lowering) runtime(files []*protogen.File) {
	need := func(names ...string) { l.plan.Support = append(l.plan.Support, names...) }
	if l.options.Outputs.Has(generator.Client) {
		need("rpcclient", "restclient")
	}
	if l.options.Outputs.Has(generator.Connect) {
		need("connected")
	}
	if !l.options.Outputs.Has(generator.Server) {
		return
	}
	need("edge", "rest", "update")
	options, runtime := "edge.Options{}", ""
	if l.needsRuntime() {
		need("celvalid")
		options = "edge.Options{Runtime: runtime}"
		runtime = "; runtime is what celvalid.New() returns"
	}
	l.plan.Next = append(l.plan.Next, l.implement(files, options)+runtime)
}

// needsRuntime reports whether any rules are left to the run time: not those of this package alone,
// for its messages may hold others.
func (l *lowering) needsRuntime() bool {
	for _, findings := range l.findings {
		if slices.ContainsFunc(findings, func(f report.Finding) bool {
			return f.Rule == "generate/runtime-rules" || f.Rule == "generate/invalid-rules"
		}) {
			return true
		}
	}
	return false
}

// implement names what is to be implemented, and how it is served.
func (l *lowering) implement(files []*protogen.File, options string) string {
	var servers, registers []string
	for _, f := range files {
		for _, s := range f.Services {
			servers = append(servers, l.goName+"."+s.GoName+"Server")
			registers = append(registers, l.goName+".Register"+s.GoName+"Server")
		}
	}
	text := "implement " + Listed(servers) + ", give it to " + registers[0] + " with a server that is edge.New(" + options + ")"
	if len(servers) > 1 {
		text = "implement " + Listed(servers) + ", give them to " + registers[0] + " and its like with a server that is edge.New(" + options + ")"
	}
	l.plan.Servers = servers
	return text + "; its GRPC() serves gRPC, and rest.New(server, rest.Options{}) serves REST"
}

// Listed joins names as a sentence does, the first few of many.
func Listed(names []string) string {
	if len(names) > 4 {
		return fmt.Sprintf("%s and %d others", strings.Join(names[:3], ", "), len(names)-3)
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
