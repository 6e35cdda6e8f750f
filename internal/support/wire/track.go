package wire

import "github.com/bylaw-dev/bylaw/internal/support/errors"

// Track starts to note which values are evaluated; give the mark to UnevaluatedProperties, UnevaluatedItems or
// EndTrack, which ends it, in the same function.
func (r *Reader) Track() int {
	r.tracked++
	return len(r.marks)
}

// Evaluated notes that a keyword has looked at the value of a member or an item. It costs nothing unless something
// tracks. What a check notes that fails silently is forgotten.
func (r *Reader) Evaluated(child Node) {
	if r.tracked > 0 && r.spend(1) {
		r.marks = append(r.marks, child)
	}
}

// EndTrack ends what Track started, without a check. What was evaluated stays so for others that track.
func (r *Reader) EndTrack(mark int) {
	if r.tracked--; r.tracked == 0 {
		r.marks = r.marks[:0]
	}
}

// UnevaluatedProperties looks with check at every member of n that nothing has evaluated since mark; nil refuses them.
// It ends the tracking.
func (r *Reader) UnevaluatedProperties(n Node, mark int, check Check) {
	if r.nodes[n].kind == KindObject {
		r.unevaluated(n, mark, check, errors.UnevaluatedProperties)
	}
	r.EndTrack(mark)
}

// UnevaluatedItems looks with check at every item of n that nothing has evaluated since mark; nil refuses them. It ends
// the tracking.
func (r *Reader) UnevaluatedItems(n Node, mark int, check Check) {
	if r.nodes[n].kind == KindArray {
		r.unevaluated(n, mark, check, errors.UnevaluatedItems)
	}
	r.EndTrack(mark)
}

func (r *Reader) unevaluated(n Node, mark int, check Check, code string) {
	rest := r.rest(n, mark)
	for i := rest; i < len(r.marks); i++ {
		child := r.marks[i]
		switch {
		case r.state.stop:
			return
		case check == nil:
			r.Violate(child, code, "is not declared for this value")
		default:
			r.checkUnevaluated(child, check)
		}
	}
	r.marks = r.marks[:mark]
	r.markAll(n)
}

// checkUnevaluated leaves no marks behind: they are of values further down, which nobody up here asks for.
func (r *Reader) checkUnevaluated(child Node, check Check) {
	marks := len(r.marks)
	check(r, child)
	r.marks = r.marks[:marks]
}

// rest appends to the marks the children of n that aren't among them since mark, and gives the index of the first.
// The children that are get a flag meanwhile, so that the cost is the number of marks and of children.
func (r *Reader) rest(n Node, mark int) int {
	first := len(r.marks)
	for _, m := range r.marks[mark:] {
		r.nodes[m].flags |= isMarked
	}
	r.eachChild(n, func(child Node) {
		if r.nodes[child].flags&isMarked == 0 {
			r.marks = append(r.marks, child)
		}
	})
	for _, m := range r.marks[mark:first] {
		r.nodes[m].flags &^= isMarked
	}
	return first
}

// markAll notes all children of n, which are evaluated by now.
func (r *Reader) markAll(n Node) {
	if r.tracked > 1 {
		r.eachChild(n, func(child Node) { r.marks = append(r.marks, child) })
	}
}

// eachChild visits the values of an object's members or an array's items.
func (r *Reader) eachChild(n Node, visit func(Node)) {
	nd := &r.nodes[n]
	step := Node(0)
	if nd.kind == KindObject {
		step = 1
	}
	for child, end := n+1+step, r.after(n); child < end; child = r.after(child) + step {
		visit(child)
	}
}

// Enter says that evaluation enters a schema resource ($id); the numbers are the generator's.
func (r *Reader) Enter(resource int) { r.scope = append(r.scope, resource) }

// Leave says that evaluation leaves the resource that it entered last.
func (r *Reader) Leave() { r.scope = r.scope[:len(r.scope)-1] }

// Dynamic resolves a $dynamicRef: find is asked for each resource that was entered, outermost first, and gives the
// check of the anchor there or nil; fallback is what the reference means without any.
func (r *Reader) Dynamic(find func(resource int) Check, fallback Check) Check {
	for _, resource := range r.scope {
		if check := find(resource); check != nil {
			return check
		}
	}
	return fallback
}
