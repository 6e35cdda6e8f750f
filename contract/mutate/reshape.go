package mutate

import (
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// reshaped is what the spec declares of an answer, with one mistake in it.
type reshaped struct {
	mutant   string
	path     string
	about    *spec.Field
	response func() *spec.Response
}

// reshape makes every mistake in what the spec declares of an answer, one at a time. The answer is an
// example of it.
func (t *target) reshape(answer *contract.Response, visit func(reshaped)) {
	t.reshapeWhole(visit)
	for i, h := range t.Response.Headers {
		visit(reshaped{missingHeader, h.Name, &h.Field, func() *spec.Response {
			made := *t.Response
			made.Headers = slices.Delete(slices.Clone(made.Headers), i, i+1)
			return &made
		}})
	}
	if body := t.body(answer); body != nil && t.Media.Type != nil {
		walk(body, func(s *spot) { t.reshapeValue(s, visit) })
	}
}

func (t *target) reshapeWhole(visit func(reshaped)) {
	code, _ := httpapi.StatusCode(t.Response.Status)
	if code >= 100 {
		visit(reshaped{otherStatus, "", nil, func() *spec.Response {
			made := *t.Response
			made.Status = strconv.Itoa(otherOf(code))
			return &made
		}})
	}
	if t.Media == nil {
		return
	}
	visit(reshaped{noBody, "", nil, func() *spec.Response {
		made := *t.Response
		made.Content = nil
		return &made
	}})
	if failing := t.failing(); failing != nil && t.isSuccess() && t.json() {
		visit(reshaped{errorBody, "", nil, func() *spec.Response { return t.with(failing.Type, t.Media.Name) }})
	}
	visit(reshaped{otherMedia, "", nil, func() *spec.Response { return t.with(t.Media.Type, t.otherType()) }})
}

// with returns the response with another schema and media type.
func (t *target) with(schema *spec.Type, name string) *spec.Response {
	made, media := *t.Response, *t.Media
	media.Type, media.Name = schema, name
	made.Content = slices.Clone(made.Content)
	made.Content[slices.Index(made.Content, t.Media)] = &media
	return &made
}

// reshapeValue makes the mistakes in the schema of one value.
func (t *target) reshapeValue(s *spot, visit func(reshaped)) {
	try := func(mutant string, schema *spec.Type) {
		if schema != nil {
			visit(reshaped{mutant, s.path, s.field, func() *spec.Response { return t.with(schema, t.Media.Name) }})
		}
	}
	if s.field != nil {
		try(optionalField, onObject(t.Media.Type, s.steps, withoutDemand))
	}
	for _, r := range s.replacements() {
		if r.mutant == dropField {
			if s.field != nil {
				try(dropField, onObject(t.Media.Type, s.steps, withoutField))
			}
			continue
		}
		try(r.mutant, edited(t.Media.Type, s.steps, func(of *spec.Type) *spec.Type { return s.reshaped(r.mutant, of) }))
	}
}
