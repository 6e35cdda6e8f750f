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
	about    *spec.Field // what declares it; nil: the response
	below    string      // the path from there on
	response func() *spec.Response
}

// key is what the mutant is known by.
func (m reshaped) key(t *target) triedKey {
	if m.about == nil {
		return triedKey{m.mutant, InSpec, t, nil, m.path}
	}
	return triedKey{m.mutant, InSpec, nil, m.about, m.below}
}

// reshape makes every mistake in what the spec declares of an answer, one at a time. The answer is an
// example of it.
func (t *target) reshape(answer *contract.Response, visit func(reshaped)) {
	t.reshapeWhole(visit)
	for i, h := range t.Response.Headers {
		visit(reshaped{missingHeader, h.Name, &declared(h).Field, "", func() *spec.Response {
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
	if code >= 100 && !t.byDefault() {
		visit(reshaped{otherStatus, "", nil, "", func() *spec.Response {
			made := *t.Response
			made.Status = strconv.Itoa(otherOf(code))
			return &made
		}})
	}
	if t.Media == nil {
		return
	}
	visit(reshaped{noBody, "", nil, "", func() *spec.Response {
		made := *t.Response
		made.Content = nil
		return &made
	}})
	if failing := t.failing(); failing != nil && t.isSuccess() && t.json() {
		visit(reshaped{errorBody, "", nil, "", func() *spec.Response { return t.with(failing.Type, t.Media.Name) }})
	}
	visit(reshaped{otherMedia, "", nil, "", func() *spec.Response { return t.with(t.Media.Type, t.otherType()) }})
}

// byDefault reports whether the operation's default allows the answer under any status.
func (t *target) byDefault() bool {
	return slices.ContainsFunc(t.Operation.Responses, func(r *spec.Response) bool {
		m := preferred(r)
		return r.Status == "default" && t.Media != nil && m != nil && m.Name == t.Media.Name && m.Type.Resolve() == t.Media.Type.Resolve()
	})
}

// declared returns the header as it is declared for all responses that have it.
func declared(h *spec.Parameter) *spec.Parameter {
	if h.Target != nil {
		return h.Target
	}
	return h
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
			visit(reshaped{mutant, s.path, s.owner, s.below, func() *spec.Response { return t.with(schema, t.Media.Name) }})
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
