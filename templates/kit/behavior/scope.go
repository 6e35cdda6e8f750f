package behavior

import "google.golang.org/protobuf/reflect/protoreflect"

// What a mask may have. Nobody's has as much; without a limit a mask and many mistakes would multiply.
const (
	mostPaths = 1000
	mostNames = 100 // in one path
)

// Scope is what one request speaks of. It belongs to one goroutine.
type Scope struct {
	plan    *Plan
	message protoreflect.Message
	index   int // of the request of a batch that the tree is of
	known   bool
	tree    *tree
}

// Scope returns what a request speaks of. It costs nothing until it is asked.
func (p *Plan) Scope(m protoreflect.Message) *Scope { return &Scope{plan: p, message: m} }

// Wanted reports whether a violation counts. In a partial update it does if the update mask covers it, or
// without a mask, if the field is set; elsewhere it always does. Field is spelt as Check does.
func (s *Scope) Wanted(field string) bool {
	p := s.plan
	if p.one.partial() {
		return s.wanted(p.one, s.message, field, 0)
	}
	if !p.each.partial() {
		return true
	}
	one, index, rest, ok := item(s.message, p.batch, field)
	return !ok || s.wanted(p.each, one, rest, index)
}

// wanted reports whether a violation in a request counts, which is the one at an index of a batch, or alone.
func (s *Scope) wanted(shape *shape, m protoreflect.Message, field string, index int) bool {
	rest, ok := below(field, string(shape.resource.Name()))
	if !ok || !m.Has(shape.resource) || shape.always(rest) {
		return true
	}
	resource := m.Get(shape.resource).Message()
	tree := s.masked(shape, m, index)
	if tree == nil {
		return populated(resource, rest)
	}
	return tree.covers(rest) || shape.upsert != nil && m.Get(shape.upsert).Bool() && populated(resource, rest)
}

// masked returns the mask of a request, or that of the whole batch; nil: there is none.
func (s *Scope) masked(shape *shape, m protoreflect.Message, index int) *tree {
	if s.known && s.index == index {
		return s.tree
	}
	paths := pathsOf(m, shape.update)
	if len(paths) == 0 && s.plan.one != nil {
		paths = pathsOf(s.message, s.plan.one.update)
	}
	s.known, s.index, s.tree = true, index, treeOf(paths)
	return s.tree
}

// tree is a mask by the names in its paths.
type tree struct {
	whole bool // all below is named
	names map[string]*tree
}

func treeOf(paths []string) *tree {
	if len(paths) == 0 {
		return nil
	}
	root := &tree{whole: len(paths) > mostPaths} // then nothing is let through
	for _, path := range paths[:min(len(paths), mostPaths)] {
		root.add(path)
	}
	return root
}

func (t *tree) add(path string) {
	if path == "*" {
		t.whole = true
		return
	}
	for n := 0; path != "" && n < mostNames; n++ {
		name, rest, ok := NextName(path)
		if !ok {
			return
		}
		t, path = t.below(name), rest
	}
	t.whole = t.whole || path == ""
}

// below returns what a name leads to, which is made if it isn't there.
func (t *tree) below(name string) *tree {
	if t.names == nil {
		t.names = map[string]*tree{}
	}
	if t.names[name] == nil {
		t.names[name] = new(tree)
	}
	return t.names[name]
}

// covers reports whether a path names a field, or something that it lies in. A * stands for any item or entry.
func (t *tree) covers(field string) bool {
	if t == nil || t.whole || field == "" {
		return t != nil && t.whole
	}
	name, rest, ok := nextStep(field)
	return ok && (t.names[name].covers(rest) || t.names["*"].covers(rest))
}
