package declared

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/bylaw-dev/bylaw/spec"
)

func ofTypes() []property {
	return append([]property{
		text("kind", "`object`, `enum`, `string`, `integer`, `number`, `boolean`, `bytes`, `array`, `map`, `union`, `null`, `any` or `never`",
			func(e element) string { return kindName(e.typ) }),
		text("format", "`int64`, `date-time` …", func(e element) string { return e.typ.Format }),
		truth("nullable", "JSON null is allowed too", func(e element) bool { return e.typ.Nullable }),
		truth("in_request", "callers send it", func(e element) bool { return e.typ.Direction.Has(spec.InRequest) }),
		truth("in_response", "the service answers with it", func(e element) bool { return e.typ.Direction.Has(spec.InResponse) }),
		many("fields", "field", "fields of a message, properties of a schema, those of `allOf` included", func(e element) []*spec.Field { return e.typ.AllFields() }, element.ofField),
		many("values", "enum_value", "of an enum", func(e element) []*spec.EnumValue { return e.typ.Values }, element.ofValue),
		one("items", "type", "of an array or the values of a map", func(e element) (element, bool) { return typed(e, e.typ.Items) }),
	}, ofBounds()...)
}

func ofFields() []property {
	return append([]property{
		one("type", "type", "what it holds; of a list, the list", func(e element) (element, bool) { return typed(e, e.typ) }),
		text("kind", "the kind of its type", func(e element) string { return kindName(e.typ.Resolve()) }),
		truth("required", "by any of the ways a contract can say so", func(e element) bool { return e.field.Required }),
		truth("repeated", "it is a list", func(e element) bool { return e.typ.Resolve().Kind == spec.KindArray }),
		truth("read_only", "only the service sets it: `readOnly`, OUTPUT_ONLY", func(e element) bool { return e.field.Behavior.Has(spec.BehaviorOutputOnly) }),
		truth("write_only", "it is never answered: `writeOnly`, INPUT_ONLY", func(e element) bool { return e.field.Behavior.Has(spec.BehaviorInputOnly) }),
		truth("immutable", "it can't be changed later", func(e element) bool { return e.field.Behavior.Has(spec.BehaviorImmutable) }),
		{"number", cel.IntType, "proto's field number; 0 in OpenAPI", func(e element) ref.Val { return types.Int(e.field.Number) }},
		{"default", cel.DynType, "the declared default", func(e element) ref.Val {
			if e.field.Default == nil {
				return nil
			}
			return jsonValue(e.field.Default)
		}},
		one("owner", "type", "the message or schema that declares it", func(e element) (element, bool) { return typed(e, e.field.Owner) }),
	}, ofBounds()...)
}

func ofValues() []property {
	return []property{
		{"number", cel.IntType, "proto's number; 0 in OpenAPI", func(e element) ref.Val { return types.Int(e.value.Number) }},
		one("owner", "type", "the enum", func(e element) (element, bool) { return typed(e, e.value.Owner) }),
	}
}

// ofBounds are the constraints of a type, and of a field at its own use or, where that says nothing,
// of the type behind it.
func ofBounds() []property {
	return []property{
		text("pattern", "the regular expression that it has to match", func(e element) string { return firstOf(e, func(c *spec.Constraints) string { return c.Pattern }) }),
		limit("min_length", "in characters", func(c *spec.Constraints) *spec.Limit { return c.MinLength }),
		limit("max_length", "in characters", func(c *spec.Constraints) *spec.Limit { return c.MaxLength }),
		limit("min_items", "of a list", func(c *spec.Constraints) *spec.Limit { return c.MinItems }),
		limit("max_items", "of a list", func(c *spec.Constraints) *spec.Limit { return c.MaxItems }),
		bound("minimum", func(c *spec.Constraints) *spec.Bound { return c.Minimum }),
		bound("maximum", func(c *spec.Constraints) *spec.Bound { return c.Maximum }),
	}
}

func limit(name, doc string, get func(*spec.Constraints) *spec.Limit) property {
	return property{name, cel.IntType, doc, func(e element) ref.Val {
		if l := firstOf(e, get); l != nil {
			return types.Int(l.N)
		}
		return nil
	}}
}

func bound(name string, get func(*spec.Constraints) *spec.Bound) property {
	return property{name, cel.DoubleType, "of a number", func(e element) ref.Val {
		if b := firstOf(e, get); b != nil {
			f, _ := (&spec.Value{Kind: spec.Num, Text: b.Text}).Float()
			return types.Double(f)
		}
		return nil
	}}
}

// firstOf returns what the constraints of the element say, or those of the type that it stands for.
func firstOf[T comparable](e element, get func(*spec.Constraints) T) T {
	var none T
	for _, t := range []*spec.Type{e.typ, e.typ.Resolve()} {
		if t != nil && t.Constraints != nil {
			if found := get(t.Constraints); found != none {
				return found
			}
		}
	}
	return none
}

func kindName(t *spec.Type) string {
	return [...]string{
		"any", "unresolved", "object", "map", "array", "enum", "boolean", "integer", "number", "string", "bytes", "null", "union", "never",
	}[t.Kind]
}
