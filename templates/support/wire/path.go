package wire

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Path tells where a node stands: the part of the message, and a field such as order.items[2].quantity.
func (r *Reader) Path(n Node) (errors.Location, string) {
	in, field := r.appendPath(nil, n)
	return in, string(field)
}

// appendPath descends from the root to n. It is needed only when something is wrong, so that nothing is spent before.
func (r *Reader) appendPath(dst []byte, n Node) (errors.Location, []byte) {
	i, exact := slices.BinarySearchFunc(r.roots, n, func(r root, n Node) int { return int(r.node - n) })
	if !exact {
		i--
	}
	start := len(dst)
	at := r.roots[i].node
	dst = append(dst, r.roots[i].name...)
	for depth := 0; at != n; depth++ {
		s := r.step(depth, at, n)
		if r.nodes[at].kind == KindArray {
			dst = append(strconv.AppendInt(append(dst, '['), int64(s.index), 10), ']')
		} else {
			dst = appendMember(dst, start, r.text(&r.nodes[s.child-1]))
		}
		at = s.child
		if n == s.child-1 { // the key itself
			break
		}
	}
	return r.roots[i].in, dst
}

// step is the way from a container into the child that holds what is looked for.
type step struct {
	container, child Node
	index            int
}

// step finds the child of a container that n lies in. It goes on from where the last search ended at that depth, so
// that paths asked for in the order of the tape cost one walk together.
func (r *Reader) step(depth int, container, n Node) step {
	first := Node(1)
	if r.nodes[container].kind == KindObject {
		first = 2
	}
	if depth == len(r.steps) {
		r.steps = append(r.steps, step{})
	}
	s := &r.steps[depth]
	if s.child == 0 || s.container != container || s.child-first+1 > n {
		*s = step{container, container + first, 0}
	}
	for r.end(s.child) <= n {
		s.child = r.end(s.child) + first - 1
		s.index++
	}
	return *s
}

// end is after, also for containers that are still open.
func (r *Reader) end(n Node) Node {
	if slices.Contains(r.open, n) {
		return Node(len(r.nodes))
	}
	return r.after(n)
}

// longestKey is how many bytes of a key are shown.
const longestKey = 128

// appendMember appends .name to the field that begins at start, or ["na.me"] where the name would not be understood.
func appendMember(field []byte, start int, name string) []byte {
	if len(name) > longestKey {
		end := longestKey
		for !utf8.RuneStart(name[end]) {
			end--
		}
		name = name[:end] + "…"
	}
	if !isWord(name) {
		return append(appendQuoted(append(field, '['), name), ']')
	}
	if len(field) > start {
		field = append(field, '.')
	}
	return append(field, name...)
}

// isWord says whether a name can stand in a path without quotes.
func isWord(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '$' || c == '@' || c >= utf8.RuneSelf:
		default:
			return false
		}
	}
	return name != ""
}
