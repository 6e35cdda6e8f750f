package wire

import "github.com/bylaw-dev/bylaw/internal/support/errors"

// Format checks a string against a format that KnownFormat knows; others always pass.
func (r *Reader) Format(n Node, name string) bool {
	text, ok := r.characters(n)
	if !ok {
		return true
	}
	check := formatCheck(name)
	return check == nil || check(text) || r.violate(n, errors.Format, "must be ", name)
}

// KnownFormat says whether Format decides that format.
func KnownFormat(name string) bool { return formatCheck(name) != nil }

func formatCheck(name string) func(string) bool { return nil }
