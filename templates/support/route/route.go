// Package route finds the operation that a request's method and path name. It knows the path
// templates of OpenAPI and of google.api.http, and nothing of HTTP messages or of values: what it
// captures is the escaped text, because only the parameter's style says what its delimiters mean.
package route

import (
	"fmt"
	"slices"
)

// Route ties a method and a path template to H.
//
// A template is made of segments. A segment is literal text, one variable ({id}), several with text
// between them ({base}...{head}, {id}.json, {name}:cancel), or a variable with a pattern of its own
// ({name=shelves/*/books/*}, {path=**}).
type Route[H any] struct {
	Method   string
	Template string
	Handler  H
}

// Outcome says how a search ended.
type Outcome uint8

const (
	NotFound         Outcome = iota // no template matches the path
	MethodNotAllowed                // a template matches the path, but none with that method
	Found
)

// Router finds routes. It is immutable, so any number of goroutines may share it.
type Router[H any] struct {
	root  node[H]
	loose string // reserved characters in literals beside a variable: the : of {name}:cancel
}

// node is what has been matched so far. Its edges are tried in the order of the fields: the more an
// edge says of the path, the earlier.
type node[H any] struct {
	literals map[string]*node[H] // by unescaped text
	shapes   []*edge[H]          // variables with text around them, the most text first
	variable *node[H]            // one whole segment
	tails    []*edge[H]          // what is left of the path, those with a verb first
	leaves   []leaf[H]           // the path ends here
}

type edge[H any] struct {
	shape  shape
	to     *node[H]
	goesOn bool // a template has segments after it
}

type leaf[H any] struct {
	method   string
	template *template
	handler  H
}

// New builds a router. It refuses templates that are malformed, and two routes that match the same
// request while neither is more specific.
func New[H any](routes []Route[H]) (*Router[H], error) {
	r := &Router[H]{}
	for _, route := range routes {
		t, err := parse(route.Template)
		if err != nil {
			return nil, fmt.Errorf("path template %q: %w", route.Template, err)
		}
		r.loose += t.reserved()
		end := r.root.grow(t.segments)
		for _, other := range end.leaves {
			if other.method == route.Method {
				return nil, &AmbiguousError{Method: route.Method, First: other.template.text, Second: t.text}
			}
		}
		end.leaves = append(end.leaves, leaf[H]{route.Method, t, route.Handler})
	}
	if err := r.root.ambiguity(); err != nil {
		return nil, err
	}
	return r, nil
}

// AmbiguousError says that two routes match the same requests and that neither is more specific.
type AmbiguousError struct {
	Method        string
	First, Second string // the templates
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s %s and %s %s match the same paths and neither is more specific: rename or remove one",
		e.Method, e.First, e.Method, e.Second)
}

func (n *node[H]) grow(segments []shape) *node[H] {
	for i, s := range segments {
		n = n.child(s, i+1 < len(segments))
	}
	return n
}

func (n *node[H]) child(s shape, goesOn bool) *node[H] {
	switch {
	case s.tail:
		e := addEdge(&n.tails, s)
		e.goesOn = e.goesOn || goesOn
		return e.to
	case s.variables() == 0:
		return n.literal(unescape(s.literals[0], false))
	case s.whole():
		if n.variable == nil {
			n.variable = &node[H]{}
		}
		return n.variable
	}
	return addEdge(&n.shapes, s).to
}

func (n *node[H]) literal(text string) *node[H] {
	if n.literals == nil {
		n.literals = map[string]*node[H]{}
	}
	if n.literals[text] == nil {
		n.literals[text] = &node[H]{}
	}
	return n.literals[text]
}

func addEdge[H any](edges *[]*edge[H], s shape) *edge[H] {
	for _, e := range *edges {
		if slices.Equal(e.shape.literals, s.literals) {
			return e
		}
	}
	added := &edge[H]{shape: s, to: &node[H]{}}
	*edges = append(*edges, added)
	slices.SortStableFunc(*edges, func(a, b *edge[H]) int { return compare(a.shape, b.shape) })
	return added
}
