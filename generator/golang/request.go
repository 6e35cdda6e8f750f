package golang

import (
	"fmt"
	"go/scanner"
	"go/token"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// requestField is a parameter in the request of one operation.
type requestField struct {
	*parameter
	name string // of the Go field
}

// lowerRequest decides how the request of an operation looks.
func (l *lowering) lowerRequest(o *operation) {
	fields := naming.NewScope(bodyFields()...)
	for _, p := range l.declared(o) {
		l.lowerParameter(p, o)
		o.fields = append(o.fields, requestField{p, fieldName(fields, o, p)})
	}
	l.lowerBody(o)
}

// fieldName is the parameter's name, with its place before it where that alone is not to be had.
func fieldName(fields *naming.Scope, o *operation, p *parameter) string {
	name := naming.Exported(p.Name)
	if fields.Taken(name) {
		name = place(p.In) + name
	}
	return fields.Claim(name, &o.Node)
}

// declared returns the operation's parameters, with one for every variable of its path.
func (l *lowering) declared(o *operation) []*parameter {
	variables := o.Path().Variables()
	var all []*parameter
	known := map[string]bool{}
	for _, p := range o.Parameters {
		switch {
		case p.In == spec.InPath && !slices.Contains(variables, p.Name):
			l.warn(&p.Node, p.NameSpan, "unused-path-parameter", fmt.Sprintf("the path %s has no variable %s, so no request can carry it", o.Path().Raw, p.Name), "remove the parameter, or write {"+p.Name+"} into the path")
			continue
		case p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name):
			l.say(report.Info, &p.Node, p.NameSpan, "ignored-header", "OpenAPI leaves this header to media types and security, so it is no field of the request", "")
			continue
		case p.In == spec.InCookie && l.wants(generator.Client):
			l.say(report.Info, &p.Node, p.NameSpan, "client-cookie", "the client sends this cookie with this one request only: it keeps no cookies", "")
		}
		known[p.Name] = known[p.Name] || p.In == spec.InPath
		all = append(all, l.parameter(p))
	}
	for _, part := range o.Path().Parts {
		if part.Kind == spec.Variable && !known[part.Text] {
			all = append(all, l.undeclared(o, part))
		}
	}
	return all
}

// undeclared makes a parameter of a path's variable that nothing declares: any text.
func (l *lowering) undeclared(o *operation, part spec.PathPart) *parameter {
	l.warn(&o.Node, part.Span, "undeclared-path-variable", fmt.Sprintf("the variable %s of the path is not declared, so it is any text", part.Text), "declare it as a parameter in: path")
	node := spec.Node{Name: part.Text, Span: part.Span, NameSpan: part.Span, Parent: &o.Node, Local: "/parameters/path/" + part.Text}
	p := &spec.Parameter{Field: spec.Field{Node: node, Required: true}, In: spec.InPath, Style: "simple", Operation: o.Operation}
	p.Type = &spec.Type{Kind: spec.KindString, Schema: &spec.Schema{Types: []string{"string"}}, Node: spec.Node{Span: part.Span, NameSpan: part.Span, Parent: &p.Node, Local: "/schema"}}
	return l.parameter(p)
}

// readRequest is the body of the method read of an operation's request.
func (o *operation) readRequest() []string {
	var lines []string
	for _, f := range o.fields {
		if f.read != "" {
			lines = append(lines, fmt.Sprintf("x.%s = %s(c)", f.name, f.read))
		} else {
			lines = append(lines, f.readLines("x."+f.name)...)
		}
	}
	if o.body != nil {
		lines = append(lines, o.body.readLines()...)
	}
	return withReader("c", lines)
}

// withReader puts the variable r before statements that use it.
func withReader(call string, lines []string) []string {
	return withVariable("r", call+".Reader()", lines)
}

// withWriter puts the variable w before statements that use it.
func withWriter(call string, lines []string) []string {
	return withVariable("w", call+".Writer()", lines)
}

func withVariable(name, value string, lines []string) []string {
	if mentions(lines, name) {
		return slices.Concat([]string{name + " := " + value}, lines)
	}
	return lines
}

// mentions reports whether statements use the variable.
func mentions(lines []string, name string) bool {
	text := []byte(strings.Join(lines, "\n"))
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	for before := token.ILLEGAL; ; {
		_, tok, literal := s.Scan()
		if tok == token.EOF {
			return false
		}
		if tok == token.IDENT && literal == name && before != token.PERIOD {
			return true
		}
		before = tok
	}
}
