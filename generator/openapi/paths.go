package openapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// binding is one way to call an rpc over HTTP, while it is written.
type binding struct {
	op      *spec.Operation
	http    *spec.HTTPBinding
	path    *template
	request *spec.Type
	body    *spec.Field // the field that the body is; nil: none, or all
}

// paths places every binding of every service.
func (e *exporter) paths() {
	clashing := e.clashing()
	for _, s := range e.api.Services {
		for _, op := range s.Operations {
			if len(op.HTTP) == 0 && len(e.services()) > 0 {
				e.say(report.Info, &op.Node, op.NameSpan, noBinding, "the rpc has no google.api.http, so that it isn't part of the document", "")
			}
			id := lowerFirst(op.Name)
			if clashing[id] {
				id = lowerFirst(s.Name) + upperFirst(op.Name)
			}
			for i := range op.HTTP {
				e.place(op, &op.HTTP[i], e.uniqueID(id, i))
			}
		}
	}
}

// clashing are the names of rpcs that several services have.
func (e *exporter) clashing() map[string]bool {
	seen, clashing := map[string]bool{}, map[string]bool{}
	for _, s := range e.api.Services {
		for _, op := range s.Operations {
			id := lowerFirst(op.Name)
			clashing[id] = seen[id]
			seen[id] = true
		}
	}
	return clashing
}

// uniqueID returns the operationId of a binding: the rpc's name, with a number from the second on.
func (e *exporter) uniqueID(name string, index int) string {
	id := name
	if index > 0 {
		id += strconv.Itoa(index + 1)
	}
	for n := index + 2; e.ids[id]; n++ {
		id = name + strconv.Itoa(n)
	}
	e.ids[id] = true
	return id
}

// place adds the operation of a binding where it belongs.
func (e *exporter) place(op *spec.Operation, http *spec.HTTPBinding, id string) {
	name := strings.ToLower(http.Method)
	if !slices.Contains([]string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}, name) {
		e.say(report.Warning, &op.Node, http.MethodSpan, customMethod,
			fmt.Sprintf("OpenAPI 3.1 knows no method %s, so that %s %s isn't part of the document", http.Method, http.Method, http.Path.Raw), "")
		return
	}
	b := &binding{op: op, http: http, path: expand(http.Path), request: op.RequestType()}
	if !e.resolved(b) {
		return
	}
	key := b.path.text.String()
	at := e.placed[key]
	if at == nil {
		at = &placed{names: e.name(b.path, b.request)}
		at.path = b.path.fill(at.names)
		e.placed[key] = at
		e.order = append(e.order, key)
	}
	for i := range b.path.variables {
		b.path.variables[i].name = at.names[i]
	}
	for _, other := range at.methods {
		if other.name == name {
			e.ambiguous(b, other.of, at.path)
			return
		}
	}
	e.operations++
	at.methods = append(at.methods, method{name, op, e.operation(b, id)})
}

func (e *exporter) ambiguous(b *binding, other *spec.Operation, path string) {
	e.findings = append(e.findings, report.Finding{
		Rule: ambiguousPath, Severity: report.Error, Element: b.op.ID(), Span: b.http.Path.Span,
		Message: fmt.Sprintf("%s.%s and %s.%s are both %s %s in OpenAPI, where what a variable may hold doesn't count",
			b.op.Service.Name, b.op.Name, other.Service.Name, other.Name, b.http.Method, path),
		Cure:    "give one of them another literal segment or verb",
		Related: []report.Related{{Message: "the other binding", Span: other.NameSpan}},
	})
}

// resolved reports whether the fields that a binding names are there.
func (e *exporter) resolved(b *binding) bool {
	ok := true
	for _, name := range b.http.Path.Variables() {
		ok = e.lookup(b.op, b.request, name, b.http.Path.Span) != nil && ok
	}
	if body := b.http.Body; body != "" && body != "*" {
		b.body = e.lookup(b.op, b.request, body, b.http.Span)
		ok = b.body != nil && ok
	}
	if answer := b.http.ResponseBody; answer != "" {
		ok = e.lookup(b.op, b.op.ResponseType(), answer, b.http.Span) != nil && ok
	}
	return ok
}

// operation writes one operation of the document.
func (e *exporter) operation(b *binding, id string) *spec.Value {
	first, whole := summary(description(&b.op.Node))
	op := object().
		put("operationId", text(id)).
		set("tags", texts([]string{b.op.Service.Name})).
		set("summary", said(first)).
		set("description", said(whole)).
		set("deprecated", yes(b.op.Deprecated != nil)).
		set("parameters", e.parameters(b)).
		set("requestBody", e.requestBody(b)).
		put("responses", e.answers(b)).
		set("security", e.ownSecurity(b.op.Service)).
		set("servers", e.ownServers(b.op.Service))
	policy(op, b.op.Policy)
	return op.value()
}

func (e *exporter) parameters(b *binding) *spec.Value {
	all := list()
	for i := range b.path.variables {
		all.Items = append(all.Items, e.pathParameter(b, &b.path.variables[i]))
	}
	q := &query{exporter: e, binding: b}
	q.message(b.request, "", "", true)
	all.Items = append(all.Items, q.parameters...)
	return all
}
