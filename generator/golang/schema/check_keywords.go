package schema

import (
	"github.com/bylaw-dev/bylaw/spec"
)

// keyword is a set of JSON Schema's keywords.
type keyword uint32

// The keywords that checks writes statements for, in the order in which it does.
const (
	keywordType   keyword = 1 << iota
	keywordEnum           // enum and const
	keywordLength         // minLength, maxLength
	keywordPattern
	keywordFormat
	keywordBounds    // minimum, maximum, multipleOf and the exclusive ones
	keywordItemCount // minItems, maxItems
	keywordUniqueItems
	keywordItems // prefixItems, items
	keywordContains
	keywordPropertyCount // minProperties, maxProperties
	keywordRequired
	keywordProperties // properties, patternProperties, additionalProperties
	keywordPropertyNames
	keywordDependent // dependentRequired, dependentSchemas
	keywordRef
	keywordDynamicRef
	keywordAllOf
	keywordAnyOf
	keywordOneOf
	keywordNot
	keywordIf
	keywordUnevaluated
	keywordsEnd
)

// checks returns the statements that hold a value against the keywords of the schema, but for those
// that are done. The wire.Reader is called r.
func (t *Types) checks(s *spec.Type, node string, done keyword) []string {
	if refusesAll(s) {
		return []string{"r.False(" + node + ")"}
	}
	t.checkDialect(s)
	var body []string
	for k := keywordType; k < keywordUnevaluated; k <<= 1 {
		if done&k == 0 {
			body = append(body, t.check(k, s, node)...)
		}
	}
	if done&keywordUnevaluated == 0 {
		body = t.unevaluated(s, node, body)
	}
	return body
}

// says reports whether the schema decides anything by keywords that are not done.
func (t *Types) says(s *spec.Type, done keyword) bool {
	if refusesAll(s) {
		return true
	}
	for k := keywordType; k < keywordsEnd; k <<= 1 {
		if done&k == 0 && has(s, k) {
			return true
		}
	}
	return false
}

// check returns the statements for one keyword.
func (t *Types) check(k keyword, s *spec.Type, node string) []string {
	if !has(s, k) {
		return nil
	}
	switch k {
	case keywordType:
		return t.checkType(s, node)
	case keywordEnum:
		return t.checkEnum(s, node)
	case keywordLength:
		return checkLength(s.Constraints, node)
	case keywordPattern:
		return t.checkPattern(s, node)
	case keywordFormat:
		return t.checkFormat(s, node)
	case keywordBounds:
		return checkBounds(s.Constraints, node)
	case keywordItemCount:
		return checkItemCount(s.Constraints, node)
	case keywordUniqueItems:
		return []string{"r.UniqueItems(" + node + ")"}
	case keywordItems:
		return t.checkItems(s, node)
	case keywordContains:
		return t.checkContains(s, node)
	case keywordPropertyCount:
		return checkPropertyCount(s.Constraints, node)
	}
	return t.checkObject(k, s, node)
}

func (t *Types) checkObject(k keyword, s *spec.Type, node string) []string {
	switch k {
	case keywordRequired:
		return t.checkRequired(s, node)
	case keywordProperties:
		return t.checkProperties(s, node)
	case keywordPropertyNames:
		return []string{"r.PropertyNames(" + node + ", " + t.checkOf(propertyNames(s), t.nameIn(s, "Name")) + ")"}
	case keywordDependent:
		return t.checkDependent(s, node)
	case keywordRef:
		return t.apply(s.Target, node, t.nameIn(s, "Ref"))
	case keywordDynamicRef:
		return t.checkDynamicRef(s, node)
	case keywordAllOf:
		return t.checkAllOf(s, node)
	case keywordAnyOf:
		return t.checkUnion("AnyOf", s, s.Schema.AnyOf, node)
	case keywordOneOf:
		return t.checkUnion("OneOf", s, s.Schema.OneOf, node)
	case keywordNot:
		return []string{"r.Not(" + node + ", " + t.checkOf(s.Schema.Not, t.nameIn(s, "Not")) + ")"}
	case keywordIf:
		return t.checkIf(s, node)
	}
	return nil
}

// has reports whether the schema has a keyword that decides something.
func has(s *spec.Type, k keyword) bool {
	e, c := s.Schema, s.Constraints
	if e == nil {
		e = &spec.Schema{}
	}
	if c == nil {
		c = &spec.Constraints{}
	}
	switch k {
	case keywordType:
		return len(e.Types) > 0
	case keywordEnum:
		_, listed := s.Attr("enum")
		return c.Const != nil || listed
	case keywordLength:
		return c.MinLength != nil || c.MaxLength != nil
	case keywordPattern:
		return c.Pattern != ""
	case keywordFormat:
		_, own := s.Attr("format")
		return own && s.Format != ""
	case keywordBounds:
		return c.Minimum != nil || c.Maximum != nil || c.MultipleOf != nil
	case keywordItemCount:
		return c.MinItems != nil || c.MaxItems != nil
	case keywordUniqueItems:
		return c.UniqueItems
	case keywordPropertyCount:
		return c.MinProperties != nil || c.MaxProperties != nil
	case keywordRef:
		return s.Kind == spec.KindReference && s.Target != nil
	}
	return hasSchemas(s, e, k)
}

func hasSchemas(s *spec.Type, e *spec.Schema, k keyword) bool {
	switch k {
	case keywordItems:
		return len(e.PrefixItems) > 0 || restItems(s) != nil
	case keywordContains:
		return e.Contains != nil
	case keywordRequired:
		return len(e.Required) > 0
	case keywordProperties:
		return len(s.Fields) > 0 || len(e.PatternProperties) > 0 || additionalProperties(s) != nil
	case keywordPropertyNames:
		return propertyNames(s) != nil
	case keywordDependent:
		return len(e.DependentRequired) > 0 || len(e.DependentSchemas) > 0
	case keywordDynamicRef:
		return e.DynamicRef != "" && e.DynamicTarget != nil
	case keywordAllOf:
		return len(e.AllOf) > 0
	case keywordAnyOf:
		return len(e.AnyOf) > 0
	case keywordOneOf:
		return len(e.OneOf) > 0
	case keywordNot:
		return e.Not != nil
	case keywordIf:
		return e.If != nil
	case keywordUnevaluated:
		return e.UnevaluatedItems != nil || e.UnevaluatedProperties != nil
	}
	return false
}

// nameIn names a schema within another.
func (t *Types) nameIn(s *spec.Type, part string) string {
	if name := t.checker.names[s]; name != "" {
		return name[len("check"):] + part
	}
	return s.Name + part
}

// additionalProperties returns the schema of what has no property: maps keep it as Items.
func additionalProperties(s *spec.Type) *spec.Type {
	if s.Kind == spec.KindMap && s.Items != nil {
		return s.Items
	}
	if s.Schema == nil {
		return nil
	}
	return s.Schema.AdditionalProperties
}

// propertyNames returns the schema of an object's keys: maps keep it as Keys.
func propertyNames(s *spec.Type) *spec.Type {
	if s.Keys != nil {
		return s.Keys
	}
	if s.Schema == nil {
		return nil
	}
	return s.Schema.PropertyNames
}

// restItems returns the schema of the items that prefixItems doesn't speak of. additionalItems is
// that only beside the list that items was before 2020-12.
func restItems(s *spec.Type) *spec.Type {
	if s.Schema != nil && s.Schema.AdditionalItems != nil {
		items, ok := s.Attr("items")
		if ok && (items.Value.Kind == spec.List || s.Schema.AdditionalItems.Local == "/items") {
			return s.Schema.AdditionalItems
		}
	}
	if s.Kind == spec.KindMap {
		return nil
	}
	return s.Items
}
