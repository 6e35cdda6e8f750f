package openapi

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// variant is a message as one operation takes it.
type variant struct {
	partial bool   // nothing is required: an update says what it changes by what it sets
	without string // fields that the path binds, with spaces between them
	field   string // the field whose message is a variant itself: the path binds fields within it
	inner   inner
}

// inner is the variant of a field's message.
type inner struct {
	partial bool
	without string
}

// component is one schema under components/schemas.
type component struct {
	typ *spec.Type
	variant
	place      int           // in the order of the document
	references []*spec.Value // texts that become its pointer once it has a name
	value      *spec.Value
}

// pointer is the text of a reference.
func (c *component) pointer() *spec.Value {
	v := text("")
	c.references = append(c.references, v)
	return v
}

func (c *component) reference() *spec.Value { return object().put("$ref", c.pointer()).value() }

type componentKey struct {
	typ *spec.Type
	variant
}

// schemas are the components of a document.
type schemas struct {
	*exporter
	places map[*spec.Type]int     // of the package's own types, as they are declared
	own    map[string]*spec.Type  // by the name that nobody else gets
	sent   map[*spec.Type]bool    // messages that requests carry as JSON
	masks  map[*spec.Field]string // the patterns of field masks in requests
	names  map[string]bool
	used   map[componentKey]*component
	found  []*component // in the order of their first use
}

func newSchemas(e *exporter) *schemas {
	s := &schemas{
		exporter: e, places: map[*spec.Type]int{}, own: map[string]*spec.Type{}, sent: map[*spec.Type]bool{},
		masks: masks(e.api),
		names: map[string]bool{problemName: true}, used: map[componentKey]*component{},
	}
	for _, t := range e.api.Types {
		s.declare(t)
	}
	for _, service := range e.api.Services {
		for _, op := range service.Operations {
			for i := range op.HTTP {
				s.markSent(bodyType(op, &op.HTTP[i]))
			}
		}
	}
	return s
}

func (s *schemas) declare(t *spec.Type) {
	s.places[t] = len(s.places)
	if name := localName(t); s.own[name] == nil {
		s.own[name] = t
	}
	for _, nested := range t.Types {
		s.declare(nested)
	}
}

func (s *schemas) isOwn(t *spec.Type) bool {
	_, own := s.places[t]
	return own
}

// markSent notes a message that a request holds, and all within it.
func (s *schemas) markSent(t *spec.Type) {
	t = t.Resolve()
	if t == nil || s.sent[t] || wellKnown(t) != nil {
		return
	}
	s.sent[t] = true
	for _, f := range t.Fields {
		s.markSent(f.Type)
	}
	s.markSent(t.Items)
}

// component returns the schema that a message or an enum becomes.
func (s *schemas) component(t *spec.Type, v variant) *component {
	key := componentKey{t, v}
	c := s.used[key]
	if c == nil {
		c = &component{typ: t, variant: v, place: len(s.places)}
		if place, own := s.places[t]; own {
			c.place = place
		}
		s.used[key] = c
		s.found = append(s.found, c)
	}
	return c
}

// name returns a name that no other component has: the type's own within its package, with the package where another
// package has the same.
func (s *schemas) name(c *component) string {
	short := localName(c.typ)
	if c.partial {
		short += "Patch"
	}
	names := []string{short}
	if c.without != "" || c.field != "" {
		names = append(names, short+"Body")
	}
	for _, name := range append(names, packageName(c.typ)+short) {
		if owner := s.own[name]; !s.names[name] && (owner == nil || owner == c.typ) {
			return name
		}
	}
	for n := 2; ; n++ {
		if name := short + strconv.Itoa(n); !s.names[name] {
			return name
		}
	}
}

// localName joins the names of a type and of those that it is declared in: "OrderState".
func localName(t *spec.Type) string {
	name := ""
	for n := &t.Node; n != nil && n.Parent != nil; n = n.Parent {
		name = upperFirst(n.Name) + name
	}
	return name
}

// packageName joins the parts of a type's package: "GoogleType".
func packageName(t *spec.Type) string {
	top := &t.Node
	for top.Parent != nil {
		top = top.Parent
	}
	name := ""
	for _, part := range strings.Split(top.Name, ".") {
		name += upperFirst(part)
	}
	return name
}

// all returns the components: those of the package as it declares them, then those of others, then errors.
func (s *schemas) all() *spec.Value {
	for s.build() { // what is built may need more
	}
	s.found = slices.DeleteFunc(s.found, func(c *component) bool { return c.value == nil })
	slices.SortFunc(s.found, compareComponents)
	all := object()
	for _, c := range s.found {
		name := s.name(c)
		s.names[name] = true
		for _, reference := range c.references {
			reference.Text = "#/components/schemas/" + name
		}
		all.put(name, c.value)
	}
	return all.put(problemName, problem()).value()
}

// build makes the schemas that something refers to, and reports whether there were any.
func (s *schemas) build() bool {
	built := false
	for i := 0; i < len(s.found); i++ {
		c := s.found[i]
		if c.value != nil || len(c.references) == 0 {
			continue
		}
		built = true
		if c.typ.Kind == spec.KindEnum {
			c.value = s.enum(c.typ)
		} else {
			c.value = s.message(c.typ, c.variant)
		}
	}
	return built
}

// compareComponents puts a message as a whole before its variants, so that it gets its name.
func compareComponents(a, b *component) int {
	return cmp.Or(
		cmp.Compare(a.place, b.place),
		strings.Compare(string(a.typ.ID()), string(b.typ.ID())),
		cmp.Compare(boolToInt(a.partial), boolToInt(b.partial)),
		strings.Compare(a.without, b.without),
		strings.Compare(a.field, b.field),
		cmp.Compare(boolToInt(a.inner.partial), boolToInt(b.inner.partial)),
		strings.Compare(a.inner.without, b.inner.without),
	)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
