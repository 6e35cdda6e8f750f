package meaning

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// findResource returns the resource of a type wherever the package declares it: on a message, or for
// a whole file.
func findResource(api *spec.API, name string) *spec.Resource {
	if r := ofType(api.Resources, name); r != nil {
		return r
	}
	return onMessage(api.Types, name)
}

func onMessage(types []*spec.Type, name string) *spec.Resource {
	for _, t := range types {
		if t.Resource != nil && t.Resource.Type == name {
			return t.Resource
		}
		if r := onMessage(t.Types, name); r != nil {
			return r
		}
	}
	return nil
}

// namesOf returns what the names look like that a reference allows, without the names of variables;
// nil if the package does not say.
func namesOf(api *spec.API, r *spec.ResourceReference) []string {
	name, child := r.Type, r.ChildType != ""
	if child {
		name = r.ChildType
	}
	resource := findResource(api, name)
	if resource == nil {
		return nil
	}
	var names []string
	for _, pattern := range resource.Patterns {
		if child {
			pattern = parentOf(pattern)
		}
		names = append(names, erased(pattern))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// parentOf returns the pattern of the resource that one stands below: without its collection and ID.
func parentOf(pattern string) string {
	parts := strings.Split(pattern, "/")
	return strings.Join(parts[:max(len(parts)-2, 0)], "/")
}
