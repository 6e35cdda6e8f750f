// Package ready makes operations of a spec ready to be asked at run time: what generated servers do by
// their code, mocks, checks and recorders do by this. It knows neither what is answered nor who asks.
package ready

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Input is a parameter, or a header of an answer, ready to be read.
type Input struct {
	*spec.Parameter
	Schema *spec.Type // never nil
	As     param.Style
	Shape  *param.Shape
	Check  wire.Check
}

// NewInput prepares a parameter.
func NewInput(p *spec.Parameter, checker *validate.Checker) Input {
	schema := p.Type
	if schema == nil {
		schema = &spec.Type{}
	}
	return Input{p, schema, validate.Style(p), validate.Shape(schema), checker.Read(schema)}
}

// Inputs prepares the parameters of an operation, but for what OpenAPI says are none.
func Inputs(o *spec.Operation, checker *validate.Checker) []Input {
	variables := o.Path().Variables()
	var all []Input
	for _, p := range o.Parameters {
		if p.In == spec.InPath && !slices.Contains(variables, p.Name) || p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name) {
			continue
		}
		all = append(all, NewInput(p, checker))
	}
	return all
}

// Read reads the parameter's value, and has what is wrong with it noted. It reports whether there is one.
func (in *Input) Read(c *boundary.Call) (wire.Node, bool) {
	n, ok := in.parse(c)
	if ok {
		in.Check(c.Reader(), n)
	}
	return n, ok
}

func (in *Input) parse(c *boundary.Call) (wire.Node, bool) {
	switch in.In {
	case spec.InPath:
		return c.Path(in.Name, in.As, in.Shape)
	case spec.InHeader:
		return c.Header(in.Name, in.As, in.Shape)
	case spec.InCookie:
		return c.Cookie(in.Name, in.As, in.Shape)
	case spec.InQueryString:
		return c.QueryString(in.As, in.Shape)
	}
	return c.Query(in.Name, in.As, in.Shape)
}
