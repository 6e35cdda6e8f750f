package mutate

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
)

// target is a kind of answers that is being tried.
type target struct {
	Kind
	spec      check.Spec
	validator *validate.Checker
	files     *protoregistry.Files // of a method
}

// triedKey is what a mutant is known by: what a schema declares is changed once, wherever it is used.
type triedKey struct {
	mutant string
	side   Side
	target *target     // nil: of a schema
	about  *spec.Field // of the schema
	path   string      // from there on
}

// targets lists the answers of the specs, those in the first media type of each.
func (r *runner) targets(specs []check.Spec) {
	for _, s := range specs {
		validator := validate.New(s.API)
		alone := detached(s.API)
		for _, service := range s.API.Services {
			for _, o := range service.Operations {
				if o.Kind != spec.Call || len(o.HTTP) == 0 {
					continue
				}
				for _, response := range o.Responses {
					r.all = append(r.all, newTarget(check.Spec{API: alone, Closed: s.Closed}, o, response, preferred(response), validator))
				}
			}
		}
	}
}

// detached returns the API without the components that operations refer to anyway, so that one operation of
// it is soon judged. Only $dynamicRef needs them where they are.
func detached(api *spec.API) *spec.API {
	dynamic := false
	spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) { dynamic = dynamic || t.Schema != nil && t.Schema.DynamicRef != "" }})
	made := *api
	if !dynamic {
		made.Components, made.Types = nil, nil
	}
	return &made
}

func newTarget(s check.Spec, o *spec.Operation, response *spec.Response, media *spec.MediaType, v *validate.Checker) *target {
	return &target{
		Kind: Kind{Operation: o, Response: response, Media: media},
		spec: s, validator: v,
	}
}

// preferred returns the media type that answers are made in: JSON, or the first one.
func preferred(r *spec.Response) *spec.MediaType {
	for _, m := range r.Content {
		if spec.IsJSON(m.Name) {
			return m
		}
	}
	if len(r.Content) > 0 {
		return r.Content[0]
	}
	return nil
}

func (t *target) isSuccess() bool {
	if t.Method != nil {
		return t.Code == ok
	}
	return isSuccess(t.Operation, t.Response)
}

func isSuccess(o *spec.Operation, r *spec.Response) bool {
	var codes []int
	at := -1
	for _, other := range o.Responses {
		code, ok := httpapi.StatusCode(other.Status)
		if !ok {
			continue
		}
		if other == r {
			at = len(codes)
		}
		codes = append(codes, code)
	}
	return at >= 0 && httpapi.Successes(codes)[at]
}

// target returns the kind of answers that uses of the spec are about; nil: none is known.
func (r *runner) target(uses []check.Use) *target {
	var operation, response, media *spec.Node
	for _, u := range uses {
		switch u.Part {
		case check.InOperation:
			operation = u.Node
		case check.InStatus:
			response = u.Node
		case check.InMediaType:
			media = u.Node
		}
	}
	for n, t := range r.all {
		if t.Method == nil && &t.Operation.Node == operation && &t.Response.Node == response {
			if media == nil {
				return t
			}
			return r.inType(n, media)
		}
	}
	return nil
}

// inType returns the answer of the same response in another media type.
func (r *runner) inType(n int, media *spec.Node) *target {
	t := r.all[n]
	for _, other := range r.all {
		if other.Operation == t.Operation && other.Response == t.Response && other.Media != nil && &other.Media.Node == media {
			return other
		}
	}
	for _, m := range t.Response.Content {
		if &m.Node == media {
			r.all = slices.Insert(r.all, n+1, newTarget(t.spec, t.Operation, t.Response, m, t.validator))
			return r.all[n+1]
		}
	}
	return t
}
