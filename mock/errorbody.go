package mock

import (
	"cmp"
	"slices"
	"strconv"

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
	return &fillers{server: s, known: map[*spec.Type]*filler{}, places: placesOf(s.api)}
}

// of returns the bodies that an operation declares for its failures.
func (f *fillers) of(o *operation) []boundary.ErrorBody {
	var bodies []boundary.ErrorBody
	for _, a := range o.answers {
		if a.success && a.code != 0 {
			continue
		}
		i := slices.IndexFunc(a.media, func(m *media) bool { return m.kind == asJSON })
		if i < 0 {
			continue
		}
		if made := f.filler(a.media[i]); made.write != nil {
			made.uses++
			a.media[i].fill = made.write
			bodies = append(bodies, boundary.ErrorBody{Status: a.code, ContentType: a.media[i].concrete(), Write: made.write, Check: a.media[i].check})
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
	return []boundary.ErrorBody{{ContentType: most.media.concrete(), Write: most.write, Check: most.media.check}}
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
	if write := f.value(t, wholeError, 0); write != nil {
		made.write = func(w *wire.Writer, e *errors.Error) { write(w, e, errors.Violation{}) }
		f.order = append(f.order, made)
	}
	return made
}

// subject is what a schema is filled from.
type subject uint8

const (
	wholeError subject = iota
	oneViolation
)

// fill writes a value made of an error, or of one of its violations.
type fill func(*wire.Writer, *errors.Error, errors.Violation)

const deepestError = 6

// value returns what writes the subject as a value of the schema; nil if nothing can.
func (f *fillers) value(t *spec.Type, of subject, depth int) fill {
	t = t.Resolve()
	if depth > deepestError {
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
	case t.Kind == spec.KindAny || t.Kind == spec.KindObject || t.Kind == spec.KindMap && t.Items.Resolve().Kind == spec.KindAny:
		if of == wholeError && t.Constraints == nil {
			return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.Raw(errors.AppendProblem(nil, e)) }
		}
	case t.Kind == spec.KindString:
		return f.text(t, textFor("message", of))
	case t.Kind == spec.KindArray && of == wholeError && depth == 0:
		return f.list(t, true, depth)
	}
	return nil
}

func (f *fillers) object(t *spec.Type, of subject, depth int) fill {
	var members []fill
	for _, p := range t.AllFields() {
		needed := required(t, p) && !p.Behavior.Has(spec.BehaviorInputOnly)
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
func (f *fillers) property(owner *spec.Type, p *spec.Field, of subject, needed bool, depth int) fill {
	t, name := p.Type.Resolve(), canonical(p.Name)
	if of == wholeError && t.Kind == spec.KindArray && slices.Contains(listNames, name) {
		return f.listProperty(p, needed, depth)
	}
	if of == wholeError && slices.Contains(wrapperNames, name) && len(t.AllFields()) > 0 {
		return keyed(p.Name, f.value(t, of, depth+1))
	}
	if of == wholeError && name == "type" && t.Kind == spec.KindString && isProblem(owner) {
		return keyed(p.Name, f.text(t, blank))
	}
	return keyed(p.Name, f.scalar(t, name, of))
}

// isProblem reports whether an object looks like RFC 9457's, whose type is a URI.
func isProblem(t *spec.Type) bool {
	title, detail := false, false
	for _, f := range t.AllFields() {
		title, detail = title || f.Name == "title", detail || f.Name == "detail"
	}
	return title && detail
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
	item := f.value(t.Items, oneViolation, depth+1)
	least, most := itemLimits(t)
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

func itemLimits(t *spec.Type) (least, most uint64) {
	if c := t.Constraints; c != nil {
		if c.MinItems != nil {
			least = c.MinItems.N
		}
		if c.MaxItems != nil {
			most = c.MaxItems.N
		}
	}
	return least, most
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
func (f *fillers) scalar(t *spec.Type, name string, of subject) fill {
	switch t.Kind {
	case spec.KindString, spec.KindEnum:
		return f.text(t, textFor(name, of))
	case spec.KindInteger, spec.KindNumber:
		if slices.Contains(statusNames, name) && of == wholeError && admitsStatus(t) {
			return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.Int64(int64(e.Status)) }
		}
	case spec.KindBoolean:
		if name == "retryable" && of == wholeError && t.Constraints == nil {
			return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.Bool(e.Retryable) }
		}
		if (name == "success" || name == "ok") && of == wholeError && t.Constraints == nil {
			return func(w *wire.Writer, _ *errors.Error, _ errors.Violation) { w.Bool(false) }
		}
	}
	return nil
}

// admitsStatus reports whether every status of an error is a value of the number's schema.
func admitsStatus(t *spec.Type) bool {
	c := t.Constraints
	if c == nil {
		return true
	}
	if c.Const != nil || c.MultipleOf != nil || len(c.In) > 0 {
		return false
	}
	within := func(b *spec.Bound, ok func(limit float64) bool) bool {
		if b == nil {
			return true
		}
		limit, err := strconv.ParseFloat(b.Text, 64)
		return err == nil && ok(limit)
	}
	return within(c.Minimum, func(least float64) bool { return least < 400 || least == 400 && !c.Minimum.Exclusive }) &&
		within(c.Maximum, func(most float64) bool { return most > 599 || most == 599 && !c.Maximum.Exclusive })
}

// required reports whether an object can't be without the property.
func required(t *spec.Type, f *spec.Field) bool {
	if f.Required {
		return true
	}
	all := []*spec.Type{t}
	if t.Schema != nil {
		all = append(all, t.Schema.AllOf...)
	}
	return slices.ContainsFunc(all, func(part *spec.Type) bool {
		part = part.Resolve()
		return part.Schema != nil && slices.ContainsFunc(part.Schema.Required, func(r spec.RequiredName) bool { return r.Name == f.Name })
	})
}
