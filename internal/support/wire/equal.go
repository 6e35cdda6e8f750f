package wire

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/value"
)

// Const checks that n equals a JSON text, by value: 1 equals 1.0, the order of members doesn't matter.
func (r *Reader) Const(n Node, text string) bool {
	return r.Equal(n, text) || r.violate(n, errors.Const, "must be ", text)
}

// In checks that n equals one of some JSON texts, by value; if not, that is a violation of enum.
func (r *Reader) In(n Node, texts ...string) bool {
	for _, text := range texts {
		if r.Equal(n, text) {
			return true
		}
	}
	return r.violate(n, errors.Enum, "must be one of ", strings.Join(texts, ", "))
}

// Enum records that n is none of the values, which it names for people. It returns false.
func (r *Reader) Enum(n Node, values string) bool {
	return r.violate(n, errors.Enum, "must be one of ", values)
}

// Equal says whether n equals a JSON text, by value. It records nothing. The text must be JSON.
func (r *Reader) Equal(n Node, text string) bool {
	nd := &r.nodes[n]
	switch c := text[0]; {
	case c == '"' && strings.IndexByte(text, '\\') < 0:
		return nd.kind == KindString && r.text(nd) == text[1:len(text)-1]
	case c == '-' || '0' <= c && c <= '9':
		return nd.kind&KindNumber != 0 && r.compare(n, text) == 0
	case c == 't' || c == 'f':
		return nd.kind == KindBool && nd.flags&isTrue != 0 == (c == 't')
	case c == 'n':
		return nd.kind == KindNull
	case c == '{' && nd.kind != KindObject, c == '[' && nd.kind != KindArray:
		return false
	}
	return r.equalParsed(n, text)
}

// equalParsed puts the text on the tape for as long as it takes to compare.
func (r *Reader) equalParsed(n Node, text string) bool {
	before := *r
	defer func() {
		r.nodes, r.texts, r.roots, r.open = r.nodes[:len(before.nodes)], r.texts[:len(before.texts)], before.roots, before.open
		r.state = before.state
	}()
	r.open = nil
	other, ok := r.ParseJSON([]byte(text), Limits{Depth: largestDepth})
	return ok && r.equal(n, other)
}

// equal compares two nodes by value.
func (r *Reader) equal(a, b Node) bool {
	x, y := &r.nodes[a], &r.nodes[b]
	switch {
	case x.kind != y.kind:
		return false
	case x.kind == KindNull:
		return true
	case x.kind == KindBool:
		return (x.flags^y.flags)&isTrue == 0
	case x.kind == KindString:
		return r.text(x) == r.text(y)
	case x.kind&KindNumber != 0:
		return value.CompareNumbers(r.text(x), r.text(y)) == 0
	case x.end != y.end:
		return false
	case x.kind == KindArray:
		return r.equalItems(a, b)
	}
	return r.equalMembers(a, b)
}

func (r *Reader) equalItems(a, b Node) bool {
	end := r.after(a)
	for a, b = a+1, b+1; a < end; a, b = r.after(a), r.after(b) {
		if !r.equal(a, b) {
			return false
		}
	}
	return true
}

// equalMembers compares in the order of the keys.
func (r *Reader) equalMembers(a, b Node) bool {
	x, y := r.sortedKeys(a), r.sortedKeys(b)
	for i := range x {
		if r.text(&r.nodes[x[i]]) != r.text(&r.nodes[y[i]]) || !r.equal(x[i]+1, y[i]+1) {
			return false
		}
	}
	return true
}

func (r *Reader) sortedKeys(n Node) []Node {
	keys := make([]Node, 0, r.nodes[n].end)
	for key, end := n+1, r.after(n); key < end; key = r.after(key + 1) {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b Node) int {
		return strings.Compare(r.text(&r.nodes[a]), r.text(&r.nodes[b]))
	})
	return keys
}
