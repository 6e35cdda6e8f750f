package resources

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// inventory is what can be done with each kind of thing in an API: in proto by the noun in the names of
// the rpcs, in OpenAPI by the path of the collection.
type inventory struct {
	order []*stock
	byKey map[string]*stock
}

// stock is what can be done with one kind of thing; nil: nothing of the kind.
type stock struct {
	noun                              string // as messages call one of them: "book", "/v1/books/{book}"
	get, list, create, update, remove *spec.Operation
	entity                            *spec.Type // what get, create and update answer with; nil: not known
}

func takeStock(l *words.Lexicon, api *spec.API, services []*spec.Service) inventory {
	i := inventory{byKey: map[string]*stock{}}
	for _, s := range services {
		for _, o := range s.Operations {
			if o.Kind == spec.Call && o.Streaming == 0 {
				i.add(l, api.Format, o)
			}
		}
	}
	return i
}

// inventories returns what can be done in the API, or with each kind of thing in the service where it is
// at home: the first that works on it.
func inventories(l *words.Lexicon, api *spec.API, eachService bool) []inventory {
	if !eachService {
		return []inventory{takeStock(l, api, api.Services)}
	}
	var all []inventory
	known := map[string]bool{}
	for at := range api.Services {
		i := takeStock(l, api, api.Services[at:at+1])
		i.order = slices.DeleteFunc(i.order, func(s *stock) bool { return known[s.noun] })
		for key := range i.byKey {
			known[key] = true
		}
		all = append(all, i)
	}
	return all
}

func (i *inventory) add(l *words.Lexicon, format spec.Format, o *spec.Operation) {
	method := standard.Classify(l, o)
	key := keyByPath(method, o)
	if format == spec.Proto {
		key = keyByNoun(l, method, o)
	}
	if key == "" {
		return
	}
	s := i.byKey[key]
	if s == nil {
		s = &stock{noun: key}
		i.byKey[key] = s
		i.order = append(i.order, s)
	}
	s.take(l, method, o)
}

func (s *stock) take(l *words.Lexicon, method standard.Method, o *spec.Operation) {
	switch method {
	case standard.Get:
		s.get = first(s.get, o)
	case standard.List:
		s.list = first(s.list, o)
	case standard.Create:
		s.create = first(s.create, o)
	case standard.Update:
		s.update = first(s.update, o)
	case standard.Delete:
		s.remove = first(s.remove, o)
	}
	if t := entityOf(l, o); s.entity == nil && t != nil && t.Kind == spec.KindObject && !isBuiltIn(t) {
		s.entity = t
	}
}

func first(a, b *spec.Operation) *spec.Operation {
	if a != nil {
		return a
	}
	return b
}

// keyByNoun returns what the rpc's name says it is about, in the singular.
func keyByNoun(l *words.Lexicon, method standard.Method, o *spec.Operation) string {
	name := words.Split(o.Name)
	if end := standard.End(o.Path()); method == standard.Custom || len(name) < 2 || end.Kind == spec.Verb {
		return ""
	}
	noun := slices.Clone(name[1:])
	last := len(noun) - 1
	noun[last] = l.Singular(noun[last])
	return strings.Join(noun, " ")
}

// keyByPath returns the path of a thing in the collection that the operation works on.
func keyByPath(method standard.Method, o *spec.Operation) string {
	path, end := o.Path(), standard.End(o.Path())
	switch {
	case method == standard.Custom || path.Raw == "":
		return ""
	case end.Kind == spec.Variable:
		return path.Erased()
	case end.Kind == spec.Literal && (method == standard.List || method == standard.Create):
		return strings.TrimSuffix(path.Erased(), "/") + "/{}"
	}
	return ""
}

// reads reports whether some operation answers with the thing, or with a list of things like it, other
// than by changing it.
func readsThing(l *words.Lexicon, api *spec.API, thing *spec.Type) bool {
	for _, s := range api.Services {
		for _, o := range s.Operations {
			method := standard.Classify(l, o)
			changes := method == standard.Create || method == standard.Update || method == standard.Delete || o.Kind != spec.Call
			if !changes && o.Method() != "PUT" && o.Method() != "PATCH" && holds(o.ResponseType(), thing, 3) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a type is the thing, or has it in a field or list, that many levels deep.
func holds(t, thing *spec.Type, depth int) bool {
	if t = t.Resolve(); t == nil || depth < 0 {
		return false
	}
	if t == thing || t.Kind == spec.KindArray && holds(t.Items, thing, depth-1) {
		return true
	}
	if t.Schema != nil && (slices.ContainsFunc(t.Schema.OneOf, func(b *spec.Type) bool { return holds(b, thing, depth-1) }) ||
		slices.ContainsFunc(t.Schema.AnyOf, func(b *spec.Type) bool { return holds(b, thing, depth-1) })) {
		return true
	}
	return slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool { return holds(f.Type, thing, depth-1) })
}
