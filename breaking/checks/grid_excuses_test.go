package checks

import (
	"slices"
	"strings"
)

// excusesOfOpenAPI are the edits that change nothing for anyone.
func excusesOfOpenAPI() []excuse {
	return []excuse{
		{`components\.\w+ added`, nil, "nothing refers to the new component"},
		{`(operation\.parameters|operation\.security|server-variable\.enum|schema\.enum|stringArray|schema\.type)\[\] reordered|schemaArray\[\] reordered`, nil, "the order means nothing"},
		{`server\.variables added`, func(e edit) bool { return strings.HasPrefix(e.where, "/paths//orders/{id}/servers") }, "the operation has servers of its own"},
		{`schema\.unevaluatedProperties added`, func(e edit) bool { return e.in["additionalProperties"] != nil }, "additionalProperties leaves nothing unevaluated"},
		{`schema\.(\$anchor|\$dynamicAnchor|\$id|\$defs|definitions|\$schema|\$vocabulary|\$recursiveAnchor) added`, nil, "nothing refers to the new name"},
		{`schema\.\w+ added`, concernsOtherTypes, "the keyword says nothing of values of this type"},
		{`schema\.(then|else|if|maxContains|minContains) added`, alone, "the keyword means nothing without its partner"},
		{`schema\.contains added`, func(e edit) bool { return e.in["oneOf"] != nil || e.in["anyOf"] != nil }, "no alternative is a list"},
		{`schema\.type removed`, within("allOf"), "the other part of allOf says it"},
		{`schema\.nullable added`, nil, "OpenAPI 3.1 has no such keyword"},
		{`(parameter|header|encoding)\.(style|explode|allowReserved|allowEmptyValue|required) (added|removed|changed)`, nil, "it says what holds by default, or concerns values that are written alike"},
		{`path-item\.servers(\[\])? removed|server\.url (changed|removed)`, func(e edit) bool { return strings.HasPrefix(e.where, "/paths//orders/{id}/servers") }, "the operation has servers of its own"},
		{`path-item\.(summary|description) added`, nil, "the operations say themselves what they are for"},
		{`schema\.(minItems|minContains) removed`, nil, "it said what holds by default"},
		{`schema\.(readOnly|writeOnly) added`, notAProperty, "it means something for properties only"},
		{`schema\.(\$comment|\$recursiveRef|title|description|deprecated|default|examples?|externalDocs|xml|readOnly|writeOnly) added`, within("contains", "not", "if", "then", "else", "dependentSchemas", "propertyNames"), "an annotation within a schema that is compared as a whole"},
	}
}

// concernsOtherTypes reports whether a keyword of JSON Schema is about values of types that the
// schema it is added to does not allow.
func concernsOtherTypes(e edit) bool {
	keyword := strings.TrimSuffix(strings.TrimPrefix(e.what, "schema."), " added")
	allowed := typesOf(e.in)
	if literal, ok := e.in["const"].(string); ok && literal != "" {
		allowed = []string{"string"}
	}
	if branches, ok := e.in["allOf"].([]any); ok && len(allowed) == 0 {
		allowed = typesOf(branches[0].(map[string]any))
	}
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

// notAProperty reports whether a schema stands where no property is declared.
func notAProperty(e edit) bool {
	steps := strings.Split(e.where, "/")
	return len(steps) < 3 || steps[len(steps)-3] != "properties"
}

// within reports whether a place lies below one of the keywords.
func within(keywords ...string) func(edit) bool {
	return func(e edit) bool {
		return slices.ContainsFunc(strings.Split(e.where, "/"), func(step string) bool { return slices.Contains(keywords, step) })
	}
}

// excusesOfProto are the edits that change nothing for anyone.
func excusesOfProto() []excuse {
	return []excuse{
		{`google\.api\.(HttpRule|VisibilityRule)\.selector added`, nil, "selectors belong to service configurations"},
		{`buf\.validate\.StringRules\.strict added`, nil, "it concerns well_known_regex"},
		{`google\.protobuf\.FeatureSet\.json_format added|google\.protobuf\.(\w+)\.features added`, nil, "it says what the edition says anyhow"},
		{`google\.protobuf\.FieldOptions\.\(google\.api\.field_info\) added`, nil, "formats are those of strings"},
		{`google\.api\.FieldInfo\.referenced_types added`, nil, "it documents which types a string can name"},
		{`google\.api\.HttpRule\.additional_bindings added`, nil, "http.proto knows no bindings within additional bindings"},
		{`google\.protobuf\.MethodOptions\.\(google\.api\.method_visibility\) added`, nil, "it holds a selector and restricts nothing"},
		{`google\.protobuf\.FeatureSet\.field_presence added`, nil, "repeated fields have no presence"},
	}
}
