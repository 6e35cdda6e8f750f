package declared

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/spec"
)

// newModel returns the kinds of element that expressions know.
func newModel() *model {
	m := &model{}
	tables := map[string][]property{
		"api": ofAPIs(), "service": ofServices(), "operation": ofOperations(), "parameter": ofParameters(),
		"response": ofResponses(), "type": ofTypes(), "field": ofFields(), "enum_value": ofValues(),
	}
	for _, name := range config.CustomKinds() {
		m.kinds = append(m.kinds, &kind{name: name, typ: typeOf(name), properties: append(ofAll(), tables[name]...), model: m})
	}
	return m
}

// namespace keeps the types of CEL apart from the variables, which are called like the kinds.
const namespace = "bylaw."

// typeOf returns the type that the elements of a kind have in CEL.
func typeOf(kind string) *cel.Type { return cel.ObjectType(namespace + kind) }

func text(name, doc string, get func(element) string) property {
	return property{name, cel.StringType, doc, func(e element) ref.Val { return types.String(get(e)) }}
}

func truth(name, doc string, get func(element) bool) property {
	return property{name, cel.BoolType, doc, func(e element) ref.Val { return types.Bool(get(e)) }}
}

func texts(name, doc string, get func(element) []string) property {
	return property{name, cel.ListType(cel.StringType), doc, func(e element) ref.Val { return listOfText(get(e)) }}
}

// one is a property that holds an element, or is not declared.
func one(name, kind, doc string, get func(element) (element, bool)) property {
	return property{name, typeOf(kind), doc, func(e element) ref.Val {
		if found, ok := get(e); ok {
			return found
		}
		return nil
	}}
}

// many is a property that holds a list of elements.
func many[T any](name, kind, doc string, all func(element) []T, of func(element, T) element) property {
	return property{name, cel.ListType(typeOf(kind)), doc, func(e element) ref.Val {
		return listOf(all(e), func(one T) element { return of(e, one) })
	}}
}

// ofAll are the properties that every element has.
func ofAll() []property {
	return []property{
		text("name", "as written; empty if it has none", func(e element) string { return e.node.Name }),
		text("id", "the definition ID that findings name", func(e element) string { return string(e.node.ID()) }),
		text("doc", "the documentation, without comment markers", func(e element) string { return e.node.Doc }),
		text("file", "the path of the file that declares it", func(e element) string { return e.node.Span.Path() }),
		truth("deprecated", "it says that it is", func(e element) bool { return e.node.Deprecated != nil }),
		{"attributes", cel.MapType(cel.StringType, cel.DynType),
			"everything the declaration says: OpenAPI keys (`x-team`), proto options by full name (`(acme.v1.owner)`)", attributes},
	}
}

func attributes(e element) ref.Val {
	values := map[ref.Val]ref.Val{}
	if e.node.Syntax != nil {
		for _, a := range e.node.Syntax.Attributes() {
			values[types.String(a.Name)] = jsonValue(a.Value)
		}
	}
	return types.NewRefValMap(types.DefaultTypeAdapter, values)
}

// jsonValue is a value of the contract as CEL has it; numbers without a fraction are integers.
func jsonValue(v *spec.Value) ref.Val {
	if v == nil {
		return types.NullValue
	}
	switch v.Kind {
	case spec.Bool:
		return types.Bool(v.Bool())
	case spec.Num:
		if n, ok := v.Int(); ok {
			return types.Int(n)
		}
		f, _ := v.Float()
		return types.Double(f)
	case spec.Str:
		return types.String(v.Text)
	case spec.List:
		items := make([]ref.Val, len(v.Items))
		for i, item := range v.Items {
			items[i] = jsonValue(item)
		}
		return types.NewRefValList(types.DefaultTypeAdapter, items)
	case spec.Map:
		members := make(map[ref.Val]ref.Val, len(v.Members))
		for _, m := range v.Members {
			members[types.String(m.Key)] = jsonValue(m.Value)
		}
		return types.NewRefValMap(types.DefaultTypeAdapter, members)
	}
	return types.NullValue
}
