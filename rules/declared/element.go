package declared

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// element is an element of the model as CEL sees it. Of the pointers behind node, the one of its
// kind is set. Its properties are worked out when they are asked for.
type element struct {
	kind  *kind
	node  *spec.Node
	words *words.Lexicon

	api       *spec.API
	service   *spec.Service
	operation *spec.Operation
	parameter *spec.Parameter
	response  *spec.Response
	typ       *spec.Type
	field     *spec.Field
	value     *spec.EnumValue

	opaque
}

// opaque is what every CEL value has to be able to do, and an element can't: become a value of Go.
type opaque struct{ ref.Val }

// model is the kinds of element, which know one another.
type model struct {
	kinds []*kind // in the order of config.CustomKinds
}

// kind is a kind of element with its properties.
type kind struct {
	name       string
	typ        *cel.Type
	properties []property
	model      *model
}

// property is something that an expression can ask of an element.
type property struct {
	name string
	typ  *cel.Type
	doc  string
	get  func(element) ref.Val // nil: not declared
}

func (m *model) kind(name string) *kind {
	for _, k := range m.kinds {
		if k.name == name {
			return k
		}
	}
	return nil
}

func (k *kind) find(name string) *property {
	for i := range k.properties {
		if k.properties[i].name == name {
			return &k.properties[i]
		}
	}
	return nil
}

func (e element) ofAPI(a *spec.API) element {
	return element{kind: e.kind.model.kind("api"), words: e.words, node: &a.Node, api: a}
}

func (e element) ofService(s *spec.Service) element {
	return element{kind: e.kind.model.kind("service"), words: e.words, node: &s.Node, service: s}
}

func (e element) ofOperation(o *spec.Operation) element {
	return element{kind: e.kind.model.kind("operation"), words: e.words, node: &o.Node, operation: o}
}

func (e element) ofParameter(p *spec.Parameter) element {
	return element{kind: e.kind.model.kind("parameter"), words: e.words, node: &p.Node, parameter: p, field: &p.Field, typ: p.Type}
}

func (e element) ofResponse(r *spec.Response) element {
	return element{kind: e.kind.model.kind("response"), words: e.words, node: &r.Node, response: r}
}

// ofType is the definition behind a type.
func (e element) ofType(t *spec.Type) element {
	t = t.Resolve()
	return element{kind: e.kind.model.kind("type"), words: e.words, node: &t.Node, typ: t}
}

func (e element) ofField(f *spec.Field) element {
	return element{kind: e.kind.model.kind("field"), words: e.words, node: &f.Node, field: f, typ: f.Type}
}

func (e element) ofValue(v *spec.EnumValue) element {
	return element{kind: e.kind.model.kind("enum_value"), words: e.words, node: &v.Node, value: v}
}

// ConvertToType implements ref.Val.
func (e element) ConvertToType(to ref.Type) ref.Val {
	if to == types.TypeType {
		return e.kind.typ
	}
	return types.NewErr("%s can't be converted to %s", e.kind.name, to.TypeName())
}

// Equal implements ref.Val: two are equal if they are declared at one place.
func (e element) Equal(other ref.Val) ref.Val {
	o, ok := other.(element)
	return types.Bool(ok && o.node == e.node)
}

// Type implements ref.Val.
func (e element) Type() ref.Type { return e.kind.typ }

// Value implements ref.Val.
func (e element) Value() any { return e.node }

// Get implements traits.Indexer: the value of a property.
func (e element) Get(index ref.Val) ref.Val {
	name, _ := index.Value().(string)
	p := e.kind.find(name)
	if p == nil {
		return types.NewErr("%s has no property %s", e.kind.name, name)
	}
	if value := p.get(e); value != nil {
		return value
	}
	return types.NewErr("%s is not declared", name)
}

// IsSet implements traits.FieldTester: has(field.max_length).
func (e element) IsSet(index ref.Val) ref.Val {
	name, _ := index.Value().(string)
	p := e.kind.find(name)
	if p == nil {
		return types.NewErr("%s has no property %s", e.kind.name, name)
	}
	value := p.get(e)
	return types.Bool(value != nil && !isEmpty(value))
}

func isEmpty(value ref.Val) bool {
	switch v := value.(type) {
	case types.String:
		return v == ""
	case types.Bool:
		return !bool(v)
	case interface{ Size() ref.Val }:
		return v.Size() == types.Int(0)
	}
	return false
}

// listOf makes a list of elements.
func listOf[T any](all []T, of func(T) element) ref.Val {
	values := make([]ref.Val, len(all))
	for i := range all {
		values[i] = of(all[i])
	}
	return types.NewRefValList(types.DefaultTypeAdapter, values)
}

func listOfText(all []string) ref.Val {
	return types.NewStringList(types.DefaultTypeAdapter, all)
}
