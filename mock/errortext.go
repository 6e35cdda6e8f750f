package mock

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// text writes a text as a string of the schema: cut where it may be too long. What a pattern or a
// format demands no text of an error fulfils.
func (f *fillers) text(t *spec.Type, text *words) fill {
	c := t.Constraints
	values := stringValues(t)
	switch {
	case t.Kind == spec.KindEnum || len(values) > 0:
		return f.choice(values, text)
	case text == nil:
		return nil
	case strings.HasPrefix(t.Format, "uri") && text.says == saysCode:
		return f.text(t, blank)
	case strings.HasPrefix(t.Format, "uri") && text.says == saysBlank && roomForBlank(c):
		return func(w *wire.Writer, e *errors.Error, v errors.Violation) { w.String(text.of(e, v)) }
	case t.Format == "uuid" && text.says == saysRequestID && c == nil:
		f.uuids = true
	case slices.Contains(strictFormats, t.Format):
		return nil
	case c != nil && (c.Pattern != "" || c.Const != nil || c.MinLength != nil && c.MinLength.N > 1):
		return nil
	case c != nil && c.MaxLength != nil:
		most := int(min(c.MaxLength.N, 1<<30))
		return func(w *wire.Writer, e *errors.Error, v errors.Violation) {
			w.String(boundary.Clip(text.of(e, v), most))
		}
	}
	return func(w *wire.Writer, e *errors.Error, v errors.Violation) { w.String(text.of(e, v)) }
}

// roomForBlank reports whether a string may be about:blank.
func roomForBlank(c *spec.Constraints) bool {
	return c == nil || c.Pattern == "" && c.Const == nil && (c.MaxLength == nil || c.MaxLength.N >= uint64(len("about:blank")))
}

// strictFormats are those that not just any text has.
var strictFormats = []string{
	"date-time", "date", "time", "duration", "uuid", "uri", "uri-reference", "email", "hostname", "ipv4", "ipv6", "byte", "decimal", "regex", "json-pointer",
}

// choice writes the value of an enum that means the error's code: by its name, or by what such codes
// are called elsewhere.
func (f *fillers) choice(values []string, text *words) fill {
	switch {
	case len(values) == 1:
		return func(w *wire.Writer, _ *errors.Error, _ errors.Violation) { w.String(values[0]) }
	case text != nil && text.says == saysLocation && f.namesPlaces(values):
		return func(w *wire.Writer, e *errors.Error, v errors.Violation) { w.String(text.of(e, v)) }
	case len(values) == 0 || text == nil || text.says != saysCode:
		return nil
	}
	meant := map[string]string{}
	for _, synonyms := range codes {
		if i := slices.IndexFunc(values, func(v string) bool { return slices.Contains(synonyms, canonical(v)) }); i >= 0 {
			meant[synonyms[0]] = values[i]
		}
	}
	fallback := general(values)
	return func(w *wire.Writer, e *errors.Error, _ errors.Violation) { w.String(cmp.Or(meant[e.Code], fallback)) }
}

// namesPlaces reports whether an enum has a value for every place where the boundary may find
// something wrong: bodies, and where the API has parameters.
func (f *fillers) namesPlaces(values []string) bool {
	return !slices.ContainsFunc(f.places, func(place string) bool { return !slices.Contains(values, place) })
}

// placesOf returns those places.
func placesOf(api *spec.API) []string {
	places := []string{"body"}
	for _, service := range api.Services {
		for _, o := range service.Operations {
			for _, p := range o.Parameters {
				if o.Kind == spec.Call && p.In != spec.InQueryString && !slices.Contains(places, p.In.String()) {
					places = append(places, p.In.String())
				}
			}
		}
	}
	return places
}

// general picks the value that says least.
func general(values []string) string {
	for _, word := range []string{"unknown", "error", "internal", "other", "general"} {
		for _, v := range values {
			if strings.Contains(canonical(v), word) {
				return v
			}
		}
	}
	return values[0]
}

func stringValues(t *spec.Type) []string {
	if c := t.Constraints; c != nil && c.Const != nil && c.Const.Kind == spec.Str {
		return []string{c.Const.Text}
	}
	var values []string
	for _, v := range t.Values {
		if v.Value != nil && v.Value.Kind == spec.Str {
			values = append(values, v.Value.Text)
		}
	}
	return values
}
