package checks

import (
	"slices"
	"strings"
)

// excusesOfOpenAPI are the edits that change nothing for anyone.
func excusesOfOpenAPI() []excuse {
	return []excuse{
		{`components\.\w+ added`, nil, "nothing refers to the new component"},
		{`(operation\.parameters|operation\.security|server-variable\.enum|schema\.enum|stringArray|schema\.type)\[\] reordered`, nil, "the order means nothing"},
		{`schema\.(\$anchor|\$dynamicAnchor|\$id|\$defs|definitions|\$schema|\$vocabulary|\$recursiveAnchor) added`, nil, "nothing refers to the new name"},
		{`schema\.\w+ added`, concernsOtherTypes, "the keyword says nothing of values of this type"},
		{`schema\.(then|else|if|maxContains|minContains) added`, alone, "the keyword means nothing without its partner"},
		{`schema\.nullable added`, nil, "OpenAPI 3.1 has no such keyword"},
		{`(parameter|header|encoding)\.(style|explode|allowReserved|allowEmptyValue|required) (added|removed|changed)`, nil, "it says what holds by default, or concerns values that are written alike"},
		{`path-item\.servers(\[\])? removed`, nil, "the operation has servers of its own"},
	}
}

// concernsOtherTypes reports whether a keyword of JSON Schema is about values of types that the
// schema it is added to does not allow.
func concernsOtherTypes(e edit) bool {
	keyword := strings.TrimSuffix(strings.TrimPrefix(e.what, "schema."), " added")
	allowed := typesOf(e.in)
	if len(allowed) == 0 {
		return false
	}
	for about, keywords := range map[string]string{
		"object": " properties additionalProperties patternProperties propertyNames unevaluatedProperties dependentSchemas dependentRequired required minProperties maxProperties dependencies ",
		"array":  " items prefixItems contains minContains maxContains unevaluatedItems minItems maxItems uniqueItems ",
		"string": " minLength maxLength pattern contentEncoding contentMediaType contentSchema ",
		"number": " minimum maximum exclusiveMinimum exclusiveMaximum multipleOf ",
	} {
		if strings.Contains(keywords, " "+keyword+" ") {
			return !slices.Contains(allowed, about)
		}
	}
	return false
}

// typesOf returns the types that a schema allows, integers as numbers; none if it does not say.
func typesOf(schema map[string]any) []string {
	var names []string
	switch value := schema["type"].(type) {
	case string:
		names = []string{value}
	case []any:
		for _, one := range value {
			names = append(names, one.(string))
		}
	}
	for i, name := range names {
		if name == "integer" {
			names[i] = "number"
		}
	}
	return names
}

// alone reports whether a keyword that modifies another is added where that is missing.
func alone(e edit) bool {
	partners := map[string][]string{
		"then": {"if"}, "else": {"if"}, "if": {"then", "else"}, "maxContains": {"contains"}, "minContains": {"contains"},
	}
	keyword := strings.TrimSuffix(strings.TrimPrefix(e.what, "schema."), " added")
	return !slices.ContainsFunc(partners[keyword], func(partner string) bool { return e.in[partner] != nil })
}

// excusesOfProto are the edits that change nothing for anyone.
func excusesOfProto() []excuse {
	return []excuse{}
}
