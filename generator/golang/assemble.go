package golang

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
)

// fewOperations is how many operations go into one file, whatever their tags, with the documentation
// that their contract has of them. Those of a large API are documented by their summaries.
const fewOperations = 40

// mostOperations is how many operations of a large API go into one file.
const mostOperations = 100

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
		a.policy()
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
	l.expose()
	a.declarations(decls)
	if l.wants(generator.Tests) {
		a.roundTrips()
	}
	return a.finish()
}

// declarations adds the types and how they travel as JSON. Those of a large API are filed by the
// first letter of their names, so that a new type doesn't move the others.
func (a *assembly) declarations(decls []schema.Decl) {
	if len(decls) <= fewDeclarations {
		a.add("types.go", &TypesFile{a.head, decls})
		a.add("json.go", &JSONFile{a.head, decls})
		return
	}
	a.divide(decls, 1)
}

// divide files declarations by the first letters of their names: as many as it takes.
func (a *assembly) divide(decls []schema.Decl, letters int) {
	files := map[string][]schema.Decl{}
	for _, d := range decls {
		key := beginning(d.Name, letters)
		files[key] = append(files[key], d)
	}
	for key, decls := range files { // the units of a plan are sorted
		if len(decls) > fewDeclarations && letters < mostLetters {
			a.divide(decls, letters+1)
			continue
		}
		if !ascii(key) || endsMeaningfully(key) {
			key += "_names"
		}
		a.add("types_"+key+".go", &TypesFile{a.head, decls})
		a.add("json_"+key+".go", &JSONFile{a.head, decls})
	}
}

// mostLetters bounds how many letters tell files apart: names that begin alike are together.
const mostLetters = 16

// beginning is the first letters of a name in lower case; names of other scripts are together.
func beginning(name string, letters int) string {
	name = strings.ToLower(name)
	if !ascii(name) {
		return "other"
	}
	return name[:min(letters, len(name))]
}

// fewDeclarations is how many declarations go into one file, whatever their names.
const fewDeclarations = 400

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
	for _, p := range []string{"authz", "boundary", "cache", "client", "deprecation", "errors", "param", "ratelimit", "retry", "roundtripjson", "value", "wire"} {
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
		packages = append(packages, "authz", "boundary", "cache", "deprecation", "ratelimit")
	}
	if a.wants(generator.Client) {
		packages = append(packages, "client", "retry")
	}
	if a.wants(generator.Tests) {
		packages = append(packages, "roundtripjson")
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

// few reports whether one file can hold what there is of every operation.
func (l *lowering) few() bool { return len(l.operations) <= fewOperations }

// part is the operations of a group that have files of their own.
type part struct {
	*group
	file       string // what the names of its files end in: "_orders", "_orders2"; "" where one file holds all
	operations []*operation
}

// parts divides the operations among files.
func (a *assembly) parts() []part {
	var parts []part
	for _, g := range a.groups {
		if a.few() {
			parts = append(parts, part{g, "", g.operations})
			continue
		}
		for chunk := range slices.Chunk(g.operations, mostOperations) {
			suffix := "_" + fileName(g.name)
			if n := len(parts); n > 0 && parts[n-1].group == g {
				suffix += strconv.Itoa(1 + slices.Index(g.operations, chunk[0])/mostOperations)
			}
			parts = append(parts, part{g, suffix, chunk})
		}
	}
	return parts
}

// fileName is a group's name within that of a file: "orders".
func fileName(group string) string {
	name := strings.ToLower(naming.Exported(group))
	if !ascii(name) || endsMeaningfully(name) {
		name += "_operations"
	}
	return name
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
			main.Answers = append(main.Answers, answer.declaration(a.types))
		}
	}
	for _, p := range a.parts() {
		file := main
		if p.file != "" {
			file = &OperationsFile{Head: a.head}
			a.add("operations"+p.file+".go", file)
		}
		for _, o := range p.operations {
			file.Requests = append(file.Requests, o.declaration(a.types))
			file.Results = append(file.Results, a.resultOf(o))
			for _, u := range o.answers {
				if !u.shared() {
					file.Answers = append(file.Answers, u.declaration(a.types))
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
	for _, p := range a.parts() {
		into := file
		if p.file != "" {
			into = &ServerFile{Head: a.head}
			a.add("server"+p.file+".go", into)
		}
		if p.operations[0] == p.group.operations[0] {
			group := a.serverGroup(p.group)
			file.Main.Groups = append(file.Main.Groups, group)
			into.Groups = append(into.Groups, group)
		}
		at := slices.Index(p.group.operations, p.operations[0])
		group := file.Main.Groups[len(file.Main.Groups)-1]
		into.Operations = append(into.Operations, group.Operations[at:at+len(p.operations)]...)
	}
	file.Main.Unrouted, file.Main.UUIDs = a.unroutedName(), a.requestUUIDs
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
	for _, p := range a.parts() {
		file := main
		if p.file != "" {
			file = &ClientFile{Head: a.head}
			a.add("client"+p.file+".go", file)
		}
		for _, o := range p.operations {
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
func (a *answer) declaration(t *schema.Types) *Answer {
	doc := []string{a.name + " is the answer " + a.declared() + "."}
	if text := oneLine(a.Doc); text != "" && len(text) < 200 {
		doc = []string{a.name + " is the answer " + a.declared() + ": " + text}
	}
	return &Answer{Name: a.name, Doc: doc, Fields: a.fields(), Log: logged(t, a.headers, a.media), Error: a.errorText()}
}

func (a *answer) declared() string {
	if a.open() {
		return "of a status that its field tells"
	}
	return codeName(a.codes[0])
}

// declaration is the struct of what an operation takes.
func (o *operation) declaration(t *schema.Types) *Request {
	r := &Request{Name: o.request, Doc: []string{o.request + " is what " + o.name + " takes."}}
	for _, f := range o.fields {
		r.Fields = append(r.Fields, Field{Name: f.name, Go: f.slot.Go, Note: f.In.String() + " " + oneLine(f.Name)})
	}
	if o.body != nil {
		r.Fields = append(r.Fields, fieldsOf(o.body.media, "io.Reader")...)
		r.Log = logged(t, o.fields, o.body.media)
	} else {
		r.Log = logged(t, o.fields, nil)
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
