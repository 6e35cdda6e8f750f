package openapi

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// registry lowers one kind of element that can be declared once and referred to: parameters,
// responses and their like. (Schemas are not among them: their references are kept as types.)
type registry[T any] struct {
	what  string // for messages
	named bool   // its name stands within it and not before it
	node  func(*T) *spec.Node
	read  func(at *scope, v *spec.Value, element *T) // everything but the node's place
	refer func(use, target *T)                       // copies the facts and sets Target
	made  map[*spec.Value]*made[T]
	order []*made[T]
}

// made is what became of one value.
type made[T any] struct {
	element *T // nil: being lowered, or it could not be
	done    bool
	loose   bool // reached by a reference, and not by the walk so far
}

// declare lowers the element that stands at p. One that a reference has reached before takes its
// place now; a value that stands at a second place (a YAML alias) becomes a reference to the first.
// It returns nil where the element is a reference that leads nowhere.
func (k *registry[T]) declare(l *lowering, at *scope, v *spec.Value, p place) *T {
	m := k.made[v]
	switch {
	case m == nil:
		return k.make(l, at, v, p, false)
	case m.element == nil:
		return nil
	case m.loose:
		m.loose = false
		n := k.node(m.element)
		if n.Parent, n.Local = p.parent, p.local; !k.named {
			n.Name = p.name
		}
		return m.element
	}
	return k.use(l, at, v, p, m.element)
}

func (k *registry[T]) make(l *lowering, at *scope, v *spec.Value, p place, loose bool) *T {
	m := &made[T]{loose: loose}
	if k.made == nil {
		k.made = map[*spec.Value]*made[T]{}
	}
	k.made[v] = m
	k.order = append(k.order, m)
	l.depth++
	defer func() { l.depth--; m.done = true }()
	ref := v.Get("$ref")
	if ref == nil || ref.Kind != spec.Str {
		m.element = new(T)
		l.node(k.node(m.element), at, v, p)
		k.read(at, v, m.element)
		return m.element
	}
	from := &spec.Node{Parent: p.parent, Local: p.local}
	if to := k.follow(l, at, ref, from); to != nil {
		m.element = k.use(l, at, v, p, to)
	}
	return m.element
}

// follow returns what a reference leads to, lowered now if it was not yet.
func (k *registry[T]) follow(l *lowering, at *scope, ref *spec.Value, from *spec.Node) *T {
	to, ok := l.resolve(at, ref, from, k.what)
	if !ok {
		return nil
	}
	m := k.made[to.value]
	switch {
	case m == nil && l.depth < deepest:
		return k.make(l, to.scope, to.value, to.place, true)
	case m == nil:
		l.add(report.TooDeep, unquoted(ref.Span), from, fmt.Sprintf("the %s is followed no further than %d references", k.what, deepest), "refer to it directly")
		return nil
	case m.element == nil && !m.done:
		l.add(report.ReferenceCycle, unquoted(ref.Span), from, fmt.Sprintf("this reference leads back to itself, so there is no %s", k.what), "write the "+k.what+" out at one place of the chain")
	}
	return m.element
}

// use returns an element that stands for another, with the facts of that and a place of its own.
func (k *registry[T]) use(l *lowering, at *scope, v *spec.Value, p place, target *T) *T {
	use := new(T)
	k.refer(use, target)
	n := k.node(use)
	doc, name := n.Doc, n.Name
	l.node(n, at, v, p)
	if k.named {
		n.Name = name
	}
	if n.Doc = doc; at.version >= version31 {
		if own := v.Get("description"); own != nil && v.Get("$ref") != nil {
			n.Doc = text(own)
		}
	}
	return use
}

// unclaimed returns what references reached and the walk did not, in the order of lowering.
func (k *registry[T]) unclaimed() []*T {
	var elements []*T
	for _, m := range k.order {
		if m.loose && m.element != nil {
			elements = append(elements, m.element)
		}
	}
	return elements
}
