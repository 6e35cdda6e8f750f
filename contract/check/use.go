package check

import (
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Part is the part of an exchange that an element of the spec is used in.
type Part uint8

// The parts. InRequestBody and InField are about bodies as a whole ("$") and about what is in them.
const (
	InOperation Part = iota
	InParameter
	InRequestBody
	InStatus
	InMediaType
	InHeader
	InField
)

// String returns the part for people ("request body").
func (p Part) String() string {
	return [...]string{"operation", "parameter", "request body", "status", "media type", "header", "field"}[p]
}

// Use is one thing of the spec that an interaction relies on. What the spec doesn't have is no use, but
// a finding.
type Use struct {
	Interaction *contract.Interaction
	Part        Part
	Element     spec.ID    // as the user has written it: what Options.Origin makes of Node
	Node        *spec.Node // of the document that was checked against; nil for gRPC where Options.Element knows none
	// Path is that of a value, with [*] for any item ("$.lines[*].sku"), the name of a header, parameter or
	// media type, or the spec's status ("4XX"); "" for an operation.
	Path string
	Span source.Span // in the contract
	// Asserted says that the contract constrains the value, by its example or by a matcher, so that another
	// one would be noticed. What is sent is always constrained; an answer's body that only has to be of a
	// type isn't.
	Asserted bool
	// Schemas are those that say what the value may be, besides Element: what it refers to, and parts of it.
	// Of parameters, bodies and answers, they are also the components that these refer to.
	Schemas []spec.ID
}

// useKey is what uses of one interaction are told apart by.
type useKey struct {
	part    Part
	path    string
	element spec.ID
}

// use notes that the interaction relies on something of the spec, once.
func (x *interaction) use(part Part, node *spec.Node, path string, span source.Span, asserted bool) *Use {
	return x.note(Use{Interaction: x.Interaction, Part: part, Element: x.element(node), Node: node, Path: path, Span: span, Asserted: asserted})
}

func (x *interaction) note(u Use) *Use {
	key := useKey{u.Part, u.Path, u.Element}
	if i, known := x.used[key]; known {
		x.uses[i].Asserted = x.uses[i].Asserted || u.Asserted
		return &x.uses[i]
	}
	x.used[key] = len(x.uses)
	x.uses = append(x.uses, u)
	return &x.uses[len(x.uses)-1]
}

// element returns what the user has written of a node.
func (c *Checker) element(n *spec.Node) spec.ID {
	if n == nil {
		return ""
	}
	id, known := c.elements[n]
	if !known {
		id, _ = c.origin(n, n.NameSpan)
		c.elements[n] = id
	}
	return id
}

// usesParameters notes the parameters that the request has.
func (x *interaction) usesParameters() {
	for i := range x.operation.inputs {
		p := x.operation.inputs[i]
		if span, sent := x.sends(p); sent {
			u := x.use(InParameter, &p.Node, p.Name, span, true)
			u.Schemas = x.schemas(u, []*spec.Type{p.Type})
			u.refers(x, components(p.Parameter)...)
		}
	}
}

// refers adds what the element refers to.
func (u *Use) refers(x *interaction, nodes ...*spec.Node) *Use {
	for _, n := range nodes {
		if id := x.element(n); id != u.Element && !slices.Contains(u.Schemas, id) {
			u.Schemas = append(u.Schemas, id)
		}
	}
	return u
}

// components, behind and targets return the components that stand behind a reference.
func components(p *spec.Parameter) (all []*spec.Node) {
	for p = p.Target; p != nil; p = p.Target {
		all = append(all, &p.Node)
	}
	return all
}

func behind(r *spec.Response) (all []*spec.Node) {
	for r = r.Target; r != nil; r = r.Target {
		all = append(all, &r.Node)
	}
	return all
}

func targets(m *spec.MediaType) (all []*spec.Node) {
	for m = m.Target; m != nil; m = m.Target {
		all = append(all, &m.Node)
	}
	return all
}

// sends reports whether the request has a parameter, and where.
func (x *interaction) sends(p ready.Input) (source.Span, bool) {
	switch p.In {
	case spec.InPath:
		return x.Request.PathSpan, true
	case spec.InHeader:
		return named(x.Request.Headers, func(name string) bool { return strings.EqualFold(name, p.Name) })
	case spec.InCookie:
		cookies, _ := contract.Header(x.Request.Headers, "Cookie")
		return headerSpan(x.Request.Headers, "Cookie", x.Request.Span), strings.Contains("; "+cookies, "; "+p.Name+"=")
	case spec.InQueryString:
		return x.Request.Span, len(x.Request.Query) > 0 || x.Request.QueryText != ""
	}
	if values, err := url.ParseQuery(x.Request.QueryText); err == nil && values.Has(p.Name) {
		return x.Request.Span, true
	}
	return named(x.Request.Query, func(name string) bool { return receives(p, name) })
}

func named(all []contract.Values, is func(string) bool) (none source.Span, found bool) {
	for _, v := range all {
		if is(v.Name) {
			return v.Span, true
		}
	}
	return none, false
}

// usesForm notes the fields of a form that the request has.
func (x *interaction) usesForm(m *ready.Media) {
	values, err := url.ParseQuery(string(x.Request.Body.Content))
	if m.Kind != httpapi.Form || err != nil {
		return
	}
	for _, f := range m.Schema.Resolve().Fields {
		if values.Has(f.Name) {
			u := x.use(InRequestBody, &f.Node, "$"+contract.Step{Kind: contract.Field, Name: f.Name}.String(), x.Request.Body.Span, true)
			u.Schemas = x.schemas(u, []*spec.Type{f.Type})
		}
	}
}

// relies notes what of the spec a value of a body relies on.
func (w *walker) relies(at *place, v *view) {
	part := InRequestBody
	if w.answer {
		part = InField
	}
	node := at.about()
	if node == nil && len(at.schemas) > 0 {
		node = &at.schemas[0].Node
	}
	if node == nil {
		return
	}
	u := w.use(part, node, at.generic, at.span, !w.answer || constrains(at))
	if u.Schemas == nil {
		u.Schemas = w.interaction.schemas(u, v.all())
	}
}

// constrains reports whether the contract says what a value of an answer has to be.
func constrains(at *place) bool {
	for _, m := range matchers(at) {
		if m.Kind == contract.ContentType || at.above && !match.Cascades(m) {
			continue
		}
		return true
	}
	return at.rule == nil
}

func matchers(at *place) []*contract.Matcher {
	if at.rule == nil {
		return nil
	}
	return at.rule.Matchers
}

// schemas returns what the user has written of some schemas, without the element of the use itself.
func (x *interaction) schemas(u *Use, types []*spec.Type) []spec.ID {
	all := []spec.ID{}
	seen := map[spec.ID]bool{"": true, u.Element: true}
	for _, t := range types {
		for ; t != nil; t = t.Target {
			if id := x.element(&t.Node); !seen[id] {
				seen[id] = true
				all = append(all, id)
			}
		}
	}
	return all
}

// all returns the schemas of a view, those of arms that the value fits among them.
func (v *view) all() []*spec.Type {
	all := v.parts[:len(v.parts):len(v.parts)]
	for _, arms := range v.unions {
		for _, arm := range arms {
			all = append(all, arm.all()...)
		}
	}
	for _, c := range v.maybe {
		all = append(all, c.all()...)
	}
	return all
}
