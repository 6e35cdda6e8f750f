package schema

import (
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// Param returns an expression of type *param.Shape, for values that travel as text.
func (s *Shape) Param() string {
	p := parameters{types: s.types}
	return p.shape(s.schema)
}

// parameters writes what texts may stand for. Types that hold themselves are followed no further
// than text can express them: an object in an object has no form but deepObject's.
type parameters struct {
	types *Types
	depth int
	size  int          // objects and arrays so far
	path  []*spec.Type // those that this one stands in
	cut   bool         // some are left out, which has been said
}

// What one value that travels as text may hold: beyond, recursive types would grow without end.
const (
	deepestParameter = 10  // objects and arrays within one another
	largestParameter = 500 // in all
	deepestRecursion = 3   // of one schema within itself
)

func (p *parameters) shape(s *spec.Type) string {
	t := p.types
	if t.files[s] {
		return "&param.Shape{File: true}"
	}
	k := t.kindsOf(s)
	scalars := k & (kindBool | kindNumber | kindString | kindNull)
	if k == kindAny {
		return "param.Text" // nothing is said of it, and a text is a value too
	}
	if k&(kindArray|kindObject) == 0 {
		return simple(scalars)
	}
	if p.depth == deepestParameter || p.size == largestParameter || p.within(s) == deepestRecursion {
		p.leaveOut(s)
		return simple(scalars)
	}
	p.size++
	p.path = append(p.path, s.Resolve())
	shape := p.declared(s, scalars, k)
	p.path = p.path[:len(p.path)-1]
	return shape
}

// within counts how often the schema stands around this place already.
func (p *parameters) within(s *spec.Type) int {
	count := 0
	for _, outer := range p.path {
		if outer == s.Resolve() {
			count++
		}
	}
	return count
}

// leaveOut says, once a value, that what stands too deep in it is not told from text.
func (p *parameters) leaveOut(s *spec.Type) {
	if !p.cut {
		p.cut = true
		p.types.warn(s, "", "generate/deep-parameter", "this stands too deep in a value that travels as text, so that it is not read",
			"send the value as JSON, or make it flatter")
	}
}

// simple returns the shape of a scalar; null is what a text says, only where nothing else could.
func simple(k kinds) string {
	switch k &^= kindNull; k {
	case kindString, 0:
		return "param.Text"
	case kindInteger:
		return "param.Integer"
	case kindNumber:
		return "param.Number"
	case kindBool:
		return "param.Bool"
	}
	return "&param.Shape{Scalars: " + k.expression() + "}"
}

// declared returns the variable that holds the shape of an array or an object. Within another shape
// it is written in place.
func (p *parameters) declared(s *spec.Type, scalars, k kinds) string {
	t := p.types
	if known := t.params[s]; known != "" && p.depth == 0 {
		return known
	}
	var parts []string
	if scalars &^= kindNull; scalars != 0 {
		parts = append(parts, "Scalars: "+scalars.expression())
	}
	p.depth++
	if k.has(kindArray) {
		parts = append(parts, "Items: "+p.items(s))
	}
	if k.has(kindObject) {
		parts = append(parts, p.members(s)...)
	}
	p.depth--
	value := "&param.Shape{" + strings.Join(parts, ", ") + "}"
	if p.depth > 0 {
		return value
	}
	name := t.names.Claim(naming.Unexported(t.called(s)+" shape"), nil)
	t.params[s] = name
	t.declare(Decl{Name: name, Shape: &ShapeDecl{Value: value}})
	return name
}

func (p *parameters) items(s *spec.Type) string {
	found := "param.Text"
	p.each(s, func(part *spec.Type) {
		if part.Items != nil && part.Kind != spec.KindMap && found == "param.Text" {
			found = p.shape(part.Items)
		}
	})
	return found
}

func (p *parameters) members(s *spec.Type) []string {
	var properties []string
	additional := ""
	seen := map[string]bool{}
	p.each(s, func(part *spec.Type) {
		for _, f := range part.Fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				properties = append(properties, "{Name: "+quote(f.Name)+", Shape: "+p.shape(f.Type)+"}")
			}
		}
		if rest := additionalProperties(part); rest != nil && rest.Kind != spec.KindNever && additional == "" {
			additional = "Additional: " + p.shape(rest)
		}
	})
	parts := []string{"Properties: []param.Property{}"}
	if len(properties) > 0 {
		parts[0] = "Properties: []param.Property{\n" + strings.Join(properties, ",\n") + ",\n}"
	}
	if additional != "" {
		parts = append(parts, additional)
	}
	return parts
}

// each visits all schemas that may say something of the value: parts, and those of alternatives.
func (p *parameters) each(s *spec.Type, visit func(*spec.Type)) {
	for _, part := range p.types.parts(s) {
		visit(part)
		if part.Schema == nil || p.depth > deepestParameter {
			continue
		}
		p.depth++
		for _, arm := range append(append([]*spec.Type(nil), part.Schema.OneOf...), part.Schema.AnyOf...) {
			p.each(arm, visit)
		}
		p.depth--
	}
}
