package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// bindingFor writes the HTTP binding that an rpc should have by the AIPs, with an ellipsis for the
// path where its resource is not known.
func bindingFor(api *spec.API, o *spec.Operation) string {
	resource := resourceOf(o)
	if resource == nil || len(resource.Patterns) == 0 {
		return bindingOf(o, "/…", "/…", "/…")
	}
	version := "/" + versionOf(api)
	pattern := erased(resource.Patterns[0])
	collection := version + "/" + strings.TrimSuffix(pattern, "/*")
	if at := strings.LastIndex(strings.TrimSuffix(pattern, "/*"), "/"); at >= 0 {
		collection = fmt.Sprintf("%s/{parent=%s}%s", version, pattern[:at], strings.TrimSuffix(pattern[at:], "/*"))
	}
	return bindingOf(o, collection, fmt.Sprintf("%s/{name=%s}", version, pattern), fmt.Sprintf("%s/{%s.name=%s}", version, nounOf(o), pattern))
}

// bindingOf writes the binding for the method that the rpc is: on a collection, on a resource that is
// named, or on one that is sent.
func bindingOf(o *spec.Operation, collection, named, sent string) string {
	switch standard.Classify(o) {
	case standard.Get:
		return fmt.Sprintf("get: %q", named)
	case standard.List:
		return fmt.Sprintf("get: %q", collection)
	case standard.Create:
		return fmt.Sprintf("post: %q body: %q", collection, nounOf(o))
	case standard.Update:
		return fmt.Sprintf("patch: %q body: %q", sent, nounOf(o))
	case standard.Delete:
		return fmt.Sprintf("delete: %q", named)
	}
	return fmt.Sprintf(`post: "%s:%s" body: "*"`, named, words.First(o.Name))
}

// resourceOf returns the resource that an rpc is about: what it answers with, lists or refers to by
// name; nil if none is annotated.
func resourceOf(o *spec.Operation) *spec.Resource {
	types := []*spec.Type{answerOf(o), entityOf(o)}
	for _, input := range o.Inputs() {
		types = append(types, input.Type.Resolve())
	}
	for _, t := range types {
		if t != nil && t.Resource != nil {
			return t.Resource
		}
	}
	return nil
}

// nounOf returns what the rpc's name says it is about, as the name of a field: "order_item".
func nounOf(o *spec.Operation) string {
	name := words.Split(o.Name)
	if len(name) < 2 {
		return "resource"
	}
	return words.Snake.Join(name[1:])
}

func versionOf(api *spec.API) string {
	if api.Version == "" {
		return "v1"
	}
	return api.Version
}

// erased returns a resource's pattern as paths write it: with a wildcard for each identifier.
func erased(pattern string) string {
	segments := strings.Split(pattern, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, "{") {
			segments[i] = "*"
		}
	}
	return strings.Join(segments, "/")
}
