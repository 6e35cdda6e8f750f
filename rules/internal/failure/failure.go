// Package failure finds what an OpenAPI document declares for failures of any kind, so that what is
// said of one more failure looks like the others, and failures that come as successes. It knows the model, and no rule.
package failure

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// Response returns the response that the document declares for failures of any kind, or nil.
func Response(api *spec.API) *spec.Response {
	if api.Components == nil {
		return nil
	}
	for _, r := range api.Components.Responses {
		if namesError(r.Name) {
			return r
		}
	}
	return nil
}

// Schema returns the schema that the document declares for failures, or nil.
func Schema(api *spec.API) *spec.Type {
	for _, t := range api.Types {
		if namesError(t.Name) {
			return t
		}
	}
	return nil
}

// namesError picks general errors, not those of one status ("NotFoundError").
func namesError(name string) bool {
	switch words.Snake.Write(name) {
	case "error", "errors", "problem", "problem_details", "error_response", "error_model", "error_body",
		"api_error", "api_problem", "basic_error", "default_error", "generic_error", "standard_error", "common_error":
		return true
	}
	return false
}

// plainName is a name that a $ref can hold as it is.
var plainName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// Refers reports whether an element can refer to a component by its name: both stand in the
// document itself.
func Refers(api *spec.API, from, to *spec.Node) bool {
	return from.Span.File == api.Root && to.Span.File == api.Root && plainName.MatchString(to.Name)
}

// Like returns a response with the description, as JSON, for an element that answers with what the
// document has for failures; "" if it has nothing. With no more than a schema the media type is a guess.
func Like(api *spec.API, from *spec.Node, description string) string {
	if r := Response(api); r != nil && Refers(api, from, &r.Node) {
		for _, m := range r.Content {
			if m.Type != nil && m.Type.Kind == spec.KindReference && strings.HasPrefix(m.Type.Ref, "#/") {
				return body(description, m.Name, m.Type.Ref)
			}
		}
		return fmt.Sprintf(`{"$ref": "#/components/responses/%s"}`, r.Name)
	}
	if t := Schema(api); t != nil && Refers(api, from, &t.Node) {
		return body(description, mediaTypeOf(t.Name), "#/components/schemas/"+t.Name)
	}
	return ""
}

func body(description, mediaType, schema string) string {
	return fmt.Sprintf(`{"description": %q, "content": {%q: {"schema": {"$ref": %q}}}}`, description, mediaType, schema)
}

func mediaTypeOf(name string) string {
	if strings.Contains(strings.ToLower(name), "problem") {
		return "application/problem+json"
	}
	return "application/json"
}
