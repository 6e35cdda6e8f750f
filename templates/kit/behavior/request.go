package behavior

import (
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

func (s *shape) checks() bool {
	return s != nil && (len(s.masks) > 0 || len(s.identifiers) > 0 && !s.create)
}

func (s *shape) partial() bool { return s != nil && s.merges }

// clean clears what identifies a resource that is yet to be created.
func (s *shape) clean(m protoreflect.Message) {
	if !s.create || !m.Has(s.resource) {
		return
	}
	for _, f := range s.identifiers {
		m.Get(s.resource).Message().Clear(f)
	}
}

// check reports what a request lacks to be what it asks for. It is the one at an index of a batch; -1: it is none.
func (s *shape) check(w *walk, batch protoreflect.FieldDescriptor, m protoreflect.Message, index int) {
	if index >= 0 {
		w.path = append(w.path, step{name: batch.Name(), index: index})
		defer func() { w.path = w.path[:len(w.path)-1] }()
	}
	if s.resource != nil && !s.create && m.Has(s.resource) {
		s.identified(w, m.Get(s.resource).Message())
	}
	for _, one := range s.masks {
		one.check(w, m)
	}
}

func (s *shape) identified(w *walk, resource protoreflect.Message) {
	w.path = append(w.path, plain(s.resource))
	for _, f := range s.identifiers {
		if !resource.Has(f) {
			w.report(plain(f), codeRequired, "is required: it says which resource is meant")
		}
	}
	w.path = w.path[:len(w.path)-1]
}

func (k mask) check(w *walk, m protoreflect.Message) {
	paths := pathsOf(m, k.field)
	if len(paths) > mostPaths {
		w.report(plain(k.field), codeLarge, "has more than "+strconv.Itoa(mostPaths)+" paths")
		return
	}
	for i, path := range paths {
		if why := k.refuse(path); why != "" {
			w.path = append(w.path, plain(k.field))
			w.report(step{name: "paths", index: i}, codePath, why)
			w.path = w.path[:len(w.path)-1]
		}
	}
}

// refuse returns why a path names nothing; "": it does name something.
func (k mask) refuse(path string) (first string) {
	for _, about := range k.about {
		why := Refuse(about, path)
		if why == "" {
			return ""
		}
		if first == "" {
			first = why
		}
	}
	return first
}

// pathsOf returns the paths of a mask that is a field of m; nil: it isn't set, or empty.
func pathsOf(m protoreflect.Message, f protoreflect.FieldDescriptor) []string {
	if f == nil || !m.Has(f) {
		return nil
	}
	mask := m.Get(f).Message()
	if known, ok := mask.Interface().(interface{ GetPaths() []string }); ok {
		return known.GetPaths()
	}
	list := mask.Get(f.Message().Fields().ByName("paths")).List()
	out := make([]string, list.Len())
	for i := range out {
		out[i] = list.Get(i).String()
	}
	return out
}

// always knows the fields that say which resource is meant, and in which state, rather than what becomes of it.
func (s *shape) always(rest string) bool {
	if rest == "etag" {
		return true
	}
	for _, f := range s.identifiers {
		if rest == string(f.Name()) {
			return true
		}
	}
	return false
}

// below returns the path behind a field, for one that is or begins with it.
func below(path, name string) (rest string, ok bool) {
	s, rest, ok := nextStep(path)
	return rest, ok && s == name
}

// item returns the element of a list that a path begins with, its index and the rest of the path.
func item(m protoreflect.Message, list protoreflect.FieldDescriptor, path string) (one protoreflect.Message, index int, rest string, ok bool) {
	rest, ok = below(path, string(list.Name()))
	if !ok {
		return nil, 0, "", false
	}
	text, rest, ok := nextStep(rest)
	index, err := strconv.Atoi(text)
	all := m.Get(list).List()
	if !ok || err != nil || index < 0 || index >= all.Len() {
		return nil, 0, "", false
	}
	return all.Get(index).Message(), index, rest, true
}
