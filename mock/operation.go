package mock

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/spec"
)

// operation is one operation, ready to be served.
type operation struct {
	*spec.Operation
	server  *Server
	inputs  []ready.Input
	body    []*media // of requests; empty: there is none
	demand  boundary.Demand
	answers []*answer
}

func (s *Server) operation(o *spec.Operation) *operation {
	made := &operation{Operation: o, server: s, inputs: ready.Inputs(o, s.checker)}
	for _, p := range variables(o) {
		made.inputs = append(made.inputs, ready.NewInput(p, s.checker))
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

// variables returns a parameter for every variable of the path that has none.
func variables(o *spec.Operation) []*spec.Parameter {
	var all []*spec.Parameter
	for _, name := range o.Path().Variables() {
		if !slices.ContainsFunc(o.Parameters, func(p *spec.Parameter) bool { return p.In == spec.InPath && p.Name == name }) {
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
		o.inputs[i].Read(c)
	}
	if len(o.body) == 0 {
		return
	}
	if i := c.Body(o.demand, names(o.body)...); i >= 0 {
		o.body[i].Read(c)
	}
}
