package param

import (
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// entry is a pair of a deep object: what is left of its name after the part that has been followed.
type entry struct {
	rest string // [a][b]
	text string
}

// maxDepth is how many brackets a name may have.
const maxDepth = 32

// deepObject reads color[R]=100&color[G]=200. OpenAPI defines one level of scalars; objects and
// arrays below it are read the way that all who send them write them: a[b][c]=1, a[b][]=1, a[b][0]=1.
func (s *source) deepObject(pairs []Pair, shape *Shape) (wire.Node, bool) {
	var entries []entry
	for i := range pairs {
		rest, ok := strings.CutPrefix(pairs[i].Name, s.name)
		if ok && (rest == "" || rest[0] == '[') {
			pairs[i].taken = true
			entries = append(entries, entry{rest, pairs[i].Text})
		}
	}
	if len(entries) == 0 {
		return s.missing()
	}
	return s.done(s.deep(entries, shape, 0))
}

func (s *source) deep(entries []entry, shape *Shape, depth int) wire.Node {
	ends := 0
	for _, e := range entries {
		if e.rest == "" {
			ends++
		}
	}
	switch {
	case depth > maxDepth:
		s.fail(errors.TooDeep, "has too many brackets")
	case ends == len(entries):
		return s.deepLeaf(entries, shape)
	case ends > 0:
		s.fail(errors.Format, "is given both as a value and with brackets")
	case shape.Items != nil && !shape.object():
		return s.deepArray(entries, shape.Items, depth)
	default:
		return s.deepMembers(entries, shape, depth)
	}
	return s.r.AddLiteral("null", wire.KindNull)
}

func (s *source) deepLeaf(entries []entry, shape *Shape) wire.Node {
	if shape.Items == nil || shape.Scalars != 0 && len(entries) == 1 {
		if len(entries) > 1 {
			s.twice()
		}
		return s.scalar(entries[0].text, shape)
	}
	n := s.r.OpenArray()
	for _, e := range entries {
		s.scalar(e.text, shape.Items)
	}
	s.r.Close(n)
	return n
}

func (s *source) deepArray(entries []entry, items *Shape, depth int) wire.Node {
	n := s.r.OpenArray()
	for _, g := range s.groups(entries) {
		if g.name != "" {
			s.deep(g.entries, items, depth+1)
			continue
		}
		for i := range g.entries { // [] starts an item each time
			s.deep(g.entries[i:i+1], items, depth+1)
		}
	}
	s.r.Close(n)
	return n
}

func (s *source) deepMembers(entries []entry, shape *Shape, depth int) wire.Node {
	n := s.r.OpenObject()
	for _, g := range s.groups(entries) {
		s.r.AddKey(g.name)
		s.deep(g.entries, shape.property(g.name), depth+1)
	}
	s.r.Close(n)
	return n
}

type group struct {
	name    string
	entries []entry
}

// groups puts the entries together whose next bracket is the same, in the order of the first ones.
func (s *source) groups(entries []entry) []group {
	var all []group
	index := map[string]int{}
	for _, e := range entries {
		name, rest, closed := strings.Cut(e.rest[1:], "]")
		if !closed || rest != "" && rest[0] != '[' {
			s.fail(errors.Format, "has a name whose brackets don't match")
			rest = ""
		}
		at, known := index[name]
		if !known {
			at = len(all)
			index[name] = at
			all = append(all, group{name: name})
		}
		all[at].entries = append(all[at].entries, entry{rest, e.text})
	}
	return all
}
