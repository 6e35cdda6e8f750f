package httpapi

import (
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// HoldsProblem reports whether any object is a value of the schema, so that it may be the one of RFC 9457.
func HoldsProblem(t *spec.Type) bool {
	free := t.Kind == spec.KindAny || t.Kind == spec.KindObject || t.Kind == spec.KindMap && t.Items.Resolve().Kind == spec.KindAny
	return free && t.Constraints == nil
}

// IsProblem reports whether an object looks like RFC 9457's, whose type is a URI.
func IsProblem(t *spec.Type) bool {
	title, detail := false, false
	for _, f := range t.AllFields() {
		title, detail = title || f.Name == "title", detail || f.Name == "detail"
	}
	return title && detail
}

// ItemLimits returns how many items an array has at least and at most; 0 is no limit.
func ItemLimits(t *spec.Type) (least, most uint64) {
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

// AdmitsStatus reports whether every status of an error (400 to 599) is a value of the number's schema.
func AdmitsStatus(t *spec.Type) bool {
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

// Needs reports whether an answer's object can't be without the property.
func Needs(t *spec.Type, f *spec.Field) bool {
	return required(t, f) && !f.Behavior.Has(spec.BehaviorInputOnly)
}

// required looks at the parts of the object too: any of them may name a property of another.
func required(t *spec.Type, f *spec.Field) bool {
	if f.Required {
		return true
	}
	parts := []*spec.Type{t}
	if t.Schema != nil {
		parts = append(parts, t.Schema.AllOf...)
	}
	return slices.ContainsFunc(parts, func(part *spec.Type) bool {
		part = part.Resolve()
		return part.Schema != nil && slices.ContainsFunc(part.Schema.Required, func(r spec.RequiredName) bool { return r.Name == f.Name })
	})
}
