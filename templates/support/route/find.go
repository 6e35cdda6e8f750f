package route

import (
	"slices"
	"strings"
)

// Vars are the variables of the route that was found. The zero value is ready; a search reuses its memory.
type Vars struct {
	names []string // the template's, shared
	texts []string
	multi []bool
}

// Len is the number of variables.
func (v *Vars) Len() int { return len(v.texts) }

// At is the name and the escaped text of the i-th variable, in the order of the template.
func (v *Vars) At(i int) (name, escaped string) { return v.names[i], v.texts[i] }

// Set makes v a copy of other, which may be used for another search then.
func (v *Vars) Set(other *Vars) {
	v.names, v.texts, v.multi = other.names, append(v.texts[:0], other.texts...), other.multi
}

// Escaped is the variable's text as it stands in the path, still percent-encoded.
func (v *Vars) Escaped(name string) (string, bool) {
	for i, known := range v.names {
		if known == name {
			return v.texts[i], true
		}
	}
	return "", false
}

// Value is the variable's text without percent-encoding. In a variable that spans segments %2F stays
// encoded, because there it is no separator (google.api.http).
func (v *Vars) Value(name string) (string, bool) {
	for i, known := range v.names {
		if known == name {
			return unescape(v.texts[i], v.multi[i]), true
		}
	}
	return "", false
}

// Find searches the route for a method and an escaped path (url.URL.EscapedPath). The method takes
// part: a template that is more specific but lacks it hides nothing. A hit allocates nothing as long
// as the path has no needless escapes, such as %61 for a.
//
// An escaped reserved character is a part of a value first: with {id} and {id}:cancel, x%3Acancel is
// an id. Where that finds nothing it is taken for the template's own, because many clients escape
// all that they can.
func (r *Router[H]) Find(method, path string, vars *Vars) (handler H, outcome Outcome) {
	path, ok := normal(path)
	if !ok || path == "" || path[0] != '/' {
		return handler, NotFound
	}
	if l, read := r.search(path[1:], method); l != nil {
		l.template.capture(read, vars)
		return l.handler, Found
	}
	if l, _ := r.search(path[1:], ""); l != nil {
		return handler, MethodNotAllowed
	}
	return handler, NotFound
}

// search finds a leaf, and tells in which reading of the path.
func (r *Router[H]) search(path, method string) (l *leaf[H], read string) {
	if l = r.root.find(path, false, method); l != nil {
		return l, path
	}
	if other := r.loosened(path); other != "" {
		return r.root.find(other, false, method), other
	}
	return nil, ""
}

// loosened is the path in its other reading, empty if there is none.
func (r *Router[H]) loosened(path string) string {
	if r.loose == "" || strings.IndexByte(path, '%') < 0 {
		return ""
	}
	if other := loosen(path, r.loose); other != path {
		return other
	}
	return ""
}

// Allow lists the methods that the path is found with, sorted and joined as the header Allow wants them.
func (r *Router[H]) Allow(path string) string {
	path, ok := normal(path)
	if !ok || path == "" || path[0] != '/' {
		return ""
	}
	var methods []string
	add := func(l *leaf[H]) { methods = append(methods, l.method) }
	r.root.all(path[1:], false, add)
	if other := r.loosened(path[1:]); other != "" {
		r.root.all(other, false, add)
	}
	slices.Sort(methods)
	return strings.Join(slices.Compact(methods), ", ")
}

// find searches below n what is left of the path; over says that nothing is left, which is not the
// same as an empty last segment. A trie's node is visited at most once, so the time is bounded by
// the size of the trie however hostile the path is.
func (n *node[H]) find(path string, over bool, method string) *leaf[H] {
	if over {
		if l := n.leaf(method); l != nil {
			return l
		}
		return n.tail("", true, method)
	}
	segment, rest, last := cut(path)
	if to := n.named(segment); to != nil {
		if l := to.find(rest, last, method); l != nil {
			return l
		}
	}
	if segment != "" {
		for _, e := range n.shapes {
			if e.shape.matches(segment) {
				if l := e.to.find(rest, last, method); l != nil {
					return l
				}
			}
		}
		if n.variable != nil {
			if l := n.variable.find(rest, last, method); l != nil {
				return l
			}
		}
	}
	return n.tail(path, false, method)
}

// named follows the literal that the segment is, however it is escaped.
func (n *node[H]) named(segment string) *node[H] {
	if len(n.literals) == 0 || strings.IndexByte(segment, '%') < 0 {
		return n.literals[segment]
	}
	var memory [64]byte
	return n.literals[string(appendUnescaped(memory[:0], segment, false))]
}

// tail lets a variable that spans segments take as much as it can, segments behind it first.
func (n *node[H]) tail(path string, over bool, method string) *leaf[H] {
	for _, e := range n.tails {
		for end := e.lastEnd(path, over); end >= 0; end = strings.LastIndexByte(path[:end], '/') {
			if l := e.to.find(path[end+1:], false, method); l != nil {
				return l
			}
		}
		if e.goesOn && !over {
			if l := e.to.find(path, false, method); l != nil { // the variable is empty
				return l
			}
		}
		if e.shape.matchesTail(path, over) {
			if l := e.to.leaf(method); l != nil {
				return l
			}
		}
	}
	return nil
}

// lastEnd is where the variable may end at the latest if segments follow it; -1: nowhere.
func (e *edge[H]) lastEnd(path string, over bool) int {
	if !e.goesOn || over {
		return -1
	}
	return strings.LastIndexByte(path, '/')
}

// leaf is the route of that method; no method stands for any.
func (n *node[H]) leaf(method string) *leaf[H] {
	for i := range n.leaves {
		if method == "" || n.leaves[i].method == method {
			return &n.leaves[i]
		}
	}
	return nil
}

// all yields every leaf that the path matches, whatever its method.
func (n *node[H]) all(path string, over bool, yield func(*leaf[H])) {
	n.allTails(path, over, yield)
	if over {
		n.every(yield)
		return
	}
	segment, rest, last := cut(path)
	if to := n.named(segment); to != nil {
		to.all(rest, last, yield)
	}
	if segment == "" {
		return
	}
	for _, e := range n.shapes {
		if e.shape.matches(segment) {
			e.to.all(rest, last, yield)
		}
	}
	if n.variable != nil {
		n.variable.all(rest, last, yield)
	}
}

func (n *node[H]) allTails(path string, over bool, yield func(*leaf[H])) {
	for _, e := range n.tails {
		if e.shape.matchesTail(path, over) {
			e.to.every(yield)
		}
		for end := e.lastEnd(path, over); end >= 0; end = strings.LastIndexByte(path[:end], '/') {
			e.to.all(path[end+1:], false, yield)
		}
		if e.goesOn && !over {
			e.to.all(path, false, yield)
		}
	}
}

func (n *node[H]) every(yield func(*leaf[H])) {
	for i := range n.leaves {
		yield(&n.leaves[i])
	}
}

// cut takes the first segment off; last says that it was the last one.
func cut(path string) (segment, rest string, last bool) {
	segment, rest, more := strings.Cut(path, "/")
	return segment, rest, !more
}
