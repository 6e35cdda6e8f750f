package meaning

import (
	"slices"
	"strings"
)

// structure is the keys of OpenAPI whose values are compared as elements, or as a part of one, with
// the reason. A test holds it against what the loader reads.
var structure = [...]struct {
	reason string
	keys   []string
}{
	{"the elements in it are paired and compared one by one", []string{
		"paths", "webhooks", "components", "servers", "variables", "tags", "securitySchemes", "flows",
		"get", "put", "post", "delete", "options", "head", "patch", "trace", "query", "additionalOperations",
		"parameters", "requestBody", "responses", "callbacks", "headers", "content", "links",
		"encoding", "prefixEncoding", "itemEncoding",
		"schemas", "requestBodies", "pathItems", "mediaTypes",
	}},
	{"the schemas in it are compared as types", []string{
		"schema", "itemSchema", "properties", "patternProperties", "additionalProperties", "propertyNames",
		"unevaluatedProperties", "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains",
		"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies", "$defs", "definitions",
	}},
	{"references are followed, and what names their targets means nothing by itself", []string{
		"$ref", "$id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "$self",
	}},
	{"the name of the element, or a part of its identity", []string{"name", "in", "url"}},
	{"the parts of a security scheme, which is compared as a whole", []string{
		"scheme", "bearerFormat", "openIdConnectUrl", "oauth2MetadataUrl", "authorizationUrl", "tokenUrl", "refreshUrl",
		"deviceAuthorizationUrl",
	}},
	{"the model holds the title block, and its checks compare it", []string{"info", "version"}},
}

// structural reports whether what stands under a key is compared as elements. Keys with a slash or a
// brace are paths, and the expressions of callbacks.
func structural(key string) bool {
	if strings.ContainsAny(key, "/{") || strings.HasPrefix(key, "$request.") || strings.HasPrefix(key, "$response.") {
		return true
	}
	for _, group := range structure {
		if slices.Contains(group.keys, key) {
			return true
		}
	}
	return false
}
