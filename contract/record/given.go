package record

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// given is a parameter or header that was sent.
type given struct {
	in     spec.Location
	name   string
	values []string // as they travel; once it is sealed, as they may be written
	tree   *node    // nil: a credential that no parameter declares
}

// input makes the tree of a parameter.
func (w *walker) input(in *ready.Input, n wire.Node, isID bool) *given {
	why := first(personalNode(&in.Node), w.named(in.Name))
	if in.In == spec.InCookie {
		why = first(why, "a cookie")
	}
	at := place{path: in.In.String() + " " + in.Name, name: in.Name, why: why, id: isID}
	return &given{in: in.In, name: in.Name, tree: w.visit(n, []*spec.Type{in.Schema}, at)}
}

const scalars = wire.KindBool | wire.KindNumber | wire.KindString

// sealed puts in place what may be written of the values; false: nothing may.
func (g *given) sealed(d *document, h *secrets, values []string, direction spec.Direction) bool {
	g.values = slices.Clone(values)
	if g.tree == nil {
		for i := range g.values {
			g.values[i] = secret.Redacted
		}
		return true
	}
	if !seal(d, h, g.tree, direction) {
		return false
	}
	if g.tree.kinds&^scalars == 0 && len(values) == 1 {
		if g.tree.why != "" {
			g.values = []string{g.tree.example.Text}
		}
		return g.tree.why != "" || g.tree.listed || !h.in(values[0])
	}
	whole := true
	g.tree.every(func(n *node) { whole = whole && n.why == "" && !n.free })
	return whole && !slices.ContainsFunc(values, h.in)
}

// matchers returns what may be sent in the place of the values: of what is no scalar, any text.
func (g *given) matchers() []*contract.Matcher {
	if g.tree == nil || g.tree.kinds&^scalars != 0 || len(g.values) != 1 {
		return []*contract.Matcher{{Kind: contract.Type}}
	}
	return g.tree.matchers
}

// merge adds what is known of another exchange.
func (g *given) merge(other *given) {
	if g.tree != nil && other.tree != nil {
		g.tree.merge(other.tree, true)
	}
}

// seal replaces the texts of a tree by examples: those that were seen, but for what must not be written. It is false
// if the spec allows nothing in the place of such.
func seal(d *document, h *secrets, n *node, direction spec.Direction) bool {
	sealed := true
	n.every(func(n *node) {
		if n.kinds&scalars != 0 && n.example == nil {
			sealed = n.seal(d, h, direction) && sealed
		}
	})
	return sealed
}

// leastNumber is how many digits a number has that is looked for among what is hidden.
const leastNumber = 6

func (n *node) seal(d *document, h *secrets, direction spec.Direction) bool {
	raw := n.raw
	n.raw = ""
	if n.why == "" && !n.listed && (n.kinds == wire.KindString || len(raw) >= leastNumber) && h.in(raw) {
		n.why = "something is in it that must not be written"
	}
	if n.why != "" {
		n.example = d.replacement(n, h, direction)
		return n.example != nil
	}
	n.example = &spec.Value{Kind: spec.Str, Text: raw}
	switch {
	case n.kinds == wire.KindBool:
		n.example.Kind = spec.Bool
	case n.kinds&wire.KindNumber != 0:
		n.example.Kind = spec.Num
	}
	return true
}

// belongs reports whether a name of the query is that of a parameter, or of a part of its value that the spec names.
func belongs(in *ready.Input, name string) bool {
	switch {
	case in.In == spec.InQueryString:
		return hasPart(in, name)
	case in.In != spec.InQuery:
		return false
	case in.Style == "deepObject":
		part, below := strings.CutPrefix(name, in.Name+"[")
		return below && hasPart(in, strings.TrimSuffix(part, "]"))
	}
	return in.Name == name || in.Explode && hasPart(in, name)
}

func hasPart(in *ready.Input, name string) bool {
	return slices.ContainsFunc(in.Shape.Properties, func(p param.Property) bool { return p.Name == name })
}
