// Package ecma translates regular expressions of ECMA-262, which JSON Schema's `pattern` is written
// in, into the RE2 syntax of Go's package regexp. It knows nothing of schemas and of generated code.
//
// JSON Schema wants patterns to be read with the u flag, and without an anchor at either end. So does
// this package. Authors also write what only the reading without u allows, \- or \_ or a bare brace;
// that is accepted where it has one meaning only. Whatever RE2 can't express, and whatever would mean
// something else there, is refused.
package ecma

import (
	"fmt"
	"regexp"
	"slices"
)

// Error says why a pattern is not translated.
type Error struct {
	Offset int    // of the construct at fault, in bytes from the start of the pattern
	Reason string // lower case, no full stop, with the cure where there is one
}

// Error returns the reason with its offset.
func (e *Error) Error() string {
	return fmt.Sprintf("%s (at offset %d of the pattern)", e.Reason, e.Offset)
}

// Translate returns a pattern for package regexp that matches the same valid Unicode texts as the
// ECMA-262 pattern does with the u flag and no other. The result has no capturing groups and is
// meant for regexp.MatchString. The error, if any, is an *Error.
func Translate(pattern string) (re2 string, err error) {
	t := translator{in: pattern, legacy: -1, modern: -1}
	t.disjunction()
	if t.at < len(t.in) {
		t.fail(t.at, "there is no ( for this )")
	}
	t.oneReading()
	if t.err == nil {
		t.compile()
	}
	if t.err != nil {
		return "", t.err
	}
	return string(t.out), nil
}

// deepest bounds groups within groups; package regexp takes no more either.
const deepest = 900

// translator reads a pattern by recursive descent and writes its translation as it goes.
type translator struct {
	in    string
	at    int // of the next byte to be read
	out   []byte
	depth int
	names []string // of named groups
	err   *Error   // the first

	// Where the first construct stands that the u flag forbids, and the first that means something
	// else without it; -1: nowhere.
	legacy, modern int
}

// fail records the first error and ends the reading.
func (t *translator) fail(offset int, format string, arguments ...any) {
	if t.err == nil {
		t.err = &Error{Offset: offset, Reason: fmt.Sprintf(format, arguments...)}
	}
	t.at = len(t.in)
}

// oneReading refuses patterns that are invalid with the u flag and mean something else without.
func (t *translator) oneReading() {
	if t.legacy >= 0 && t.modern >= 0 {
		t.fail(t.legacy, "this is not allowed in patterns with \\u{…} or \\p{…}; write the character without the backslash, or with one before a bare brace or bracket")
	}
}

// compile makes sure that package regexp takes the translation.
func (t *translator) compile() {
	if _, err := regexp.Compile(string(t.out)); err != nil {
		t.fail(0, "the pattern is too large for Go's regexp: its repetitions multiply to more than 1000, or it nests too deeply")
	}
}

func (t *translator) more() bool { return t.at < len(t.in) }

// next reports whether the pattern goes on with the text, and reads it if so.
func (t *translator) next(text string) bool {
	if len(t.in)-t.at < len(text) || t.in[t.at:t.at+len(text)] != text {
		return false
	}
	t.at += len(text)
	return true
}

func (t *translator) emit(text string) { t.out = append(t.out, text...) }

// old notes a construct that the u flag forbids; new one that needs it.
func (t *translator) old(offset int) {
	if t.legacy < 0 {
		t.legacy = offset
	}
}

func (t *translator) new(offset int) {
	if t.modern < 0 {
		t.modern = offset
	}
}

// name records a group's name and reports whether it is the first of that name.
func (t *translator) name(name string) bool {
	taken := slices.Contains(t.names, name)
	t.names = append(t.names, name)
	return !taken
}
