package httpapi

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Fitted is a text as a string of a schema takes it.
type Fitted struct {
	Word Word
	Most *spec.Limit // longer texts must be cut; nil: none is too long
	UUID bool        // the schema demands that request IDs are UUIDs
}

// FitText decides which text a string without listed values holds that is to say the word. It is false
// if no text will do: none of an error fulfils what a pattern or a format demands.
func FitText(t *spec.Type, word Word) (Fitted, bool) {
	c := t.Constraints
	uri := strings.HasPrefix(t.Format, "uri")
	switch {
	case uri && word == Code:
		return FitText(t, AboutBlank)
	case uri && word == AboutBlank && roomForBlank(c):
		return Fitted{Word: word}, true
	case t.Format == "uuid" && word == RequestID && c == nil:
		return Fitted{Word: word, UUID: true}, true
	case word == NoWord || checkedFormat(t.Format):
		return Fitted{}, false
	case c == nil:
		return Fitted{Word: word}, true
	case c.Pattern != "" || c.Const != nil || c.MinLength != nil && c.MinLength.N > 1:
		return Fitted{}, false
	}
	return Fitted{Word: word, Most: c.MaxLength}, true
}

// roomForBlank reports whether a string may be about:blank.
func roomForBlank(c *spec.Constraints) bool {
	return c == nil || c.Pattern == "" && c.Const == nil && (c.MaxLength == nil || c.MaxLength.N >= uint64(len("about:blank")))
}

// checkedFormat reports whether a string of the format is not just any text.
func checkedFormat(format string) bool {
	switch format {
	case "date-time", "date", "time", "duration", "uuid", "uri", "uri-reference", "email", "hostname", "ipv4", "ipv6", "byte", "decimal", "regex", "json-pointer":
		return true
	}
	return false
}
