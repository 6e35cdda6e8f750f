package mock

import (
	"cmp"
	"strconv"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// say returns the text that says a word.
func say(word httpapi.Word, e *errors.Error, v errors.Violation) string {
	switch word {
	case httpapi.Message:
		return cmp.Or(e.Detail, e.Title)
	case httpapi.Title:
		return cmp.Or(e.Title, e.Code)
	case httpapi.Code:
		return e.Code
	case httpapi.RequestID:
		return e.RequestID
	case httpapi.Status:
		return strconv.Itoa(e.Status)
	case httpapi.ViolationField:
		return v.Field
	case httpapi.ViolationLocation:
		return string(v.Location)
	case httpapi.ViolationCode:
		return v.Code
	case httpapi.ViolationDescription:
		return v.Description
	}
	return "about:blank"
}

func saying(word httpapi.Word) fill {
	return func(w *wire.Writer, e *errors.Error, v errors.Violation) { w.String(say(word, e, v)) }
}

// text writes a word as a string of the schema: cut where it may be too long.
func (f *fillers) text(t *spec.Type, word httpapi.Word) fill {
	if values := httpapi.StringValues(t); t.Kind == spec.KindEnum || len(values) > 0 {
		return f.choice(values, word)
	}
	fitted, ok := httpapi.FitText(t, word)
	if !ok {
		return nil
	}
	f.uuids = f.uuids || fitted.UUID
	if fitted.Most == nil {
		return saying(fitted.Word)
	}
	most := int(min(fitted.Most.N, 1<<30))
	return func(w *wire.Writer, e *errors.Error, v errors.Violation) {
		w.String(boundary.Clip(say(fitted.Word, e, v), most))
	}
}

// choice writes a value of an enum: the only one, the place of a violation, or what means the error's
// code.
func (f *fillers) choice(values []string, word httpapi.Word) fill {
	switch {
	case len(values) == 1:
		return func(w *wire.Writer, _ *errors.Error, _ errors.Violation) { w.String(values[0]) }
	case word == httpapi.ViolationLocation && httpapi.NamesPlaces(values, f.places):
		return saying(word)
	case len(values) == 0 || word != httpapi.Code:
		return nil
	}
	meanings, otherwise := httpapi.Meanings(values)
	return func(w *wire.Writer, e *errors.Error, _ errors.Violation) {
		for _, m := range meanings {
			if m.Code == e.Code {
				w.String(m.Value)
				return
			}
		}
		w.String(otherwise)
	}
}
