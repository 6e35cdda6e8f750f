package sample

import (
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// valid reports whether all of the schemas allow a value in the direction of the message.
func (m *maker) valid(schemas []*spec.Type, v *spec.Value) bool {
	var r wire.Reader
	r.Reset(wireDirection(m.direction))
	n, ok := r.ParseJSON(Encode(v), wire.Limits{})
	for _, t := range schemas {
		if !ok {
			return false
		}
		m.checker.Read(t)(&r, n)
		ok = r.OK()
	}
	return ok
}

func wireDirection(d spec.Direction) wire.Direction {
	switch d {
	case spec.InRequest:
		return wire.Request
	case spec.InResponse:
		return wire.Response
	}
	return wire.Neutral
}

// hasFormat reports whether a text has the form that a format demands; formats that nobody knows
// demand nothing.
func hasFormat(format, text string) bool {
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(Encode(str(text)), wire.Limits{})
	return ok && r.Format(n, format)
}
