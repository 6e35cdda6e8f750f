package validate

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// references returns the checks of $ref, $dynamicRef and allOf.
func (c *Checker) references(s *spec.Type) []wire.Check {
	var checks []wire.Check
	if s.Kind == spec.KindReference && s.Target != nil {
		checks = append(checks, c.Check(s.Target))
	}
	if s.Schema == nil {
		return checks
	}
	if s.Schema.DynamicTarget != nil {
		checks = append(checks, c.dynamicRef(s))
	}
	for _, branch := range s.Schema.AllOf {
		checks = append(checks, c.Check(branch))
	}
	return checks
}

func (c *Checker) anyOf(s *spec.Type) wire.Check {
	if s.Schema == nil {
		return nil
	}
	return c.union(s.Schema.AnyOf, func(r *wire.Reader, n wire.Node, arms []wire.Check) { r.AnyOf(n, arms...) })
}

func (c *Checker) oneOf(s *spec.Type) wire.Check {
	if s.Schema == nil {
		return nil
	}
	return c.union(s.Schema.OneOf, func(r *wire.Reader, n wire.Node, arms []wire.Check) { c.one(true)(r, n, arms...) })
}

// one returns how the reader is to try branches of which only one may fit. A part of a value may fit several.
func (c *Checker) one(exclusive bool) func(*wire.Reader, wire.Node, ...wire.Check) int {
	if exclusive && !c.partial {
		return (*wire.Reader).OneOf
	}
	return (*wire.Reader).AnyOf
}

// union has the reader try the branches. One branch alone is not tried but demanded, so that its own
// violations are told.
func (c *Checker) union(branches []*spec.Type, try func(*wire.Reader, wire.Node, []wire.Check)) wire.Check {
	switch len(branches) {
	case 0:
		return nil
	case 1:
		return c.Check(branches[0])
	}
	var arms []wire.Check
	for _, branch := range branches {
		arms = append(arms, c.Check(branch))
	}
	return func(r *wire.Reader, n wire.Node) { try(r, n, arms) }
}

func (c *Checker) conditions(s *spec.Type) []wire.Check {
	if s.Schema == nil || c.partial {
		return nil
	}
	var checks []wire.Check
	if s.Schema.Not != nil {
		not := c.Check(s.Schema.Not)
		checks = append(checks, func(r *wire.Reader, n wire.Node) { r.Not(n, not) })
	}
	if e := s.Schema; e.If != nil { // alone, too: it may tell what has been evaluated
		cond, then, els := c.Check(e.If), c.optional(e.Then), c.optional(e.Else)
		checks = append(checks, func(r *wire.Reader, n wire.Node) { r.If(n, cond, then, els) })
	}
	return checks
}

// unevaluated puts the checks of what is left over after all others, and notes what those have seen.
func (c *Checker) unevaluated(s *spec.Type, body wire.Check) wire.Check {
	if s.Schema == nil || c.partial {
		return body
	}
	if rest := s.Schema.UnevaluatedProperties; rest != nil {
		body = tracked(body, c.refusal(rest), (*wire.Reader).UnevaluatedProperties)
	}
	if rest := s.Schema.UnevaluatedItems; rest != nil {
		body = tracked(body, c.refusal(rest), (*wire.Reader).UnevaluatedItems)
	}
	return body
}

func tracked(body, rest wire.Check, end func(*wire.Reader, wire.Node, int, wire.Check)) wire.Check {
	return func(r *wire.Reader, n wire.Node) {
		mark := r.Track()
		body(r, n)
		end(r, n, mark, rest)
	}
}

// dynamic numbers the schema resources between which a $dynamicRef chooses.
type dynamic struct {
	anchors   map[string][]*spec.Type
	resources map[string]int
}

func newDynamic(api *spec.API) dynamic {
	d := dynamic{anchors: map[string][]*spec.Type{}, resources: map[string]int{}}
	if api == nil {
		return d
	}
	note := func(s *spec.Type) {
		for ; s != nil && s.Kind == spec.KindReference && s.Target != nil && s.Target.Kind == spec.KindReference; s = s.Target {
			d.add(s)
		}
		d.add(s)
	}
	for _, s := range api.Types {
		note(s)
	}
	spec.Walk(api, &spec.Visitor{Type: func(s *spec.Type) {
		note(s)
		for _, sub := range referring(s) { // Walk passes them over
			note(sub)
		}
	}, Field: func(f *spec.Field) { note(f.Type) }})
	for _, all := range d.anchors {
		for _, s := range all {
			if len(all) > 1 && d.resources[resourceOf(s)] == 0 {
				d.resources[resourceOf(s)] = len(d.resources) + 1
			}
		}
	}
	return d
}

// add notes a schema that has a dynamic anchor.
func (d *dynamic) add(s *spec.Type) {
	if s.Schema != nil && s.Schema.DynamicAnchor != "" && !slices.Contains(d.anchors[s.Schema.DynamicAnchor], s) {
		d.anchors[s.Schema.DynamicAnchor] = append(d.anchors[s.Schema.DynamicAnchor], s)
	}
}

// referring returns the references among the schemas that one holds.
func referring(s *spec.Type) []*spec.Type {
	subs := append([]*spec.Type{s.Items, s.Keys}, s.Types...)
	if k := s.Schema; k != nil {
		subs = slices.Concat(subs, k.AllOf, k.AnyOf, k.OneOf, k.PrefixItems, []*spec.Type{
			k.Not, k.If, k.Then, k.Else, k.AdditionalProperties, k.PropertyNames, k.UnevaluatedProperties, k.AdditionalItems,
			k.Contains, k.UnevaluatedItems,
		})
	}
	return slices.DeleteFunc(subs, func(sub *spec.Type) bool { return sub == nil || sub.Kind != spec.KindReference })
}

// resourceOf names the schema resource that a schema lies in: the nearest $id, or its document.
func resourceOf(s *spec.Type) string {
	if s.Schema != nil && s.Schema.Resource != "" {
		return s.Schema.Resource
	}
	return s.Span.Path()
}

// enclosed says which schema resource evaluation enters and leaves.
func (d *dynamic) enclosed(s *spec.Type, body wire.Check) wire.Check {
	number := d.resources[resourceOf(s)]
	if number == 0 {
		return body
	}
	return func(r *wire.Reader, n wire.Node) {
		r.Enter(number)
		body(r, n)
		r.Leave()
	}
}

// candidates returns the schemas that a $dynamicRef may mean; none if it is an ordinary reference.
func (d *dynamic) candidates(s *spec.Type) []*spec.Type {
	target := s.Schema.DynamicTarget
	_, fragment, _ := strings.Cut(s.Schema.DynamicRef, "#")
	if fragment == "" || target.Schema == nil || target.Schema.DynamicAnchor != fragment || len(d.anchors[fragment]) < 2 {
		return nil
	}
	return d.anchors[fragment]
}

// dynamicRef checks against the schema that the outermost resource on the way here has under the
// anchor.
func (c *Checker) dynamicRef(s *spec.Type) wire.Check {
	fallback := c.Check(s.Schema.DynamicTarget)
	found := map[int]wire.Check{}
	for _, anchor := range c.dynamic.candidates(s) {
		found[c.dynamic.resources[resourceOf(anchor)]] = c.Check(anchor)
	}
	if len(found) == 0 {
		return fallback
	}
	return func(r *wire.Reader, n wire.Node) {
		r.Dynamic(func(resource int) wire.Check { return found[resource] }, fallback)(r, n)
	}
}
