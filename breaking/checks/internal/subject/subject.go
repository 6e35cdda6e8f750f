// Package subject says what a schema is called in a message: by the property, parameter or body that
// it is the type of. It knows the form of definition IDs and no check.
package subject

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Of returns the name of what a schema describes, to begin or end a sentence with: `"size"`,
// `an item of "tags"`, `the parameter "limit"`, "the request body".
func Of(n *spec.Node) string {
	parts := strings.Split(string(n.ID()), "/")
	for i := len(parts) - 1; i > 0; i-- {
		part := unescape(parts[i])
		switch before := parts[i-1]; {
		case before == "properties", before == "patternProperties", before == "schemas", before == "$defs", before == "definitions":
			return within(parts[i+1:], fmt.Sprintf("%q", part))
		case i > 1 && parts[i-2] == "parameters":
			return within(parts[i+1:], fmt.Sprintf("the parameter %q", part))
		case before == "headers":
			return within(parts[i+1:], fmt.Sprintf("the header %q", part))
		case before == "responses":
			return within(parts[i+1:], "the response "+part)
		case part == "requestBody":
			return within(parts[i+1:], "the request body")
		}
	}
	if n.Name != "" {
		return fmt.Sprintf("%q", n.Name)
	}
	return "the value"
}

// within says which part of the value is meant.
func within(rest []string, of string) string {
	if len(rest) == 0 {
		return of
	}
	switch rest[len(rest)-1] {
	case "items", "additionalItems", "contains":
		return "an item of " + of
	case "additionalProperties", "unevaluatedProperties":
		return "a value of " + of
	case "propertyNames":
		return "a key of " + of
	}
	return of
}

var pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")

func unescape(part string) string { return pointerUnescaper.Replace(part) }
