package route

// ambiguity finds two routes that match the same request below edges of equal rank. Everything else
// is decided by the order of the edges.
func (n *node[H]) ambiguity() error {
	for i, a := range n.shapes {
		for _, b := range n.shapes[:i] {
			if rank(a.shape, b.shape) == 0 && a.shape.overlaps(&b.shape) {
				if err := clash(b.to, a.to); err != nil {
					return err
				}
			}
		}
	}
	for _, child := range n.children() {
		if err := child.ambiguity(); err != nil {
			return err
		}
	}
	return nil
}

func (n *node[H]) children() []*node[H] {
	var all []*node[H]
	for _, e := range n.shapes {
		all = append(all, e.to)
	}
	if n.variable != nil {
		all = append(all, n.variable)
	}
	for _, e := range n.tails {
		all = append(all, e.to)
	}
	for _, text := range sortedKeys(n.literals) {
		all = append(all, n.literals[text])
	}
	return all
}

// clash compares every route below a with every one below b.
func clash[H any](a, b *node[H]) error {
	var theirs []*leaf[H]
	b.leavesBelow(func(l *leaf[H]) { theirs = append(theirs, l) })
	var found error
	a.leavesBelow(func(l *leaf[H]) {
		for _, other := range theirs {
			if found == nil && l.method == other.method && l.template.overlaps(other.template) {
				found = &AmbiguousError{Method: l.method, First: l.template.text, Second: other.template.text}
			}
		}
	})
	return found
}

func (n *node[H]) leavesBelow(yield func(*leaf[H])) {
	n.every(yield)
	for _, child := range n.children() {
		child.leavesBelow(yield)
	}
}

// overlaps says whether some path matches both templates.
func (t *template) overlaps(other *template) bool {
	for i := range t.segments {
		if i == len(other.segments) {
			return t.segments[i].tail
		}
		a, b := &t.segments[i], &other.segments[i]
		if a.tail || b.tail {
			return true
		}
		if !a.overlaps(b) {
			return false
		}
	}
	return len(t.segments) == len(other.segments) || other.segments[len(t.segments)].tail
}
