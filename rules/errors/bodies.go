package errors

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// body is what an API answers failures with: a schema, however many operations have it. Schemas
// without a name that have the same properties are one.
type body struct {
	*spec.Type
	uses      int
	operation *spec.Operation // the first that answers with it,
	response  *spec.Response  // and where
	media     *spec.MediaType
}

// bodiesOf returns the JSON bodies of the API's failures in the order of their first use. Those
// whose shape is not known are not among them: no schema, a union, an object of any properties.
func bodiesOf(api *spec.API) []*body {
	var all []*body
	known := map[any]*body{}
	eachFailure(api, func(o *spec.Operation, r *spec.Response) {
		for _, m := range r.Content {
			t := m.Type.Resolve()
			if !isPlainJSON(m.Name) || t == nil || t.Kind != spec.KindObject || len(t.AllFields()) == 0 {
				continue
			}
			key := identity(t)
			if known[key] == nil {
				known[key] = &body{Type: t, operation: o, response: r, media: m}
				all = append(all, known[key])
			}
			known[key].uses++
		}
	})
	return all
}

// eachFailure calls visit for each response of the API's operations that answers a failure.
func eachFailure(api *spec.API, visit func(*spec.Operation, *spec.Response)) {
	for _, s := range api.Services {
		for _, o := range s.Operations {
			for _, r := range o.Responses {
				if isFailure(o, r) {
					visit(o, r)
				}
			}
		}
	}
}

// isFailure reports whether the response is that of a failure. A default is, unless nothing else
// stands for the success.
func isFailure(o *spec.Operation, r *spec.Response) bool {
	if r.Status == "default" {
		return o.Success() != nil && answersErrors(o)
	}
	return (strings.HasPrefix(r.Status, "4") || strings.HasPrefix(r.Status, "5")) && answersErrors(o)
}

// isPlainJSON leaves out the errors of other standards (application/scim+json), which have their own shape.
func isPlainJSON(mediaType string) bool {
	name, _, _ := strings.Cut(mediaType, ";")
	return name == "application/json" || name == problemJSON
}

const problemJSON = "application/problem+json"

// identity is what tells bodies apart: the definition, or the properties of an inline schema.
func identity(t *spec.Type) any {
	if t.Name != "" {
		return t
	}
	return strings.Join(fieldNames(t), " ")
}

// fieldNames returns the names of the fields in snake_case, sorted.
func fieldNames(t *spec.Type) []string {
	var names []string
	for _, f := range t.AllFields() {
		names = append(names, snake(f.Name))
	}
	slices.Sort(names)
	return names
}

// label is what messages call the body.
func (b *body) label() string {
	if b.Name != "" {
		return b.Name
	}
	return "the body of " + b.response.Status
}

// anyField reports whether a field of the type, or of what is within it, is as wanted. What an
// envelope of any shape holds is not known, and as wanted.
func anyField(t *spec.Type, wanted func(name string, f *spec.Field) bool) bool {
	return anyWithin(t, 3, wanted)
}

func anyWithin(t *spec.Type, depth int, wanted func(string, *spec.Field) bool) bool {
	return slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		name := snake(f.Name)
		inner := elementOf(f.Type)
		switch {
		case wanted(name, f):
			return true
		case inner == nil || depth == 1:
			return false
		case len(inner.AllFields()) > 0:
			return anyWithin(inner, depth-1, wanted)
		}
		return isEnvelope(name) && inner.Kind != spec.KindString
	})
}

// isEnvelope reports whether a field of that name wraps errors: details, validation_errors.
func isEnvelope(name string) bool {
	switch name[strings.LastIndexByte(name, '_')+1:] {
	case "error", "errors", "detail", "details", "fault", "problem", "problems", "violations", "issues":
		return true
	}
	return false
}

// elementOf returns what a field holds, or holds many of.
func elementOf(t *spec.Type) *spec.Type {
	t = t.Resolve()
	for t != nil && (t.Kind == spec.KindArray || t.Kind == spec.KindMap) {
		t = t.Items.Resolve()
	}
	return t
}

func snake(name string) string { return words.Snake.Write(name) }
