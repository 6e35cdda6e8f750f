package golang

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// hidden are the names of what only insiders see of the values of a schema, but for those that something else has too that
// all may see.
func (l *lowering) hidden(t *spec.Type) []string {
	if t == nil || !l.types.HoldsInternal(t) {
		return nil
	}
	names, open, seen := []string{}, map[string]bool{}, map[*spec.Type]bool{}
	var look func(*spec.Type)
	look = func(t *spec.Type) {
		if t = t.Resolve(); t == nil || seen[t] {
			return
		}
		seen[t] = true
		for _, f := range t.AllFields() {
			if !l.types.Hides(t, f.Name) {
				open[f.Name] = true
				look(f.Type)
			} else if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
		look(t.Items)
		if t.Schema != nil {
			for _, branch := range slices.Concat(t.Schema.OneOf, t.Schema.AnyOf, []*spec.Type{t.Schema.AdditionalProperties}) {
				look(branch)
			}
		}
	}
	look(t)
	return slices.DeleteFunc(names, func(name string) bool { return open[name] })
}

// mostReach is how deep what is internal is looked for in samples.
const mostReach = 4

// withHidden makes a value that has as much as possible of what only insiders see, and says which of it.
func (l *lowering) withHidden(t *spec.Type, d spec.Direction) (v *spec.Value, names []string) {
	all := l.hidden(t)
	if len(all) == 0 {
		return nil, nil
	}
	sampler := *l.sampler
	sampler.Plain, sampler.Full = true, true
	for sampler.Reach = 1; sampler.Reach <= mostReach && len(names) < len(all); sampler.Reach++ {
		made, err := sampler.Value(t, d)
		if err != nil {
			return v, names
		}
		if held := heldIn(made, all); len(held) > len(names) {
			v, names = made, held
		}
	}
	return v, names
}

// heldIn returns those of the names that members of a value have.
func heldIn(v *spec.Value, names []string) []string {
	text := string(sample.Encode(v))
	var held []string
	for _, name := range names {
		if strings.Contains(text, strconv.Quote(name)+":") {
			held = append(held, name)
		}
	}
	return held
}

// hide says in a row what outsiders must not see of its answer, and gives it a body that they must not send.
func (l *lowering) hide(row *TestRow, o *operation) {
	if u := o.firstSuccess(); len(u.media) > 0 && u.media[0].kind == httpapi.JSON && u.media[0].Type != nil {
		if v, err := l.shownBody(u.media[0]); err == nil {
			row.Hidden = heldIn(v, l.hidden(u.media[0].Type))
		}
	}
	row.Inside = l.sendsHidden(o)
	if !o.takesJSON() {
		return
	}
	if v, names := l.withHidden(o.body.media[0].Type, spec.InRequest); len(names) > 0 {
		row.Secret = literal(string(sample.Encode(v)))
	}
}

// sendsHidden reports whether the operation's valid request has what only insiders may send.
func (l *lowering) sendsHidden(o *operation) bool {
	for _, p := range o.Parameters {
		if p.Required && l.internal(p) {
			return true
		}
	}
	if o.body == nil || o.body.media[0].Type == nil {
		return false
	}
	v, err := l.sampler.MediaValue(o.body.media[0].MediaType, spec.InRequest)
	return err == nil && len(heldIn(v, l.hidden(o.body.media[0].Type))) > 0
}

// shownBody is what the fake answers: an example, with what only insiders see, if there is any, so that hiding it is shown.
func (l *lowering) shownBody(m *media) (*spec.Value, error) {
	example, err := l.sampler.MediaValue(m.MediaType, spec.InResponse)
	made, names := l.withHidden(m.Type, spec.InResponse)
	if err != nil || len(names) == 0 || len(heldIn(example, names)) == len(names) {
		return example, err
	}
	merged := *example
	merged.Members = slices.Clone(example.Members)
	for _, member := range made.Members {
		if slices.Contains(names, member.Key) && merged.Get(member.Key) == nil {
			merged.Members = append(merged.Members, member)
		}
	}
	if len(heldIn(&merged, names)) == len(names) && allows(m.Type, &merged) {
		return &merged, nil
	}
	return made, nil
}

// allows reports whether an answer may have a value.
func allows(t *spec.Type, v *spec.Value) bool {
	var r wire.Reader
	r.Reset(wire.Response)
	if n, ok := r.ParseJSON(sample.Encode(v), wire.Limits{}); ok {
		validate.New(nil).Read(t)(&r, n)
	}
	return r.OK()
}
