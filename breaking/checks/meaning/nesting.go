package meaning

import "strings"

// nesting says how the objects under a key are found that are no elements of the comparison.
type nesting uint8

const (
	single     nesting = iota // an object
	reference                 // an object, if it is a reference: else it is an element
	extensible                // an object whose keys are elements, but for extensions
	each                      // a map from names to objects
	eachOfEach                // a map from names to such maps
	byIndex                   // a list of objects that have no names
	byName                    // a list of objects that say what they are called
	byURL                     // a list of objects that say where they are
)

// nests returns how objects stand under a key of OpenAPI.
func nests(key string) (nesting, bool) {
	switch key {
	case "info", "not", "if", "then", "else":
		return single, true
	case "schema", "itemSchema", "items", "additionalProperties", "contains", "propertyNames", "contentSchema",
		"unevaluatedProperties", "unevaluatedItems", "additionalItems":
		return reference, true
	case "responses":
		return extensible, true
	case "webhooks", "variables", "flows":
		return each, true
	case "components":
		return eachOfEach, true
	case "allOf":
		return byIndex, true
	case "tags":
		return byName, true
	case "servers":
		return byURL, true
	}
	return single, strings.HasPrefix(key, "/") // a path
}
