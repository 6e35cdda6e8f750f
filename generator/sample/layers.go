package sample

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// layers are schemas that one value has to meet all at once. References and allOf are followed
// already, so of each layer only its own keywords count.
type layers []*spec.Type

// choice is a keyword that leaves a choice: a value has to meet the layers of one arm.
type choice struct {
	arms [][]*spec.Type
}

// problem is what has to be met: the layers, and the choices that are still open.
type problem struct {
	layers  layers
	choices []choice
	unions  [][]*spec.Type // oneOf: a value that meets two of the branches is as bad as one that meets none
}

// mostLayers bounds what one value has to meet at once.
const mostLayers = 400

// add puts a schema, and all that it demands besides, to the problem.
func (p *problem) add(t *spec.Type) {
	if t == nil || slices.Contains(p.layers, t) || len(p.layers) > mostLayers {
		return
	}
	p.layers = append(p.layers, t)
	if t.Kind == spec.KindReference {
		p.add(t.Target)
	}
	if t.Schema == nil {
		return
	}
	for _, branch := range t.Schema.AllOf {
		p.add(branch)
	}
	p.add(t.Schema.DynamicTarget)
	p.addChoices(t)
}

func (p *problem) addChoices(t *spec.Type) {
	s := t.Schema
	p.addUnion(t, s.OneOf)
	p.addUnion(t, s.AnyOf)
	if len(s.OneOf) > 1 {
		p.unions = append(p.unions, s.OneOf)
	}
	if s.If != nil {
		met, unmet := []*spec.Type{s.If}, []*spec.Type{}
		if s.Then != nil {
			met = append(met, s.Then)
		}
		if s.Else != nil {
			unmet = append(unmet, s.Else)
		}
		p.choices = append(p.choices, choice{[][]*spec.Type{unmet, met}})
	}
	for _, f := range s.DependentSchemas {
		p.choices = append(p.choices, choice{[][]*spec.Type{{}, {f.Type}}})
	}
}

func (p *problem) addUnion(t *spec.Type, branches []*spec.Type) {
	if len(branches) == 0 {
		return
	}
	var c choice
	for _, branch := range branches {
		arm := []*spec.Type{branch}
		if tag := tagged(t.Schema.Discriminator, branch); tag != nil {
			arm = append(arm, tag)
		}
		c.arms = append(c.arms, arm)
	}
	p.choices = append(p.choices, c)
}

// with returns the problem with one arm of its first choice taken.
func (p *problem) with(arm []*spec.Type) *problem {
	next := &problem{layers: slices.Clone(p.layers), choices: slices.Clone(p.choices[1:]), unions: p.unions}
	for _, t := range arm {
		next.add(t)
	}
	return next
}

// first returns what the first layer that has any says.
func first[T any](all layers, of func(*spec.Type) *T) *T {
	for _, t := range all {
		if found := of(t); found != nil {
			return found
		}
	}
	return nil
}

// constraints calls visit for the constraints of each layer.
func (all layers) constraints(visit func(*spec.Constraints)) {
	for _, t := range all {
		if t.Constraints != nil {
			visit(t.Constraints)
		}
	}
}

// atLeast returns the greatest of the lower limits, 0 if there is none.
func (all layers) atLeast(of func(*spec.Constraints) *spec.Limit) (n uint64, from *spec.Limit) {
	all.constraints(func(c *spec.Constraints) {
		if limit := of(c); limit != nil && limit.N > n {
			n, from = limit.N, limit
		}
	})
	return n, from
}

// unlimited stands for an upper limit that there isn't.
const unlimited = ^uint64(0)

// atMost returns the least of the upper limits, or unlimited.
func (all layers) atMost(of func(*spec.Constraints) *spec.Limit) uint64 {
	n := unlimited
	all.constraints(func(c *spec.Constraints) {
		if limit := of(c); limit != nil {
			n = min(n, limit.N)
		}
	})
	return n
}
