// Package validate compiles the rules of buf.validate, as protovalidate v1.2 means them, to Go that stands
// beside the messages of protoc-gen-go. What it can't prove equal is left to the run time, field by
// field, and told. It must not know services, nor where files go.
package validate

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Kit is the module of what the generated code imports.
const Kit = "github.com/bylaw-dev/bylaw/templates/kit"

// Method is what the generated method is called.
const Method = "CheckRules"

// File is what stands beside the .pb.go of one .proto file.
type File struct {
	Path     string // slash-separated, as protogen puts the messages: "shop/v1/order.rules.go"
	Package  string
	Imports  []string // "": an empty line, which keeps the standard library apart
	Patterns []Pattern
	Messages []Message
}

// Pattern is a regular expression that is compiled once.
type Pattern struct{ Name, Source string } // Source: a Go literal

// Message is the method of one message.
type Message struct {
	Name, Says string // "Order_Item", "an Order_Item"
	Body       []string
}

// Template returns the name of the template.
func (*File) Template() string { return "validate.go.tmpl" }

// Lower compiles the rules of all messages of files. The findings tell what is left to the run time, and
// why; an Error, what can't be generated.
func Lower(files []*protogen.File) ([]*File, []report.Finding) {
	l := &lowering{
		generated: map[protoreflect.FullName]bool{},
		ruled:     map[protoreflect.FullName]bool{},
		names:     map[protogen.GoImportPath]map[string]bool{},
	}
	for _, f := range files {
		if l.names[f.GoImportPath] == nil {
			l.names[f.GoImportPath] = map[string]bool{}
		}
		each(f.Messages, func(m *protogen.Message) { l.generated[m.Desc.FullName()] = l.nameable(m) })
	}
	var out []*File
	for _, f := range files {
		if one := l.file(f); len(one.Messages) > 0 {
			out = append(out, one)
		}
	}
	return out, l.findings
}

// lowering is what is known while files are lowered.
type lowering struct {
	generated map[protoreflect.FullName]bool            // messages that get the method
	ruled     map[protoreflect.FullName]bool            // messages below which there is any rule, as far as it was asked
	names     map[protogen.GoImportPath]map[string]bool // of variables, each taken once in a package
	findings  []report.Finding
}

// each visits messages and what is declared in them, map entries excepted.
func each(messages []*protogen.Message, visit func(*protogen.Message)) {
	for _, m := range messages {
		if !m.Desc.IsMapEntry() {
			visit(m)
			each(m.Messages, visit)
		}
	}
}

// nameable refuses a message in which the method's name is a field's.
func (l *lowering) nameable(m *protogen.Message) bool {
	clash := slices.ContainsFunc(m.Fields, func(f *protogen.Field) bool { return f.GoName == Method }) ||
		slices.ContainsFunc(m.Oneofs, func(o *protogen.Oneof) bool { return o.GoName == Method })
	if clash {
		l.tell("generate/rules-method", report.Error, m.Desc, "the name "+Method+" is taken by a field: its rules can't have a method; rename the field")
	}
	return !clash
}

func (l *lowering) file(f *protogen.File) *File {
	out := &File{Path: f.GeneratedFilenamePrefix + ".rules.go", Package: string(f.GoPackageName)}
	w := &writer{taken: l.names[f.GoImportPath], imports: map[string]bool{}}
	each(f.Messages, func(m *protogen.Message) {
		if !l.generated[m.Desc.FullName()] {
			return
		}
		w.lines = nil
		l.message(w, m)
		name := m.GoIdent.GoName
		out.Messages = append(out.Messages, Message{Name: name, Says: article(name), Body: w.lines})
	})
	w.use(Kit + "/valid")
	out.Imports, out.Patterns = w.sorted(), w.patterns
	return out
}

func (l *lowering) message(w *writer, m *protogen.Message) {
	if !l.hasRules(m.Desc) {
		return
	}
	w.line("if x == nil {")
	w.line("x = new(%s)", m.GoIdent.GoName)
	w.line("}")
	l.ownRules(w, m)
	for _, o := range m.Oneofs {
		if oneofRules(o.Desc).GetRequired() {
			w.line("if %s {", unset(o))
			w.line("v.Oneof(%q)", o.Desc.Name())
			w.line("}")
		}
	}
	for _, f := range m.Fields {
		l.field(w, f)
	}
}

// leave tells that the run time evaluates the rules of an element.
func (l *lowering) leave(d protoreflect.Descriptor, r reason) {
	if r.invalid {
		l.tell("generate/invalid-rules", report.Warning, d, "every message will be refused, for its rules can't be evaluated: "+r.why)
	} else {
		l.tell("generate/runtime-rules", report.Info, d, "its rules are evaluated at run time: "+r.why)
	}
}

func (l *lowering) tell(id string, s report.Severity, d protoreflect.Descriptor, message string) {
	l.findings = append(l.findings, report.Finding{Rule: id, Severity: s, Element: spec.ID(d.FullName()), Message: message})
}

// Diagnostics explains everything that is told, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: "generate/invalid-rules", Title: "rules can't be evaluated", Severity: report.Warning,
			Help: "The rules are of another type than the field, a pattern is none of RE2, or a oneof rule names its fields wrongly. protovalidate answers every message of this type with an error: correct the rules."},
		{ID: "generate/rules-method", Title: "a field has the name of the generated method", Severity: report.Error,
			Help: "The compiled rules of a message are its method `CheckRules`, which can't stand beside a field of that name in Go. Rename the field."},
		{ID: "generate/runtime-rules", Title: "rules are evaluated at run time", Severity: report.Info,
			Help: "Most rules are compiled to Go. Expressions in CEL, predefined rules, and a few that can't be proven to be equal when compiled are evaluated by protovalidate, with the same results, and slower."},
	}
}

func article(name string) string {
	if slices.Contains([]byte("AEIOU"), name[0]) {
		return "an " + name
	}
	return "a " + name
}

// writer collects the statements of a method and what they need.
type writer struct {
	taken    map[string]bool          // names of variables of the package
	field    protoreflect.FieldNumber // that the statements are about; 0: violations are placed later
	lines    []string
	imports  map[string]bool
	patterns []Pattern
}

func (w *writer) line(format string, arguments ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, arguments...))
}

func (w *writer) use(path string) { w.imports[path] = true }

// broken reports a broken rule, of a field or of what is placed later.
func (w *writer) broken(r rule) {
	if w.field > 0 {
		w.line("v.AddTo(x, %d, %q, %q, %s)", w.field, r.path, r.id, literal(r.message))
	} else {
		w.line("v.Add(%q, %q, %s)", r.path, r.id, literal(r.message))
	}
}

// add reports a broken rule under a condition.
func (w *writer) add(condition string, r rule) {
	w.line("if %s {", condition)
	w.broken(r)
	w.line("}")
}

// rule is one rule as violations name it.
type rule struct{ path, id, message string }

// sorted returns the imports, the standard library first.
func (w *writer) sorted() []string {
	var std, others []string
	for path := range w.imports {
		if isStandard(path) {
			std = append(std, path)
		} else {
			others = append(others, path)
		}
	}
	slices.Sort(std)
	slices.Sort(others)
	if len(std) > 0 {
		std = append(std, "")
	}
	return append(std, others...)
}
