package proto

import (
	"fmt"

	"github.com/bufbuild/protocompile/ast"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// unit is one .proto file on its way into the model. Everything that is found out about a file is
// kept in its unit, so that units are worked on in parallel without locks.
type unit struct {
	name    string       // its tree path; for built-in files the path that imports name
	file    *source.File // nil for files that are built in as descriptors
	subject bool         // asked for, and so linted; the others are only imported
	builtin bool         // not in the tree
	broken  bool         // the text has syntax errors, so the tree is only what could be made of it

	vocabulary vocabulary

	tree       *ast.FileNode
	tokens     []token
	bom        int                         // bytes before the parser's offset 0
	descriptor protoreflect.FileDescriptor // of files built in as descriptors

	pkg      string
	syntax   dialect
	imports  []*imported
	visible  []*unit // whose names can be used here: itself, its imports, and what they import publicly
	sees     map[*unit]bool
	packages []string
	holes    bool // an import is missing or broken, so an unknown name proves nothing

	table      table
	declared   []*decl // messages and enums, in source order
	extensions []*decl // extension fields at the top
	services   []*decl
	values     []*decl                       // of enums at the top
	names      map[nameUse]*decl             // what names written outside of messages have turned out to mean
	qualified  map[ast.IdentValueNode]string // extension names in options that are not written in full

	document *spec.Document
	api      *spec.API
	model    model

	linked   linkState
	unknown  []unknownName // names that mean nothing
	findings []report.Finding
}

// model is what a unit contributes to its API.
type model struct {
	types      []*spec.Type
	services   []*spec.Service
	extensions []*spec.Field
	resources  []*spec.Resource
}

// imported is one import statement.
type imported struct {
	path string
	node *ast.ImportNode // nil in files that are built in as descriptors
	span source.Span     // of the path, quotes included
	to   *unit           // nil: not found
	// cyclic is set for the import that closes a cycle; it is left out when files are linked.
	cyclic bool
	public bool
	weak   bool
	unused bool // the compiler found no use of it
}

// bytes returns the text that the parser's offsets count in.
func (u *unit) bytes() []byte { return u.file.Content[u.bom:] }

// span returns the place of a node in the file; the zero Span if the file's tokens are not known.
func (u *unit) span(n ast.Node) source.Span {
	return u.between(n.Start(), n.End())
}

func (u *unit) between(first, last ast.Token) source.Span {
	if u.file == nil || first < 0 || last < first || int(last) >= len(u.tokens) {
		return source.Span{}
	}
	return u.file.Span(u.bom+int(u.tokens[first].start), u.bom+int(u.tokens[last].end))
}

// whole returns the span of the file from its first token, comments left out, to its last one.
func (u *unit) whole() source.Span {
	return u.file.Span(u.bom, len(u.file.Content))
}

func (u *unit) report(rule string, span source.Span, message, cure string, related ...report.Related) {
	if span.IsZero() && u.file != nil {
		span = u.file.Span(0, 0) // after some syntax errors places are not known
	}
	u.findings = append(u.findings, report.Finding{
		Rule: rule, Severity: report.Error, Message: message, Cure: cure, Span: span, Related: related,
	})
}

func (u *unit) warn(rule string, span source.Span, message, cure string) {
	u.report(rule, span, message, cure)
	u.findings[len(u.findings)-1].Severity = report.Warning
}

// guard turns a panic of work on the unit into a finding, so that one file can't end the run.
func (u *unit) guard(what string, work func()) {
	defer func() {
		if p := recover(); p != nil {
			u.report(report.Internal, source.Span{}, fmt.Sprintf("%s this file failed: %v", what, p), "")
		}
	}()
	work()
}
