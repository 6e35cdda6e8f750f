package mock

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// operation is one operation, ready to be served.
type operation struct {
	*spec.Operation
	server  *Server
	inputs  []input
	body    []*media // of requests; empty: there is none
	demand  boundary.Demand
	answers []*answer
}

// input is a parameter, ready to be read.
type input struct {
	*spec.Parameter
	style param.Style
	shape *param.Shape
	check wire.Check
}

func (s *Server) operation(o *spec.Operation) *operation {
	made := &operation{Operation: o, server: s}
	for _, p := range parameters(o) {
		made.inputs = append(made.inputs, input{p, validate.Style(p), validate.Shape(p.Type), s.checker.Read(p.Type)})
	}
	if o.Request != nil {
		made.demand = boundary.Demand(o.Request.Required)
		for _, m := range o.Request.Content {
			made.body = append(made.body, s.media(m))
		}
	}
	for _, r := range o.Responses {
		if a := s.answer(made, r); a != nil {
			made.answers = append(made.answers, a)
		}
	}
	if len(made.answers) == 0 { // an operation that declares nothing answers nothing, with any status
		made.answers = []*answer{{Response: &spec.Response{Status: "default"}}}
	}
	made.judge()
	return made
}

// parameters returns the operation's parameters: with one for every variable of its path, and without
// what OpenAPI says are none.
func parameters(o *spec.Operation) []*spec.Parameter {
	variables := o.Path().Variables()
	var all []*spec.Parameter
	known := map[string]bool{}
	for _, p := range o.Parameters {
		if p.In == spec.InPath && !slices.Contains(variables, p.Name) || p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name) {
			continue
		}
		known[p.Name] = known[p.Name] || p.In == spec.InPath
		all = append(all, p)
	}
	for _, name := range variables {
		if !known[name] {
			p := &spec.Parameter{In: spec.InPath, Style: "simple"}
			p.Name, p.Type = name, &spec.Type{Kind: spec.KindString}
			all = append(all, p)
		}
	}
	return all
}

// handle answers one request.
func (o *operation) handle(c *boundary.Call) {
	o.read(c)
	asked := o.asked(c)
	if !c.Valid() || o.server.disturb(c, o, asked) {
		return
	}
	asked.answer.send(c, asked)
}

// read reads all that the contract declares of the request, and has what is wrong noted.
func (o *operation) read(c *boundary.Call) {
	for i := range o.inputs {
		in := &o.inputs[i]
		if n, ok := in.read(c); ok {
			in.check(c.Reader(), n)
		}
	}
	if len(o.body) == 0 {
		return
	}
	if i := c.Body(o.demand, names(o.body)...); i >= 0 {
		o.body[i].read(c)
	}
}

func (in *input) read(c *boundary.Call) (wire.Node, bool) {
	switch in.In {
	case spec.InPath:
		return c.Path(in.Name, in.style, in.shape)
	case spec.InHeader:
		return c.Header(in.Name, in.style, in.shape)
	case spec.InCookie:
		return c.Cookie(in.Name, in.style, in.shape)
	case spec.InQueryString:
		return c.QueryString(in.style, in.shape)
	}
	return c.Query(in.Name, in.style, in.shape)
}
