package pact

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// kinds are what people call JSON's types.
var kinds = [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}

func article(v *spec.Value) string { return kinds[v.Kind] }

// want returns the member if it is of that kind, and nil otherwise. Null is as good as absent, for
// many writers put it where they have nothing to say.
func (r *reader) want(v *spec.Value, key string, kind spec.ValueKind) *spec.Value {
	member := v.Get(key)
	if member == nil || member.Kind == spec.Null {
		return nil
	}
	if member.Kind != kind {
		r.fail(member.Span, fmt.Sprintf("%q is %s, but must be %s", key, article(member), kinds[kind]), "")
		return nil
	}
	return member
}

func (r *reader) object(v *spec.Value, key string) *spec.Value { return r.want(v, key, spec.Map) }

func (r *reader) text(v *spec.Value, key string) string { return r.want(v, key, spec.Str).String() }

func (r *reader) flag(v *spec.Value, key string) bool { return r.want(v, key, spec.Bool).Bool() }

func (r *reader) list(v *spec.Value, key string) []*spec.Value {
	if found := r.want(v, key, spec.List); found != nil {
		return found.Items
	}
	return nil
}

// integer returns a whole number in the range of int, and whether there is one.
func (r *reader) integer(v *spec.Value, key string) (int, bool) {
	member := v.Get(key)
	if member == nil || member.Kind == spec.Null {
		return 0, false
	}
	n, ok := member.Int()
	if !ok {
		r.fail(member.Span, fmt.Sprintf("%q must be a whole number", key), "")
	}
	return int(n), ok
}

// bound returns a number of items.
func (r *reader) bound(v *spec.Value, key string) *int {
	n, ok := r.integer(v, key)
	if !ok {
		return nil
	}
	if n < 0 {
		r.fail(v.Get(key).Span, fmt.Sprintf("%q must not be negative", key), "")
		return nil
	}
	return &n
}

// scalar returns a string, number or boolean as text.
func (r *reader) scalar(v *spec.Value, what string) (string, bool) {
	switch v.Kind {
	case spec.Str, spec.Num, spec.Bool:
		return v.Text, true
	case spec.Null:
		return "", true
	}
	r.fail(v.Span, fmt.Sprintf("%s is %s, but must be a string", what, article(v)), "")
	return "", false
}

// others returns the members whose keys are none of those.
func others(v *spec.Value, known ...string) []spec.Member {
	if v == nil {
		return nil
	}
	var found []spec.Member
	for _, m := range v.Members {
		if !slices.Contains(known, m.Key) {
			found = append(found, m)
		}
	}
	return found
}

// dropped says which members are not kept, because the model has no place for them.
func (r *reader) dropped(v *spec.Value, known ...string) {
	for _, m := range others(v, known...) {
		r.say(report.Finding{
			Rule: Lost, Severity: report.Warning, Span: m.KeySpan,
			Message: fmt.Sprintf("%q is not known here: it means nothing and is not written again", m.Key),
		})
	}
}
