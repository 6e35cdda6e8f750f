package openapi

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// longestChain is how many schemas that are nothing but references may follow each other: whoever
// resolves one walks the chain.
const longestChain = 64

// pending is a reference to a schema that waits for the end of the walk.
type pending struct {
	at   *scope
	ref  *spec.Value
	from *spec.Node
	to   **spec.Type
}

func (l *lowering) wait(at *scope, ref *spec.Value, from *spec.Node, to **spec.Type) {
	l.pending = append(l.pending, pending{at, ref, from, to})
}

// resolvePending follows the references of schemas. What they lead to is lowered now unless the
// walk has done so, and may refer to more.
func (l *lowering) resolvePending() {
	for i := 0; i < len(l.pending); i++ {
		p := l.pending[i]
		to, ok := l.resolve(p.at, p.ref, p.from, "schema")
		if !ok {
			continue
		}
		t := l.schemas[to.value]
		if t == nil {
			t = l.newSchema(to.scope, to.value, to.place)
			l.loose = append(l.loose, t)
			l.adrift[t] = true
		}
		*p.to = t
	}
	l.breakCycles()
}

// collectLoose makes what only references lead to a part of the API, so that it is walked as well.
func (l *lowering) collectLoose() {
	for _, t := range l.loose {
		if l.adrift[t] {
			l.api.Types = append(l.api.Types, t)
		}
	}
	c := l.api.Components
	c.Parameters = append(append(c.Parameters, l.parameters.unclaimed()...), l.unused...)
	c.Headers = append(c.Headers, l.headers.unclaimed()...)
	c.RequestBodies = append(c.RequestBodies, l.payloads.unclaimed()...)
	c.Responses = append(c.Responses, l.responses.unclaimed()...)
	c.MediaTypes = append(c.MediaTypes, l.mediaTypes.unclaimed()...)
	c.Examples = append(c.Examples, l.examples.unclaimed()...)
	c.Links = append(c.Links, l.links.unclaimed()...)
	c.Callbacks = append(c.Callbacks, l.callbacks.unclaimed()...)
}

// breakCycles cuts chains of references that lead back to themselves, and chains that are so long
// that following them over and over would take for ever.
func (l *lowering) breakCycles() {
	length := map[*spec.Type]int{} // of the chain that begins at a reference; 0: not known, -1: being followed
	for _, t := range l.later.references {
		var chain []*spec.Type
		for t != nil && t.Kind == spec.KindReference && length[t] == 0 {
			length[t] = -1
			chain = append(chain, t)
			t = t.Target
		}
		if t != nil && length[t] == -1 {
			l.cutCycle(chain[slices.Index(chain, t):])
		}
		n := max(length[t], 0)
		for _, link := range slices.Backward(chain) {
			if link.Target == nil {
				n = 0
			}
			if n++; n > longestChain {
				l.add(report.ReferenceCycle, refSpan(link), &link.Node, fmt.Sprintf("more than %d references lead from one to the next", longestChain), "refer to the schema directly")
				link.Target, n = nil, 1
			}
			length[link] = n
		}
	}
}

func refSpan(t *spec.Type) source.Span { return unquoted(t.AttrSpan("$ref")) }

// cutCycle reports a cycle once, at its first reference in the order of the walk.
func (l *lowering) cutCycle(cycle []*spec.Type) {
	way := cycle[0].Ref
	for _, t := range cycle[1:] {
		if len(way) < 200 {
			way += " → " + t.Ref
		}
	}
	l.add(report.ReferenceCycle, refSpan(cycle[0]), &cycle[0].Node, "this reference leads back to itself ("+way+"), so there is no schema", "write the schema out at one place of the chain")
	for _, t := range cycle {
		t.Target = nil
	}
}
