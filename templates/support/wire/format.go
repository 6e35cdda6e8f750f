package wire

import (
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/format"
)

// Format checks a string against a format that KnownFormat knows; others always pass.
func (r *Reader) Format(n Node, name string) bool {
	text, ok := r.characters(n)
	if !ok {
		return true
	}
	fits := format.Find(name)
	return fits == nil || fits(text) || r.violate(n, errors.Format, "must be of the format ", name)
}

// KnownFormat says whether Format decides that format.
func KnownFormat(name string) bool { return format.Find(name) != nil }
