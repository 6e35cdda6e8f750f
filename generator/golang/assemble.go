package golang

import (
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

// fewOperations is how many operations go into one file, whatever their tags, with the documentation
// that their contract has of them. Those of a large API are documented by their summaries.
const fewOperations = 40

// assembly collects the files of a plan.
type assembly struct {
	*lowering
	head  Head
	units []generator.Unit
}

// plan returns the files of the package. Types come last, for every other file may need more of them.
func (l *lowering) plan() *generator.Plan {
	a := &assembly{lowering: l, head: Head{Package: l.options.Package}}
	if l.wants(generator.Server) {
		a.server()
	}
	if l.wants(generator.Client) {
		a.client()
	}
	if l.wants(generator.Server) || l.wants(generator.Client) {
		a.operations()
	}
	if l.wants(generator.Server | generator.Fake) {
		a.fake()
	}
	if l.wants(generator.Server | generator.Fake | generator.Tests) {
		a.tests()
	}
	if l.wants(generator.Server | generator.Service) {
		a.service()
	}
	decls, findings := l.types.Decls()
	l.findings = append(l.findings, findings...)
	a.add("types.go", &TypesFile{a.head, decls})
	a.add("json.go", &JSONFile{a.head, decls})
	return a.finish()
}

func (a *assembly) add(name string, data generator.Data) {
	a.units = append(a.units, generator.Unit{Path: name, Data: data})
}

// finish gives every file the imports that it may need.
func (a *assembly) finish() *generator.Plan {
	imports := a.imports()
	for _, u := range a.units {
		u.Data.(interface{ setImports([]Import) }).setImports(imports)
	}
	slices.SortFunc(a.units, func(x, y generator.Unit) int { return strings.Compare(x.Path, y.Path) })
	return &generator.Plan{Units: a.units, Support: a.support(), Next: a.next()}
}

func (h *Head) setImports(imports []Import) { h.Imports = imports }

// imports lists all packages that generated code may use.
func (a *assembly) imports() []Import {
	var all []Import
	for _, p := range []string{"cmp", "context", "io", "iter", "log/slog", "net/http", "net/http/httptest", "regexp", "slices", "strconv", "strings", "testing", "time"} {
		all = append(all, Import{Path: p})
	}
	all = append(all, Import{}) // an empty line
	for _, p := range []string{"boundary", "client", "errors", "param", "retry", "value", "wire"} {
		all = append(all, Import{Path: path.Join(a.options.Module, a.options.Support, p)})
	}
	mapped := a.types.Imports()
	for _, name := range sortedKeys(mapped) {
		all = append(all, Import{Name: name, Path: mapped[name]})
	}
	return all
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// support lists the packages of the support module that the files import.
func (a *assembly) support() []string {
	packages := []string{"errors", "param", "value", "wire"}
	if a.wants(generator.Server) {
		packages = append(packages, "boundary")
	}
	if a.wants(generator.Client) {
		packages = append(packages, "client", "retry")
	}
	slices.Sort(packages)
	return packages
}

// next says what a user does first.
func (a *assembly) next() []string {
	if !a.wants(generator.Server) || len(a.groups) == 0 {
		return nil
	}
	name := a.options.Package
	return []string{"implement " + name + "." + a.groups[0].name + " and serve what " + name + ".NewHandler returns"}
}

// split reports whether every tag has files of its own.
func (a *assembly) split() bool {
	return len(a.groups) > 1 && !a.few()
}

// few reports whether one file can hold what there is of every operation.
func (l *lowering) few() bool { return len(l.operations) <= fewOperations }

// file names the file of a group: "server_orders.go".
func (a *assembly) file(part string, g *group) string {
	tag := strings.ToLower(naming.Exported(g.name))
	switch {
	case !ascii(tag), endsMeaningfully(tag):
		tag += "_operations"
	}
	return part + "_" + tag + ".go"
}

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c > 0x7e })
}

// endsMeaningfully reports whether Go would read more than a name into a file that ends so: a test,
// or the only system or processor that it is for.
func endsMeaningfully(tag string) bool {
	switch tag {
	case "test", "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd",
		"plan9", "solaris", "unix", "wasip1", "windows", "zos", "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle",
		"ppc64", "ppc64le", "riscv", "riscv64", "s390x", "sparc", "sparc64", "wasm", "amd64p32", "armbe", "arm64be", "ppc", "s390", "mips64p32", "mips64p32le":
		return true
	}
	return false
}

// operations adds what operations take and answer. Answers that several share are in the main file.
func (a *assembly) operations() {
	main := &OperationsFile{Head: a.head}
	for _, answer := range a.answered {
		if answer.shared() && answer.done {
			main.Answers = append(main.Answers, answer.declaration())
		}
	}
	for _, g := range a.groups {
		file := main
		if a.split() {
			file = &OperationsFile{Head: a.head}
			a.add(a.file("operations", g), file)
		}
		for _, o := range g.operations {
			file.Requests = append(file.Requests, o.declaration())
			file.Results = append(file.Results, a.resultOf(o))
			for _, u := range o.answers {
				if !u.shared() {
					file.Answers = append(file.Answers, u.declaration())
				}
			}
		}
	}
	if len(main.Requests)+len(main.Answers) > 0 {
		a.add("operations.go", main)
	}
}

func (a *assembly) server() {
	file := &ServerFile{Head: a.head, Main: &ServerMain{Title: oneLine(a.api.Name)}}
	for _, g := range a.groups {
		group := a.serverGroup(g)
		file.Main.Groups = append(file.Main.Groups, group)
		if a.split() {
			a.add(a.file("server", g), &ServerFile{Head: a.head, Groups: []*Group{group}})
		} else {
			file.Groups = append(file.Groups, group)
		}
	}
	file.Main.Unrouted = a.unroutedName()
	if bodies := a.unrouted(); bodies != nil {
		file.Main.ErrorLists = []ErrorList{{Name: file.Main.Unrouted, Bodies: bodies}}
	}
	file.Main.ErrorLists, file.Main.Fillers = append(file.Main.ErrorLists, a.errorLists...), a.fillerFunctions()
	file.Reads, file.Writes = a.sharedReads(), slices.Concat(a.sharedHeaders(), a.sharedWrites())
	a.add("server.go", file)
}

func (a *assembly) client() {
	main := &ClientFile{Head: a.head, Main: &ClientMain{Title: oneLine(a.api.Name)}, Puts: slices.Concat(a.sharedPuts(), a.sharedHeaderReads())}
	for _, answer := range a.answered {
		if answer.shared() && answer.done {
			main.Reads = append(main.Reads, readAnswer(answer))
		}
	}
	for _, g := range a.groups {
		file := main
		if a.split() {
			file = &ClientFile{Head: a.head}
			a.add(a.file("client", g), file)
		}
		for _, o := range g.operations {
			file.Operations = append(file.Operations, a.clientOperation(o))
			for i, u := range o.answers {
				if !u.shared() {
					file.Reads = append(file.Reads, readAnswer(u.answer))
				}
				if !a.wants(generator.Server) && !slices.ContainsFunc(o.answers[:i], func(other *use) bool { return other.answer == u.answer }) {
					file.Seals = append(file.Seals, ClientSeal{u.name, o.seal})
				}
			}
		}
	}
	a.add("client.go", main)
}

// declaration is the struct of an answer.
func (a *answer) declaration() *Answer {
	doc := []string{a.name + " is the answer " + a.declared() + "."}
	if text := oneLine(a.Doc); text != "" && len(text) < 200 {
		doc = []string{a.name + " is the answer " + a.declared() + ": " + text}
	}
	return &Answer{Name: a.name, Doc: doc, Fields: a.fields(), Error: a.errorText()}
}

func (a *answer) declared() string {
	if a.open() {
		return "of a status that its field tells"
	}
	return codeName(a.codes[0])
}

// declaration is the struct of what an operation takes.
func (o *operation) declaration() *Request {
	r := &Request{Name: o.request, Doc: []string{o.request + " is what " + o.name + " takes."}}
	for _, f := range o.fields {
		r.Fields = append(r.Fields, Field{Name: f.name, Go: f.slot.Go, Note: f.In.String() + " " + oneLine(f.Name)})
	}
	if o.body != nil {
		r.Fields = append(r.Fields, fieldsOf(o.body.media, "io.Reader")...)
	}
	return r
}

func (a *assembly) resultOf(o *operation) *Result {
	var names []string
	for _, u := range o.answers {
		if name := "*" + u.name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	r := &Result{Name: o.result, Seal: o.seal, Doc: []string{o.result + " is one of " + strings.Join(names, ", ") + "."}}
	if a.wants(generator.Server) {
		r.With = "*boundary.Call"
	}
	return r
}
