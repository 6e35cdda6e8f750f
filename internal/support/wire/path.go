package wire

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
)

// Path tells where a node stands: the part of the message, and a field such as order.items[2].quantity.
func (r *Reader) Path(n Node) (errors.Location, string) {
	in, field := r.path(n)
	return in, string(field)
}

// path descends from the root to n. It is needed only when something is wrong, so that nothing is spent before.
func (r *Reader) path(n Node) (errors.Location, []byte) {
	i, exact := slices.BinarySearchFunc(r.roots, n, func(r root, n Node) int { return int(r.node - n) })
	if !exact {
		i--
	}
	at := r.roots[i].node
	field := []byte(r.roots[i].name)
	for at != n {
		if r.nodes[at].kind == KindObject {
			at, field = r.intoObject(at, n, field)
		} else {
			at, field = r.intoArray(at, n, field)
		}
	}
	return r.roots[i].in, field
}

func (r *Reader) intoObject(at, n Node, field []byte) (Node, []byte) {
	key := at + 1
	for r.end(key+1) <= n {
		key = r.end(key + 1)
	}
	field = appendMember(field, r.text(&r.nodes[key]))
	if key == n {
		return key, field
	}
	return key + 1, field
}

func (r *Reader) intoArray(at, n Node, field []byte) (Node, []byte) {
	item, index := at+1, int64(0)
	for r.end(item) <= n {
		item = r.end(item)
		index++
	}
	return item, append(strconv.AppendInt(append(field, '['), index, 10), ']')
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

// appendMember appends .name, or ["na.me"] where the name would not be understood otherwise.
func appendMember(field []byte, name string) []byte {
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
	if len(field) > 0 {
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
