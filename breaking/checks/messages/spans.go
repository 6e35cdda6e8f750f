package messages

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// requiredSpan returns where `required` names a property; the property's name if it does not.
func requiredSpan(within *spec.Type, f *spec.Field) source.Span {
	if within != nil && within.Schema != nil {
		for _, r := range within.Schema.Required {
			if r.Name == f.Name && !r.Span.IsZero() {
				return r.Span
			}
		}
	}
	return f.NameSpan
}
