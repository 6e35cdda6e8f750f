package regex

// Exponential returns a loop that can read the same text in two ways in each of its rounds, if what
// follows it can fail: an engine that backtracks then tries all of them, twice as many with every
// further character. It returns nil if it is sure of none.
func Exponential(root *Node) *Node {
	return exponential(root, false)
}

// exponential looks at a node, behind which something stands that can fail.
func exponential(n *Node, fails bool) *Node {
	if n.Kind == Loop && fails && repeats(n) && ambiguous(n.Nodes[0]) {
		return n
	}
	for i := len(n.Nodes) - 1; i >= 0; i-- {
		if found := exponential(n.Nodes[i], fails); found != nil {
			return found
		}
		if n.Kind == Sequence {
			fails = fails || canFail(n.Nodes[i])
		}
	}
	return nil
}

// repeats reports whether a loop goes round often enough for the time to matter.
func repeats(n *Node) bool { return n.Kind == Loop && (n.Max < 0 || n.Max >= 20) }

// canFail reports whether something refuses some texts, the empty one among them.
func canFail(n *Node) bool {
	switch n.Kind {
	case Char, Assertion, Reference:
		return true
	case Loop:
		return n.Min > 0 && canFail(n.Nodes[0])
	case Choice:
		for _, branch := range n.Nodes {
			if !canFail(branch) {
				return false
			}
		}
		return true
	}
	for _, part := range n.Nodes {
		if canFail(part) {
			return true
		}
	}
	return false
}

// ambiguous reports whether two rounds of a loop with that body can read what one round reads, or one
// round the same character in two ways.
func ambiguous(body *Node) bool {
	branches := branchesOf(body)
	for i, branch := range branches {
		for j := range branch {
			if loopSplits(branch, j) {
				return true
			}
		}
		for _, other := range branches[:i] {
			if len(branch) == 1 && len(other) == 1 && branch[0].Kind == Char && other[0].Kind == Char && branch[0].Set.overlaps(other[0].Set) {
				return true
			}
		}
	}
	return false
}

// branchesOf returns the ways through a body, each the parts that stand one behind the other.
func branchesOf(body *Node) [][]*Node {
	switch {
	case body.Kind == Choice:
		var all [][]*Node
		for _, branch := range body.Nodes {
			all = append(all, branchesOf(branch)...)
		}
		return all
	case body.Kind == Sequence && len(body.Nodes) == 1 && (body.Nodes[0].Kind == Sequence || body.Nodes[0].Kind == Choice):
		return branchesOf(body.Nodes[0])
	case body.Kind == Sequence:
		return [][]*Node{body.Nodes}
	}
	return [][]*Node{{body}}
}

// loopSplits reports whether a part is a loop of characters that can read, too, all that stands before
// and behind it: then the end of one round and the beginning of the next may as well be within.
func loopSplits(branch []*Node, at int) bool {
	inner := branch[at]
	for inner.Kind == Sequence && len(inner.Nodes) == 1 {
		inner = inner.Nodes[0]
	}
	if !repeats(inner) {
		return false
	}
	set, ok := characters(inner.Nodes[0])
	if !ok || set.isEmpty() {
		return false
	}
	for i, part := range branch {
		if i != at && !readable(part, set) {
			return false
		}
	}
	return true
}

// characters returns the set of a node that reads one character.
func characters(n *Node) (Set, bool) {
	for n.Kind == Sequence && len(n.Nodes) == 1 {
		n = n.Nodes[0]
	}
	return n.Set, n.Kind == Char
}

// readable reports whether some text of a node has characters of the set alone.
func readable(n *Node, set Set) bool {
	switch n.Kind {
	case Char:
		return n.Set.overlaps(set)
	case Loop:
		return n.Min == 0 || readable(n.Nodes[0], set)
	case Assertion, Reference:
		return false
	case Choice:
		for _, branch := range n.Nodes {
			if readable(branch, set) {
				return true
			}
		}
		return false
	}
	for _, part := range n.Nodes {
		if !readable(part, set) {
			return false
		}
	}
	return true
}
