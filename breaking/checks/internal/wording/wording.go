// Package wording says in words what a change of the valid values does to whom, and what to do
// instead. It knows the law and no check.
package wording

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// Consequence says what other valid values do to those on either side.
func Consequence(d spec.Direction, e breaking.Effect) string {
	requests, responses := d != spec.InResponse, d != spec.InRequest
	switch {
	case e == breaking.Narrows && requests:
		return "values that were accepted are refused"
	case e == breaking.Narrows:
		return "fewer values are returned than consumers know"
	case e == breaking.Widens && responses:
		return "consumers get values that they never had to expect"
	case e == breaking.Widens:
		return "values that were refused are accepted"
	case e == breaking.Incomparable && d == spec.InResponse:
		return "consumers get values that they never had to expect"
	case e == breaking.Incomparable:
		return "some values that were accepted are refused, and the other way round"
	}
	return "it cannot be told whether values that were valid still are"
}

// Cure says what to do instead. what is that which changed: "the constraint".
func Cure(d spec.Direction, e breaking.Effect, what string) string {
	switch {
	case e == breaking.Widens:
		return "keep " + what + ", or tell consumers before such values appear"
	case d == spec.InResponse:
		return "keep " + what + ", or add a field for the new values"
	}
	return "keep " + what + ", or put the new one on a new field or into the next major version"
}

// OrNone returns a value as a message names it where there may be none.
func OrNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
