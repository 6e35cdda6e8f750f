// Package schema lowers the schemas of one API to Go types and to the statements that read, check
// and write their values with the support package wire. It decides what every type is called and
// how it looks; it knows nothing of operations, and prints nothing itself.
package schema

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Options say how schemas are read.
type Options struct {
	// Strict reads schemas as JSON Schema does: without `type`, keywords about objects say nothing
	// of other values. Otherwise a schema with properties is an object, as authors of OpenAPI mean it.
	Strict bool
	// Annotate has `format` choose the Go type, but not be checked where it chooses none. With
	// Strict, it chooses none.
	Annotate bool
	Types    []generator.TypeMapping
}

// Types are the Go types of one API.
type Types struct {
	api        *spec.API
	names      *naming.Scope
	options    Options
	named      map[*spec.Type]string // Go's names of what is declared
	components map[*spec.Type]bool   // named in the contract
	shapes     map[*spec.Type]*Shape
	layouts    []*layout // declared structs, in the order of their use
	todo       []func()  // what is lowered when everything that may refer to it has a name
	files      map[*spec.Type]bool
	patterns   map[string]string // the variable of a pattern; "": refused
	cycles     map[*spec.Type]verdict
	mapped     mappings
	params     map[*spec.Type]string
	possible   map[*spec.Type]kinds
	nulls      map[*spec.Type]bool         // allowsNull
	flat       map[*spec.Type][]*spec.Type // parts
	formats    map[string]bool             // the unknown ones that have been told of
	checker    checker
	prints     fingerprints
	audience   audience
	plain      map[fingerprint]*spec.Type // components that don't allow null
	twins      map[alike]*spec.Type       // the first schema of each kind
	hints      map[*spec.Type]string      // what types without a name would be called
	nested     int                        // lists within lists that are being lowered
	decls      []Decl
	findings   []report.Finding
}

// New prepares the types of the API. The names of its component schemas are claimed at once, so
// that they keep theirs whatever is used.
func New(api *spec.API, names *naming.Scope, o Options) *Types {
	t := &Types{
		api: api, names: names, options: o,
		named: map[*spec.Type]string{}, components: map[*spec.Type]bool{}, shapes: map[*spec.Type]*Shape{},
		files: map[*spec.Type]bool{}, patterns: map[string]string{}, cycles: map[*spec.Type]verdict{},
		params: map[*spec.Type]string{}, possible: map[*spec.Type]kinds{}, flat: map[*spec.Type][]*spec.Type{}, nulls: map[*spec.Type]bool{},
		audience: audienceOf(api), hints: map[*spec.Type]string{}, prints: fingerprints{known: map[*spec.Value]fingerprint{}}, formats: map[string]bool{},
	}
	for _, s := range api.Types {
		if s.Kind != spec.KindReference {
			t.named[s] = names.Claim(naming.Exported(s.Name), &s.Node)
			t.components[s] = true
		}
	}
	t.prints.marks = t.audience.internal || t.audience.personal
	t.mapped.read(o.Types)
	return t
}

// File says that the values of the schema are files: parts of a multipart body. It is called before
// the first use of the body.
func (t *Types) File(s *spec.Type) { t.files[s] = true }

// Use returns how a value of that schema looks in Go, and registers the declarations that it needs.
// name is what a type is called that has no name of its own.
func (t *Types) Use(s *spec.Type, name string) *Shape {
	if s == nil {
		return t.raw(anything)
	}
	return t.use(s, naming.Ensure(name))
}

// anything is the schema of values that nothing is said about.
var anything = &spec.Type{Kind: spec.KindAny}

// Decls returns the declarations of all types used, sorted by name, and what of them can't be
// expressed. It is called after all uses.
func (t *Types) Decls() ([]Decl, []report.Finding) {
	t.finish()
	t.pointers()
	for i := 0; i < len(t.layouts); i++ {
		t.layouts[i].print()
		t.finish()
	}
	t.finishChecks()
	slices.SortFunc(t.decls, func(a, b Decl) int { return compareNames(a.Name, b.Name) })
	return t.decls, report.Sort(append(t.mapped.unused(), t.findings...))
}

// compareNames sorts exported names before others, so that types come first.
func compareNames(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

// finish lowers what has been put off.
func (t *Types) finish() {
	for len(t.todo) > 0 {
		next := t.todo[0]
		t.todo = t.todo[1:]
		next()
	}
}

func (t *Types) later(work func()) { t.todo = append(t.todo, work) }

func (t *Types) declare(d Decl) { t.decls = append(t.decls, d) }

func (t *Types) say(f report.Finding) { t.findings = append(t.findings, f) }

// refuse reports what can't be generated: an error, so that nothing is.
func (t *Types) refuse(s *spec.Type, attribute, rule, message, cure string) {
	t.remark(report.Error, s, attribute, rule, message, cure)
}

// warn reports what is generated in another way than one might expect.
func (t *Types) warn(s *spec.Type, attribute, rule, message, cure string) {
	t.remark(report.Warning, s, attribute, rule, message, cure)
}

func (t *Types) remark(severity report.Severity, s *spec.Type, attribute, rule, message, cure string) {
	span := s.NameSpan
	if a, ok := s.Attr(attribute); ok {
		span = a.NameSpan
	}
	t.say(report.Finding{Rule: rule, Severity: severity, Message: message, Cure: cure, Element: s.ID(), Span: span})
}
