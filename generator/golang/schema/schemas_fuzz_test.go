package schema

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// schemaMaker makes random schemas over all keywords, and values that have a chance to fit them.
type schemaMaker struct {
	random  *rand.Rand
	defs    int  // how many definitions there are to refer to
	next    int  // the first that can't lead back to what is being made
	dynamic bool // there are dynamic anchors
	typed   bool // every schema has a type, as those in API contracts have
	nulls   bool // typed ones may allow null
}

// jsonObject is a JSON object whose members keep their order.
type jsonObject []jsonMember

type jsonMember struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order.
func (o jsonObject) MarshalJSON() ([]byte, error) {
	parts := make([]string, len(o))
	for i, m := range o {
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		parts[i] = string(name) + ":" + string(value)
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

func (o *jsonObject) set(name string, value any) {
	for i, m := range *o {
		if m.name == name {
			(*o)[i].value = value
			return
		}
	}
	*o = append(*o, jsonMember{name, value})
}

func (o jsonObject) get(name string) any {
	for _, m := range o {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// jsonNumber is a number as it is written.
type jsonNumber string

// MarshalJSON writes the number.
func (l jsonNumber) MarshalJSON() ([]byte, error) { return []byte(l), nil }

// document returns a schema with definitions.
func (g *schemaMaker) document() jsonObject {
	g.defs, g.next, g.dynamic = g.random.IntN(4), 0, g.chance(4)
	root := jsonObject{{"$id", "https://example.com/root"}}
	if s, ok := g.schema(3).(jsonObject); ok {
		root = append(root, s...)
	}
	var defs jsonObject
	for i := range g.defs {
		g.next = i + 1
		defs.set(fmt.Sprintf("d%d", i), g.schema(2))
	}
	if g.dynamic {
		defs.set("open", jsonObject{{"$dynamicAnchor", "node"}, {"type", anyOf(g, "object", "array", "string")}})
		defs.set("other", g.resource())
	}
	if len(defs) > 0 {
		root.set("$defs", defs)
	}
	return root
}

// resource returns a schema with an $id and a dynamic anchor of its own.
func (g *schemaMaker) resource() jsonObject {
	s := jsonObject{{"$id", "other"}}
	if own, ok := g.schema(2).(jsonObject); ok {
		s = append(s, own...)
	}
	s.set("properties", jsonObject{{"a", jsonObject{{"$dynamicRef", "#node"}}}, {"b", g.schema(1)}})
	s.set("$defs", jsonObject{{"n", jsonObject{{"$dynamicAnchor", "node"}, {"type", anyOf(g, "number", "object")}}}})
	return s
}

func (g *schemaMaker) chance(one int) bool { return g.random.IntN(one) == 0 }

func anyOf[T any](g *schemaMaker, from ...T) T { return from[g.random.IntN(len(from))] }

// schema returns a schema that nests others up to that depth.
func (g *schemaMaker) schema(depth int) any {
	if g.chance(12) {
		return g.chance(3) == false
	}
	var s jsonObject
	if g.typed || g.chance(2) {
		s.set("type", g.types())
	}
	for range 1 + g.random.IntN(3) {
		if depth > 0 && g.chance(2) {
			g.applicator(&s, depth-1)
		} else {
			g.assertion(&s)
		}
	}
	return s
}

func (g *schemaMaker) types() any {
	names := []string{"object", "object", "array", "string", "integer", "number", "boolean", "null"}
	if g.typed {
		name := anyOf(g, names...)
		switch {
		case name == "null" && !g.nulls:
			return "string"
		case name == "null" || !g.nulls || !g.chance(5):
			return name
		}
		return []string{name, "null"}
	}
	if g.chance(4) {
		g.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		return slices.Compact(slices.Sorted(slices.Values(names[:2+g.random.IntN(2)])))
	}
	return anyOf(g, names...)
}

func (g *schemaMaker) assertion(s *jsonObject) {
	switch g.random.IntN(14) {
	case 0:
		s.set("enum", []any{g.value(1), g.value(1), g.value(2)})
	case 1:
		s.set("const", g.value(2))
	case 2:
		s.set(anyOf(g, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), g.number())
	case 3:
		s.set("multipleOf", jsonNumber(anyOf(g, "1", "2", "0.1", "0.01", "1e-2", "3", "2.5")))
	case 4:
		s.set(anyOf(g, "minLength", "maxLength"), g.random.IntN(4))
	case 5:
		s.set("pattern", anyOf(g, "^a", "b$", "^[a-c]+$", "é", "^.$", "\\d", "[^a]"))
	case 6:
		s.set(anyOf(g, "minItems", "maxItems"), g.random.IntN(4))
	case 7:
		s.set("uniqueItems", true)
	case 8:
		s.set(anyOf(g, "minProperties", "maxProperties"), g.random.IntN(4))
	case 9, 10:
		s.set("required", g.names())
	case 11:
		s.set("dependentRequired", jsonObject{{g.name(), g.names()}})
	case 12:
		s.set("format", anyOf(g, "email", "unheard-of", "ipv4")) // none that chooses a Go type
	case 13:
		s.set("additionalProperties", g.chance(3))
	}
}

func (g *schemaMaker) names() []string {
	names := []string{g.name(), g.name()}
	return slices.Compact(slices.Sorted(slices.Values(names[:1+g.random.IntN(2)])))
}

func (g *schemaMaker) name() string { return anyOf(g, "a", "b", "c", "ab", "é") }

// applicator adds a keyword that holds schemas.
func (g *schemaMaker) applicator(s *jsonObject, depth int) {
	switch g.random.IntN(23) {
	case 20: // all that speaks of members
		s.set("properties", g.members(depth))
		s.set("patternProperties", jsonObject{{anyOf(g, "^a", "b", "^.$"), g.schema(depth)}})
		s.set(anyOf(g, "additionalProperties", "unevaluatedProperties"), g.schema(0))
	case 21: // all that speaks of items
		s.set("prefixItems", []any{g.schema(depth)})
		s.set("contains", g.schema(depth))
		s.set("minContains", g.random.IntN(3))
		s.set("maxContains", g.random.IntN(3))
		s.set(anyOf(g, "items", "unevaluatedItems"), g.schema(0))
	case 22: // what is evaluated on the way
		s.set("if", jsonObject{{"properties", g.members(depth)}, {"required", g.names()}})
		s.set("then", jsonObject{{"properties", g.members(depth)}})
		s.set("else", g.schema(depth))
		s.set("unevaluatedProperties", false)
	case 0, 1, 2:
		s.set("properties", g.members(depth))
	case 3:
		s.set("patternProperties", jsonObject{{anyOf(g, "^a", "b", "^.$"), g.schema(depth)}})
	case 4:
		s.set("additionalProperties", g.schema(depth))
	case 5:
		s.set("propertyNames", g.schema(0))
	case 6, 7:
		s.set("items", g.schema(depth))
	case 8:
		s.set("prefixItems", []any{g.schema(depth), g.schema(depth)})
	case 9:
		s.set("contains", g.schema(depth))
		if g.chance(2) {
			s.set(anyOf(g, "minContains", "maxContains"), g.random.IntN(3))
		}
	case 10, 11, 12:
		s.set(anyOf(g, "allOf", "anyOf", "oneOf", "anyOf", "oneOf"), g.branches(*s, depth))
	case 13:
		s.set("not", g.schema(depth))
	case 14:
		s.set("if", g.schema(depth))
		s.set(anyOf(g, "then", "else"), g.schema(depth))
	case 15:
		s.set("dependentSchemas", jsonObject{{g.name(), g.schema(depth)}})
	case 16, 17:
		s.set(anyOf(g, "unevaluatedProperties", "unevaluatedItems", "unevaluatedProperties"), anyOf[any](g, false, false, g.schema(0)))
	default:
		g.reference(s)
	}
}

func (g *schemaMaker) reference(s *jsonObject) {
	switch {
	case g.dynamic && g.chance(2):
		s.set(anyOf(g, "$dynamicRef", "$ref"), anyOf(g, "#node", "other", "other#node"))
	case g.next < g.defs:
		s.set("$ref", fmt.Sprintf("root#/$defs/d%d", g.next+g.random.IntN(g.defs-g.next)))
	case g.defs > 0 && g.chance(3): // often a cycle, which is refused
		s.set("$ref", fmt.Sprintf("root#/$defs/d%d", g.random.IntN(g.defs)))
	}
}

func (g *schemaMaker) members(depth int) jsonObject {
	var members jsonObject
	for range 1 + g.random.IntN(3) {
		members.set(g.name(), g.schema(depth))
	}
	return members
}

// branches returns schemas that often allow the same types as the one that they are for.
func (g *schemaMaker) branches(of jsonObject, depth int) []any {
	list := g.list(depth)
	for i := range list {
		if branch, ok := list[i].(jsonObject); ok && of.get("type") != nil && !g.chance(4) {
			branch.set("type", of.get("type"))
			list[i] = branch
		}
	}
	return list
}

func (g *schemaMaker) list(depth int) []any {
	var list []any
	for range 1 + g.random.IntN(3) {
		list = append(list, g.schema(depth))
	}
	return list
}

// value returns any JSON value.
func (g *schemaMaker) value(depth int) any {
	choice := g.random.IntN(9)
	if depth == 0 {
		choice = g.random.IntN(5)
	}
	switch choice {
	case 0:
		return nil
	case 1:
		return g.chance(2)
	case 2:
		return g.number()
	case 3, 4:
		return anyOf(g, "", "a", "b", "abc", "é", "😀", "1", "ab")
	case 5, 6:
		var items []any
		for range g.random.IntN(4) {
			items = append(items, g.value(depth-1))
		}
		return append([]any{}, items...)
	}
	var members jsonObject
	for range g.random.IntN(4) {
		members.set(g.name(), g.value(depth-1))
	}
	return members
}

func (g *schemaMaker) number() jsonNumber {
	if !g.typed && g.chance(6) { // Go's types have ends that JSON numbers don't have
		return jsonNumber(anyOf(g, "12345678901234567890", "12345678901234567890.5", "-1e400"))
	}
	return jsonNumber(anyOf(g, "0", "1", "2", "3", "-1", "1.0", "1.5", "0.1", "0.3", "2.50", "1e1", "-0", "0.0", "1e-7"))
}

// fitting returns a value that is likely to fit the schema, or close to it.
func (g *schemaMaker) fitting(root jsonObject, schema any, depth int) any {
	s, ok := schema.(jsonObject)
	if !ok || depth == 0 || g.chance(8) {
		return g.value(min(depth, 2))
	}
	if chosen, ok := g.elsewhere(root, s, depth); ok {
		return chosen
	}
	name, _ := s.get("type").(string)
	if names, ok := s.get("type").([]string); ok {
		name = anyOf(g, names...)
	}
	if name == "" {
		name = g.likely(s)
	}
	switch name {
	case "object":
		return g.fittingObject(root, s, depth)
	case "array":
		return g.fittingArray(root, s, depth)
	case "string":
		return anyOf(g, "a", "ab", "b", "é", "abc", "", "1")
	case "integer", "number":
		return g.number()
	case "boolean":
		return g.chance(2)
	case "null":
		return nil
	}
	return g.value(min(depth, 2))
}

// elsewhere takes a value from what other schemas apply to the same one.
func (g *schemaMaker) elsewhere(root, s jsonObject, depth int) (any, bool) {
	if c := s.get("const"); c != nil && !g.chance(4) {
		return c, true
	}
	if e, ok := s.get("enum").([]any); ok && !g.chance(4) {
		return anyOf(g, e...), true
	}
	for _, keyword := range []string{"oneOf", "anyOf", "allOf"} {
		if list, ok := s.get(keyword).([]any); ok && g.chance(2) {
			return g.fitting(root, anyOf(g, list...), depth-1), true
		}
	}
	if ref, ok := s.get("$ref").(string); ok && g.chance(2) {
		if defs, ok := root.get("$defs").(jsonObject); ok {
			return g.fitting(root, defs.get(strings.TrimPrefix(ref, "root#/$defs/")), depth-1), true
		}
	}
	return nil, false
}

func (g *schemaMaker) likely(s jsonObject) string {
	for _, m := range s {
		switch m.name {
		case "properties", "required", "patternProperties", "unevaluatedProperties", "propertyNames", "dependentSchemas", "minProperties":
			return "object"
		case "items", "prefixItems", "contains", "unevaluatedItems", "minItems", "uniqueItems":
			return "array"
		}
	}
	return anyOf(g, "", "", "object", "array")
}

func (g *schemaMaker) fittingObject(root, s jsonObject, depth int) jsonObject {
	var members jsonObject
	if properties, ok := s.get("properties").(jsonObject); ok {
		for _, p := range properties {
			if !g.chance(3) {
				members.set(p.name, g.fitting(root, p.value, depth-1))
			}
		}
	}
	if required, ok := s.get("required").([]string); ok {
		for _, name := range required {
			if members.get(name) == nil && !g.chance(6) {
				members.set(name, g.value(1))
			}
		}
	}
	for g.chance(3) {
		members.set(g.name(), g.value(1))
	}
	return members
}

func (g *schemaMaker) fittingArray(root, s jsonObject, depth int) []any {
	items := []any{}
	if prefix, ok := s.get("prefixItems").([]any); ok {
		for _, item := range prefix {
			items = append(items, g.fitting(root, item, depth-1))
		}
	}
	for _, keyword := range []string{"items", "contains", "unevaluatedItems"} {
		if item := s.get(keyword); item != nil && !g.chance(3) {
			items = append(items, g.fitting(root, item, depth-1))
		}
	}
	for g.chance(3) {
		items = append(items, g.value(1))
	}
	return items
}
