package openapi

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// locationOf reads the `in` of a parameter or of an apiKey scheme.
func locationOf(in string) spec.Location {
	for _, l := range []spec.Location{spec.InPath, spec.InQuery, spec.InHeader, spec.InCookie, spec.InQueryString} {
		if in == l.String() {
			return l
		}
	}
	return spec.InNowhere
}

// parameterList lowers `parameters` of an operation or beside a path. What has no name or place is
// a finding, and left out.
func (l *lowering) parameterList(at *scope, v *spec.Value, parent *spec.Node, prefix string) []*spec.Parameter {
	var parameters []*spec.Parameter
	seen := map[string]int{}
	element := parent
	if parent == nil {
		element = &spec.Node{Local: prefix}
	}
	for i, item := range l.list(v, element, "parameters") {
		p := l.parameters.declare(l, at, item, place{parent: parent, local: prefix + "/parameters/" + strconv.Itoa(i)})
		if p == nil || p.Name == "" || p.In == spec.InNowhere {
			continue
		}
		p.Local = numbered(seen, prefix+"/parameters/"+p.In.String()+"/"+escape(p.Name))
		parameters = append(parameters, p)
	}
	return parameters
}

func (l *lowering) readParameter(at *scope, v *spec.Value, p *spec.Parameter) {
	members := l.object(v, &p.Node, "a parameter")
	for _, m := range members {
		switch m.Key {
		case "name":
			p.Name, p.NameSpan = text(m.Value), unquoted(m.Value.Span)
		case "in":
			p.In = locationOf(text(m.Value))
		}
	}
	if v.Kind == spec.Map && (p.Name == "" || p.In == spec.InNowhere) {
		l.invalid(v, &p.Node, "a parameter needs a name, and an in: path, query, header or cookie (querystring since OpenAPI 3.2)")
	}
	p.Style = map[spec.Location]string{
		spec.InPath: "simple", spec.InHeader: "simple", spec.InQuery: "form", spec.InCookie: "form",
	}[p.In]
	l.parameterFields(at, p, members)
}

func (l *lowering) readHeader(at *scope, v *spec.Value, p *spec.Parameter) {
	p.In, p.Style = spec.InHeader, "simple"
	l.parameterFields(at, p, l.object(v, &p.Node, "a header"))
}

// parameterFields reads what parameters and headers have in common.
func (l *lowering) parameterFields(at *scope, p *spec.Parameter, members []spec.Member) {
	l.describeNode(&p.Node, members)
	p.Presence, p.JSONName = spec.PresenceExplicit, p.Name
	var explode *spec.Value
	for i := range members {
		switch m := &members[i]; m.Key {
		case "required":
			p.Required = m.Value.Bool()
		case "style":
			p.Style = text(m.Value)
		case "explode":
			explode = m.Value
		case "allowReserved":
			p.AllowReserved = m.Value.Bool()
		case "allowEmptyValue":
			p.AllowEmptyValue = m.Value.Bool()
		case "schema":
			p.Type = l.schema(at, m.Value, place{parent: &p.Node, local: "/schema", key: m.KeySpan})
			p.Default = defaultOf(p.Type)
		case "content":
			p.Content = declareAll(l, &l.mediaTypes, at, &p.Node, "/content/", m.Value, "content")
		case "example", "examples":
			p.Examples = append(p.Examples, l.exampleList(at, &p.Node, m)...)
		}
	}
	p.Explode = explodes(explode, p.Style)
	l.completeType(at, p)
}

// explodes returns `explode`, or its default: form and cookie style do, others don't.
func explodes(v *spec.Value, style string) bool {
	if v != nil {
		return v.Bool()
	}
	return style == "form" || style == "cookie"
}

// completeType gives a parameter without a schema its type: that of its content, or any.
func (l *lowering) completeType(at *scope, p *spec.Parameter) {
	if p.Type != nil {
		return
	}
	p.Type = l.types.new()
	p.Type.Parent, p.Type.Local = &p.Node, "/schema"
	p.Type.Span, p.Type.NameSpan = p.Span, p.NameSpan
	if len(p.Content) > 0 && p.Content[0].Type != nil {
		p.Type.Kind, p.Type.Target = spec.KindReference, p.Content[0].Type
		p.Default = defaultOf(p.Type.Target)
	}
}

func defaultOf(t *spec.Type) *spec.Value {
	if t.Schema == nil {
		return nil
	}
	return t.Schema.Default
}
