package standard

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// Own reports whether a message or schema is declared by the API and is taken or answered in one
// place alone: then what is added to it is added to one operation. What it is used in besides, as a
// part of others, is not looked at.
func Own(api *spec.API, t *spec.Type) bool {
	if t == nil || !slices.ContainsFunc(api.Documents, func(d *spec.Document) bool { return d.File == t.Span.File }) {
		return false
	}
	uses := 0
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.RequestType() == t {
				uses++
			}
			if o.ResponseType() == t {
				uses++
			}
		}
	}
	return uses == 1
}
