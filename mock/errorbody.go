package mock

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// fillers write the boundary's errors as the contract's own schemas have them, by the same rules as
// generated servers do.
type fillers struct {
	server *Server
	known  map[*spec.Type]*filler
	order  []*filler // those that work, as they were met first
	places []string  // where the boundary may find something wrong
	uuids  bool      // the contract says that request IDs are UUIDs
}

// filler writes errors as one schema.
type filler struct {
	media *media
	write func(*wire.Writer, *errors.Error) // nil: it can't be filled
	uses  int
}

func newFillers(s *Server) *fillers {
	return &fillers{server: s, known: map[*spec.Type]*filler{}, places: httpapi.Places(calls(s.api))}
}

// calls returns the operations of an API that clients call.
func calls(api *spec.API) []*spec.Operation {
	var all []*spec.Operation
	for _, service := range api.Services {
		for _, o := range service.Operations {
			if o.Kind == spec.Call {
				all = append(all, o)
			}
		}
	}
	return all
}

// of returns the bodies that an operation declares for its failures.
func (f *fillers) of(o *operation) []boundary.ErrorBody {
	var bodies []boundary.ErrorBody
	for _, a := range o.answers {
		if a.success && a.code != 0 {
			continue
		}
		i := slices.IndexFunc(a.media, func(m *media) bool { return m.Kind == httpapi.JSON })
		if i < 0 {
			continue
		}
		if made := f.filler(a.media[i]); made.write != nil {
			made.uses++
			a.media[i].fill = made.write
			bodies = append(bodies, boundary.ErrorBody{Status: a.code, ContentType: a.media[i].concrete(), Write: made.write, Check: a.media[i].Check})
		}
	}
	return bodies
}

// unrouted returns the bodies of answers to requests that mean no operation: the most used one.
func (f *fillers) unrouted() []boundary.ErrorBody {
	if len(f.order) == 0 {
		return nil
	}
	most := slices.MaxFunc(f.order, func(a, b *filler) int { return cmp.Compare(a.uses, b.uses) })
	return []boundary.ErrorBody{{ContentType: most.media.concrete(), Write: most.write, Check: most.media.Check}}
}

func (f *fillers) filler(m *media) *filler {
	t := m.Type
	if t == nil {
		t = &spec.Type{}
	}
	t = t.Resolve()
	if made := f.known[t]; made != nil {
		return made
	}
	made := &filler{media: m}
	f.known[t] = made
	if write := f.value(t, httpapi.WholeError, 0); write != nil {
		made.write = func(w *wire.Writer, e *errors.Error) { write(w, e, errors.Violation{}) }
		f.order = append(f.order, made)
	}
	return made
}

// fill writes a value made of an error, or of one of its violations.
type fill func(*wire.Writer, *errors.Error, errors.Violation)

// value returns what writes the subject as a value of the schema; nil if nothing can.
func (f *fillers) value(t *spec.Type, of httpapi.Subject, depth int) fill {
	t = t.Resolve()
	if depth > httpapi.DeepestError {
		return nil
	}
	switch {
	case len(t.AllFields()) > 0:
		return f.object(t, of, depth)
	case t.Kind == spec.KindUnion && t.Schema != nil:
		for _, branch := range slices.Concat(t.Schema.OneOf, t.Schema.AnyOf) {
			if made := f.value(branch, of, depth+1); made != nil {
				return made
			}
		}
	case httpapi.HoldsProblem(t) && of == httpapi.WholeError:
		return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.Raw(errors.AppendProblem(nil, e)) }
	case t.Kind == spec.KindString:
		return f.text(t, httpapi.TextWord("message", of))
	case t.Kind == spec.KindArray && of == httpapi.WholeError && depth == 0:
		return f.list(t, true, depth)
	}
	return nil
}

func (f *fillers) object(t *spec.Type, of httpapi.Subject, depth int) fill {
	var members []fill
	for _, p := range t.AllFields() {
		needed := httpapi.Needs(t, p)
		made := f.property(t, p, of, needed, depth)
		if made == nil && needed {
			if made = f.constant(p); made == nil {
				return nil
			}
		}
		if made != nil {
			members = append(members, made)
		}
	}
	return func(w *wire.Writer, e *errors.Error, v errors.Violation) {
		w.Object()
		for _, write := range members {
			write(w, e, v)
		}
		w.EndObject()
	}
}

// property returns what writes a property with its key, if the subject has what its name asks for.
func (f *fillers) property(owner *spec.Type, p *spec.Field, of httpapi.Subject, needed bool, depth int) fill {
	t, name := p.Type.Resolve(), httpapi.Canonical(p.Name)
	if of == httpapi.WholeError && t.Kind == spec.KindArray && httpapi.ListsViolations(name) {
		return f.listProperty(p, needed, depth)
	}
	if of == httpapi.WholeError && httpapi.WrapsError(name) && len(t.AllFields()) > 0 {
		return keyed(p.Name, f.value(t, of, depth+1))
	}
	if of == httpapi.WholeError && name == "type" && t.Kind == spec.KindString && httpapi.IsProblem(owner) {
		return keyed(p.Name, f.text(t, httpapi.AboutBlank))
	}
	return keyed(p.Name, f.scalar(t, name, of))
}

func keyed(name string, value fill) fill {
	if value == nil {
		return nil
	}
	return func(w *wire.Writer, e *errors.Error, v errors.Violation) {
		w.Key(name)
		value(w, e, v)
	}
}

// listProperty writes the violations; without any, a property that may be absent is.
func (f *fillers) listProperty(p *spec.Field, needed bool, depth int) fill {
	made := keyed(p.Name, f.list(p.Type.Resolve(), needed, depth))
	if made == nil || needed {
		return made
	}
	return func(w *wire.Writer, e *errors.Error, v errors.Violation) {
		if len(e.Violations) > 0 {
			made(w, e, v)
		}
	}
}

// list writes an element for each violation, and for the error as a whole if there must be one.
func (f *fillers) list(t *spec.Type, needed bool, depth int) fill {
	if t.Items == nil {
		return nil
	}
	item := f.value(t.Items, httpapi.OneViolation, depth+1)
	least, most := httpapi.ItemLimits(t)
	if item == nil || least > 1 {
		return nil
	}
	return func(w *wire.Writer, e *errors.Error, _ errors.Violation) {
		all := e.Violations
		if needed && least == 1 && len(all) == 0 {
			all = []errors.Violation{{Location: errors.Body, Code: e.Code, Description: cmp.Or(e.Detail, e.Title)}}
		}
		if most > 0 {
			all = all[:min(uint64(len(all)), most)]
		}
		w.Array()
		for _, v := range all {
			item(w, e, v)
		}
		w.EndArray()
	}
}

// constant writes a value of the schema that says nothing, for a property that must be there.
func (f *fillers) constant(p *spec.Field) fill {
	if p.Type.Resolve().Nullable {
		return keyed(p.Name, func(w *wire.Writer, _ *errors.Error, _ errors.Violation) { w.Null() })
	}
	text, err := sample.New(1).JSON(p.Type, spec.InResponse)
	if err != nil {
		return nil
	}
	return keyed(p.Name, func(w *wire.Writer, _ *errors.Error, _ errors.Violation) { w.Raw(text) })
}

// scalar returns what writes that which the name asks for.
func (f *fillers) scalar(t *spec.Type, name string, of httpapi.Subject) fill {
	switch t.Kind {
	case spec.KindString, spec.KindEnum:
		return f.text(t, httpapi.TextWord(name, of))
	case spec.KindInteger, spec.KindNumber:
		if httpapi.HoldsStatus(name) && of == httpapi.WholeError && httpapi.AdmitsStatus(t) {
			return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.Int64(int64(e.Status)) }
		}
	case spec.KindBoolean:
		if of == httpapi.WholeError && t.Constraints == nil {
			return flag(httpapi.FlagWord(name))
		}
	}
	return nil
}

// flag returns what writes a word as a boolean.
func flag(word httpapi.Word) fill {
	switch word {
	case httpapi.Retryable:
		return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.Bool(e.Retryable) }
	case httpapi.Success:
		return func(w *wire.Writer, _ *errors.Error, _ errors.Violation) { w.Bool(false) }
	}
	return nil
}
