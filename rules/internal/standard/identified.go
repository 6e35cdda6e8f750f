package standard

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// identifiers are the names, in snake_case, of what tells a thing from others of its kind.
var identifiers = [...]string{"id", "name", "uuid", "key", "slug", "number"}

// Identified reports whether values of the type say who they are: by one of the usual names, or by
// the given one.
func Identified(t *spec.Type, name string) bool {
	return slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		return f.Name == name || slices.Contains(identifiers[:], words.Snake.Write(f.Name))
	})
}
