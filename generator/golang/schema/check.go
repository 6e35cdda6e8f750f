package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// checker writes functions that hold a value of any kind against all that a schema says, without
// reading it. They decide where Go types can't: what an arm of a union, a condition or `not` means.
type checker struct {
	names   map[*spec.Type]string
	queue   []*spec.Type // whose functions are named and not written yet
	trivial [2]string    // the functions that refuse everything, and nothing
	reach   *reach
}

// checkOf returns an expression of type wire.Check that holds a value against everything that the
// schema says. name is what the function is called for that has no name of its own.
func (t *Types) checkOf(s *spec.Type, name string) string {
	s = t.behind(s)
	switch {
	case refusesAll(s):
		return t.trivialCheck(0, "checkNothing", "refuses every value.", "r.False(n)")
	case t.allowsAll(s):
		return t.trivialCheck(1, "checkAnything", "allows every value.")
	}
	if name := t.typed(s); name != "" {
		return "wire.Checks[" + name + "]"
	}
	return t.untyped(s, name)
}

// untyped is checkOf for what types can't decide: it never leads to the ReadJSON that asks for it.
func (t *Types) untyped(s *spec.Type, name string) string {
	s = t.behind(s)
	c := &t.checker
	if known, ok := c.names[s]; ok {
		return known
	}
	if c.names == nil {
		c.names = map[*spec.Type]string{}
	}
	if isDefinition(s) && s.Name != "" {
		name = s.Name
	}
	t.cyclic(s) // told by it, and nothing is generated then
	c.names[s] = t.names.Claim("check"+naming.Ensure(name), nil)
	c.queue = append(c.queue, s)
	return c.names[s]
}

// finishChecks writes the functions that have been asked for, and those that they ask for. They are
// not written when they are asked for because schemas may be nested deeper than a stack.
func (t *Types) finishChecks() {
	t.checkDialects()
	c := &t.checker
	for i := 0; i < len(c.queue); i++ {
		s := c.queue[i]
		body := t.byTag(s)
		if body == nil {
			body = t.enclosed(s, t.checks(s, "n", 0))
		}
		doc := "checks what the contract says of " + string(s.ID()) + "."
		t.declare(Decl{Name: c.names[s], Check: &CheckDecl{Doc: []string{c.names[s] + " " + doc}, Body: body}})
	}
	c.queue = nil
}

// byTag returns the statements that check what a discriminator decides about by reading it: its value
// names the alternative, even where others would fit as well. JSON Schema knows no such keyword, and
// nil is for all other schemas.
func (t *Types) byTag(s *spec.Type) []string {
	shape := t.shapes[s]
	if t.options.Strict || shape == nil || shape.Form != Union || shape.schema != s || shape.union.view.discriminator() == nil ||
		len(shape.parts) > 0 || t.reaching().tracked[s] || slices.ContainsFunc(t.parts(s), t.exotic) {
		return nil
	}
	body := append([]string{"var x " + shape.Go}, shape.Read("x", "n")...)
	if shape.Nullable {
		return block("if !r.IsNull(n) {", body)
	}
	return body
}

func (t *Types) trivialCheck(i int, name, doc string, body ...string) string {
	known := &t.checker.trivial[i]
	if *known == "" {
		*known = t.names.Claim(name, nil)
		t.declare(Decl{Name: *known, Check: &CheckDecl{Doc: []string{*known + " " + doc}, Body: body}})
	}
	return *known
}

// apply returns the statements that hold a value against a schema: they are written in place if
// they are few, else a function is called.
func (t *Types) apply(s *spec.Type, node, name string) []string {
	s = t.behind(s)
	switch {
	case refusesAll(s):
		return []string{"r.False(" + node + ")"}
	case t.allowsAll(s):
		return nil
	case isSmall(s):
		return t.checks(s, node, 0)
	}
	return []string{t.checkOf(s, name) + "(r, " + node + ")"}
}

// behind follows references that have nothing to say themselves.
func (t *Types) behind(s *spec.Type) *spec.Type {
	for s.Kind == spec.KindReference && s.Target != nil && !t.says(s, keywordRef) && !t.reaching().dynamic[s] {
		s = s.Target
	}
	return s
}

func refusesAll(s *spec.Type) bool {
	return s.Schema != nil && s.Schema.Boolean && s.Kind == spec.KindNever
}

func (t *Types) allowsAll(s *spec.Type) bool { return !t.says(s, 0) }

// isDefinition reports whether the schema is one of those that references lead to by name.
func isDefinition(s *spec.Type) bool {
	return s.Parent == nil || s.Parent.Parent == nil
}

// mostInPlace is how many keywords a schema may have to be checked without a function of its own.
const mostInPlace = 3

// isSmall reports whether a schema has a few keywords that hold no schema.
func isSmall(s *spec.Type) bool {
	if s.Kind == spec.KindReference || len(s.Fields) > 0 || s.Items != nil {
		return false
	}
	n := 0
	if e := s.Schema; e != nil {
		if hasApplicators(e) || len(e.Required)+len(e.DependentRequired) > 0 {
			return false
		}
		n += min(len(e.Types), 1)
	}
	if s.Format != "" {
		n++
	}
	return n+bounds(s.Constraints) <= mostInPlace
}

// bounds counts the bounds on a value.
func bounds(c *spec.Constraints) int {
	if c == nil {
		return 0
	}
	n := 0
	for _, limit := range []*spec.Limit{c.MinLength, c.MaxLength, c.MinItems, c.MaxItems, c.MinProperties, c.MaxProperties} {
		if limit != nil {
			n++
		}
	}
	for _, bound := range []*spec.Bound{c.Minimum, c.Maximum, c.MultipleOf} {
		if bound != nil {
			n++
		}
	}
	if c.Pattern != "" || c.UniqueItems {
		n++
	}
	return n
}

func hasApplicators(e *spec.Schema) bool {
	lists := [...][]*spec.Type{e.AllOf, e.AnyOf, e.OneOf, e.PrefixItems}
	if slices.ContainsFunc(lists[:], func(l []*spec.Type) bool { return len(l) > 0 }) {
		return true
	}
	singles := [...]*spec.Type{
		e.Not, e.If, e.Then, e.Else, e.AdditionalProperties, e.PropertyNames, e.UnevaluatedProperties,
		e.AdditionalItems, e.Contains, e.UnevaluatedItems,
	}
	return slices.ContainsFunc(singles[:], func(s *spec.Type) bool { return s != nil }) ||
		len(e.DependentSchemas)+len(e.PatternProperties) > 0 || e.DynamicRef != ""
}
