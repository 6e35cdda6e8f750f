package breaking

import (
	"cmp"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Pass is what a hook gets: the place that is looked at, and the way to report.
type Pass struct {
	API       Pair[spec.API]
	Format    spec.Format
	Direction spec.Direction       // where the element travels; 0: in neither, or unknown
	Text      bool                 // the value is always written as text: in a path, query, header or form
	Operation Pair[spec.Operation] // the operation that the element belongs to; empty within types
	Owner     Pair[spec.Node]      // what the element stands in; empty at the top
	Within    Pair[spec.Type]      // the views that a field, enum value, oneof or branch is declared in

	walk    *walk
	element nodes
	check   *Check
	place   *place
}

// Added reports that the element is new.
func (p *Pass) Added(message string, touches ...Touch) *Change {
	return p.report(Change{Kind: Added, Message: message}, touches)
}

// Removed reports that the element is gone.
func (p *Pass) Removed(message string, touches ...Touch) *Change {
	return p.report(Change{Kind: Removed, Message: message}, touches)
}

// Changed reports that an attribute of the element changed: one of its declaration by the name that
// Node.Attr has for it, or a word for it. from and to are its values as a reader would write them.
func (p *Pass) Changed(attribute, from, to, message string, touches ...Touch) *Change {
	return p.report(Change{Attribute: attribute, From: from, To: to, Message: message}, touches)
}

// Report reports a change that the other methods can't express. What is not filled in is taken
// from the element: where it stands, and its verdicts by the law.
func (p *Pass) Report(change Change, touches ...Touch) *Change { return p.report(change, touches) }

func (p *Pass) report(c Change, touches []Touch) *Change {
	c.Check, c.Format, c.Direction, c.Touches = p.check.ID, p.Format, cmp.Or(c.Direction, p.Direction), touches
	at := p.declaring(c.Attribute)
	if node := at.Either(); node != nil {
		c.Element = cmp.Or(c.Element, node.ID())
	}
	if c.Kind != Added {
		c.Old = cmp.Or(c.Old, spot(at.Old, c.Attribute))
	}
	c.New = cmp.Or(c.New, spot(at.New, c.Attribute))
	if c.New.IsZero() {
		c.New = spot(p.Owner.New, "")
	}
	if c.Kind == Removed {
		c.Deprecated = p.announced()
	}
	c.Backward = judge(c.Direction, touches)
	c.Forward = judge(c.Direction, Inverse(touches))
	p.walk.changes = append(p.walk.changes, found{&c, p.place})
	return &c
}

// announced returns how the old version deprecated the element, or what it stood in.
func (p *Pass) announced() *spec.Deprecation {
	for n := p.element.Old; n != nil; n = n.Parent {
		if n.Deprecated != nil {
			return n.Deprecated
		}
	}
	return nil
}

// declaring returns the element or, where it is a view of several parts, the part that declares the
// attribute: what a base type says is told of the base type, not of all that extend it.
func (p *Pass) declaring(attribute string) nodes {
	at, w := p.element, p.walk
	if attribute == "" || !p.place.types.Both() {
		return at
	}
	old, new := w.old.saying(p.place.types.Old, attribute), w.new.saying(p.place.types.New, attribute)
	if old == nil && new != nil {
		old = w.old.counterpart(p.place.types.Old, new)
	}
	if new == nil && old != nil {
		new = w.new.counterpart(p.place.types.New, old)
	}
	return nodes{cmp.Or(old, at.Old), cmp.Or(new, at.New)}
}

// spot returns the smallest place that shows an attribute of a declaration.
func spot(n *spec.Node, attribute string) source.Span {
	if n == nil {
		return source.Span{}
	}
	if attribute != "" {
		return cmp.Or(n.AttrSpan(attribute), n.NameSpan, n.Span)
	}
	return cmp.Or(n.NameSpan, n.Span)
}

// Node returns the element, as it is now or as it was if it is gone. Where a type is seen through what
// refers to it, this is the place that says what changed.
func (p *Pass) Node() *spec.Node { return p.element.Either() }

// Old returns the view of a type of the old version: references followed, allOf merged. See New.
func (p *Pass) Old(t *spec.Type) *spec.Type { return p.walk.old.of(t) }

// New returns the view of a type of the new version. Views are what Hooks.Type gets; their Fields,
// Items and sub-schemas are the declared ones, whose views have to be asked for.
func (p *Pass) New(t *spec.Type) *spec.Type { return p.walk.new.of(t) }

// Claimed reports whether one of the checks that run compares the attribute, by the name that
// Node.Attr has for it.
func (p *Pass) Claimed(attribute string) bool { return p.walk.dispatch.claimed[attribute] }

// Before returns the path that a file of the new version had in the old one: its own, or that which
// it was renamed from.
func (p *Pass) Before(path string) string { return p.walk.before(path) }

// Same reports whether two types, one of each version, allow the same values, as far as their
// declarations tell.
func (p *Pass) Same(before, after *spec.Type) bool { return p.walk.same(before, after) }
