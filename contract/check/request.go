package check

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// request finds the operation, and tells what the request breaks.
func (x *interaction) request() {
	found, err := x.send(x.Request)
	if err != nil {
		x.say(finding{rule: Request, severity: report.Error, span: x.Request.PathSpan, message: "the request can't be sent: " + err.Error()})
		return
	}
	if x.operation = found.operation; x.operation == nil {
		x.unknown(found.refusal)
		return
	}
	x.document = x.operation.document
	x.use(InOperation, &x.operation.Node, "", x.Request.PathSpan, true)
	x.usesParameters()
	x.parameters()
	w := x.requestBody(found.media)
	if found.refusal == nil || x.expectsRefusal() {
		return
	}
	if len(found.refusal.Violations) == 0 {
		x.refused(found.refusal)
	}
	for _, v := range found.refusal.Violations {
		x.violated(v, w)
	}
}

// unknown says that the spec has no such operation.
func (x *interaction) unknown(refusal *errors.Error) {
	message := fmt.Sprintf("the spec has no operation %s %s", strings.ToUpper(x.Request.Method), x.Request.Path)
	span, cure := x.Request.PathSpan, "call an operation that the spec has, or restore this one"
	if refusal != nil && refusal.Status == http.StatusMethodNotAllowed {
		span = x.Request.MethodSpan
		message += ": " + refusal.Detail
	}
	x.say(finding{rule: UnknownOperation, severity: report.Error, span: span, message: message, cure: cure})
}

// expectsRefusal reports whether the contract is about a request that breaks the spec: it expects to be
// told so.
func (x *interaction) expectsRefusal() bool {
	switch x.Response.Status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotAcceptable, http.StatusUnsupportedMediaType, http.StatusRequestEntityTooLarge:
		return true
	}
	return false
}

// refused tells why a request is refused before anything of it is read.
func (x *interaction) refused(e *errors.Error) {
	f := finding{rule: Request, severity: report.Error, span: x.Request.Span}
	switch e.Status {
	case http.StatusNotAcceptable:
		f.part, f.span = InMediaType, headerSpan(x.Request.Headers, "Accept", f.span)
	case http.StatusUnsupportedMediaType:
		f.part, f.span = InRequestBody, headerSpan(x.Request.Headers, "Content-Type", x.Request.Body.Span)
	}
	f.message = fmt.Sprintf("the request breaks the spec, so that it is answered with %d: %s", e.Status, e.Detail)
	x.say(f)
}

func headerSpan(headers []contract.Values, name string, otherwise source.Span) source.Span {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return h.Span
		}
	}
	return otherwise
}

// violated tells one violation where its value stands in the contract.
func (x *interaction) violated(v errors.Violation, body *walker) {
	f := finding{rule: Request, severity: report.Error, span: x.Request.PathSpan, message: "the request breaks the spec: " + v.String()}
	switch v.Location {
	case errors.Body:
		f.span, f.part, f.also = x.Request.Body.Span, InRequestBody, x.bodies()
		if body != nil {
			x.violatedBody(v, body.find(v.Field), &f)
		}
	case errors.Query:
		f.part, f.path, f.span, f.about = InParameter, root(v.Field), x.valuesSpan(x.Request.Query, v.Field), x.parameter(spec.InQuery, v.Field)
	case errors.Header:
		f.part, f.path, f.span, f.about = InParameter, root(v.Field), x.valuesSpan(x.Request.Headers, v.Field), x.parameter(spec.InHeader, v.Field)
	case errors.Cookie:
		f.part, f.path, f.span, f.about = InParameter, root(v.Field), headerSpan(x.Request.Headers, "Cookie", f.span), x.parameter(spec.InCookie, v.Field)
	case errors.Path:
		f.part, f.path, f.about = InParameter, root(v.Field), x.parameter(spec.InPath, v.Field)
	}
	if x.generated(v.Location) && v.Code != errors.Required {
		f.rule, f.severity, f.message = Example, report.Warning, f.message+"; a generator may replace it"
	}
	x.say(f)
}

// bodies returns what the spec says of the request's body as a whole.
func (x *interaction) bodies() []*spec.Node {
	var all []*spec.Node
	for p := x.operation.Request; p != nil; p = p.Target {
		all = append(all, &p.Node)
	}
	return all
}

// violatedBody says what a violation within the body is about: the value there, or what lacks it.
func (x *interaction) violatedBody(v errors.Violation, at *place, f *finding) {
	f.span, f.about, f.path = at.span, at.about(), at.generic
	if v.Code != errors.Required {
		for _, t := range at.schemas {
			f.also = append(f.also, &t.Node)
		}
		return
	}
	name := v.Field[strings.LastIndexByte(v.Field, '.')+1:]
	f.cure = "send what the spec demands, or make it optional in the spec"
	f.path += contract.Step{Kind: contract.Field, Name: name}.String()
	f.place = demand(at, v.Field)
	for _, object := range at.schemas {
		for _, part := range append([]*spec.Type{object.Resolve()}, branches(object.Resolve())...) {
			for _, field := range part.Fields {
				if field.Name == name {
					f.also = append([]*spec.Node{&field.Node}, f.also...)
				}
			}
		}
	}
}

// demand returns where the schema of an object demands the member that a field ends with.
func demand(object *place, field string) (none source.Span) {
	name := field[strings.LastIndexByte(field, '.')+1:]
	for _, t := range object.schemas {
		for _, part := range append([]*spec.Type{t.Resolve()}, branches(t.Resolve())...) {
			if part.Schema == nil {
				continue
			}
			for _, r := range part.Schema.Required {
				if r.Name == name {
					return r.Span
				}
			}
		}
	}
	return none
}

// branches returns what stands behind the allOf of a schema.
func branches(t *spec.Type) []*spec.Type {
	var all []*spec.Type
	if t.Schema != nil {
		for _, branch := range t.Schema.AllOf {
			all = append(all, branch.Resolve())
		}
	}
	return all
}

// generated reports whether values of a part of the request are replaced when it is sent.
func (x *interaction) generated(in errors.Location) bool {
	category := map[errors.Location]contract.Category{
		errors.Body: contract.InBody, errors.Query: contract.InQuery, errors.Header: contract.InHeader, errors.Path: contract.InPath, errors.Cookie: contract.InHeader,
	}[in]
	return slices.ContainsFunc(x.Request.Generators, func(g *contract.Generator) bool { return g.Category == category })
}

// valuesSpan returns where the parameter stands that a field is or is in; that of the path if it is missing.
func (x *interaction) valuesSpan(values []contract.Values, field string) source.Span {
	for _, v := range values {
		if strings.EqualFold(v.Name, root(field)) || strings.HasPrefix(v.Name, root(field)+"[") {
			return v.Span
		}
	}
	return x.Request.PathSpan
}

// root returns the first name of a field such as filter.status or ids[0].
func root(field string) string {
	if i := strings.IndexAny(field, ".["); i > 0 {
		return field[:i]
	}
	return field
}

// parameter returns the parameter of the operation that a field is or is in; nil: there is none.
func (x *interaction) parameter(in spec.Location, field string) *spec.Node {
	for _, p := range x.operation.inputs {
		if p.In == in && (strings.EqualFold(p.Name, field) || strings.EqualFold(p.Name, root(field))) {
			return &p.Node
		}
	}
	return nil
}

// parameters tells which parameters of the query no server looks at.
func (x *interaction) parameters() {
	for _, v := range x.Request.Query {
		if x.declares(v.Name) {
			continue
		}
		x.input(finding{span: v.Span, part: InParameter, path: v.Name}, fmt.Sprintf("query parameter %q", v.Name))
	}
}

// input says that the spec doesn't know something of the request.
func (x *interaction) input(f finding, what string) {
	f.rule, f.severity, f.cure = UndeclaredInput, report.Warning, "leave it out, or declare it in the spec"
	f.message = "the spec has no " + what + ", so that a server may overlook it"
	if x.closed {
		if x.expectsRefusal() {
			return
		}
		f.rule, f.severity, f.message = Request, report.Error, "the spec has no "+what+", so that a server refuses it"
	}
	x.say(f)
}

// declares reports whether a parameter of the query is one of the spec, or belongs to one.
func (x *interaction) declares(name string) bool {
	for _, p := range x.operation.inputs {
		if p.In == spec.InQueryString || p.In == spec.InQuery && receives(p, name) {
			return true
		}
	}
	return slices.ContainsFunc(x.api.SecuritySchemes, func(s *spec.SecurityScheme) bool { return s.In == spec.InQuery && s.ParameterName == name })
}

// receives reports whether a parameter of that name in the query is this one, or belongs to it.
func receives(p ready.Input, name string) bool {
	switch {
	case p.Name == name, p.Style == "deepObject" && strings.HasPrefix(name, p.Name+"["):
		return true
	case explodes(p):
		return p.Shape.Additional != nil || slices.ContainsFunc(p.Shape.Properties, func(m param.Property) bool { return m.Name == name })
	}
	return false
}

// explodes reports whether the members of an object are parameters themselves.
func explodes(p ready.Input) bool {
	return p.Explode && p.As&param.Form == param.Form && (p.Shape.Additional != nil || len(p.Shape.Properties) > 0)
}

// requestBody goes over the body of the request, for its places and what the spec doesn't know in it.
func (x *interaction) requestBody(m *ready.Media) *walker {
	if m == nil {
		if x.Request.Body.Presence == contract.Present && len(x.operation.body) == 0 {
			x.say(finding{
				rule: UndeclaredInput, severity: report.Warning, span: x.Request.Body.Span, part: InRequestBody,
				message: "the spec's operation takes no body, so that a server overlooks it",
			})
		}
		return nil
	}
	x.use(InRequestBody, &m.Node, "", x.Request.Body.Span, true).refers(x, targets(m.MediaType)...).refers(x, x.bodies()...)
	switch {
	case m.Kind == httpapi.JSON && m.Type == nil:
		x.overlook("the spec gives no schema of the request's body")
		return nil
	case m.Kind != httpapi.JSON:
		x.usesForm(m)
		if m.Kind == httpapi.Bytes || m.Kind == httpapi.Lines || m.Kind == httpapi.Events {
			x.overlook("what is in a request's body of the type " + m.Name + " is not looked at")
		}
		return nil
	}
	w := x.walker(x.Request.Body, m.Schema, x.whole)
	w.walk()
	return w
}
