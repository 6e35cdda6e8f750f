package match

import (
	"fmt"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxMismatches bounds what is said of one exchange; real ones have a handful.
const maxMismatches = 1000

// comparison compares the values of one category of one exchange.
type comparison struct {
	kind   Kind
	rules  rules
	strict bool   // what is not expected is a mismatch: so it is in requests
	exact  bool   // a matcher wants objects or arrays to be equal
	texts  bool   // the values are texts that may stand for numbers: all but JSON
	noun   string // what a member is called: "key", "header"
	known  *compiled
	found  []Mismatch
	left   int // how many mismatches are not listed
}

func (c *comparison) add(m Mismatch) {
	m.Expected, m.Actual = short(m.Expected), short(m.Actual)
	if m.Kind == Method { // methods are not compared here: nothing was said
		m.Kind = c.kind
	}
	if len(c.found) == maxMismatches {
		c.left++
		return
	}
	c.found = append(c.found, m)
}

// differ says that a value is not what the contract has there.
func (c *comparison) differ(at route, expected, actual *spec.Value, message string) {
	c.add(Mismatch{Path: at.String(), Expected: show(expected), Actual: show(actual), Message: message, Span: where(expected)})
}

// broken says that a value is not what a matcher asks for.
func (c *comparison) broken(at route, m *contract.Matcher, expected, actual *spec.Value, err error) {
	found := Mismatch{Path: at.String(), Expected: show(expected), Actual: show(actual), Rule: m, Message: err.Error(), Span: m.Span}
	if _, unknown := err.(unchecked); unknown {
		found.Kind = Unchecked
	}
	c.add(found)
}

// results returns what was found, with the number of what is not listed.
func (c *comparison) results() []Mismatch {
	if c.left > 0 {
		c.found = append(c.found, Mismatch{Kind: c.kind, Path: "$", Message: fmt.Sprintf("%d more differences are not listed", c.left)})
	}
	return c.found
}

// alike makes a comparison by the same rules whose findings are its own.
func (c *comparison) alike() *comparison {
	return &comparison{kind: c.kind, rules: c.rules, strict: c.strict, exact: c.exact, texts: c.texts, noun: c.noun, known: c.known}
}

// unchecked is the reason why nothing is known of a value.
type unchecked string

func (u unchecked) Error() string { return string(u) }

func where(v *spec.Value) (none source.Span) {
	if v == nil {
		return none
	}
	return v.Span
}

// show writes a value for people, as far as it is told.
func show(v *spec.Value) string {
	if v == nil {
		return ""
	}
	return string(appendShort(nil, v))
}

// appendShort appends JSON until there is more than will be told, however long the value is.
func appendShort(dst []byte, v *spec.Value) []byte {
	switch {
	case len(dst) > longest:
		return dst
	case v.Kind == spec.List:
		dst = append(dst, '[')
		for i, item := range v.Items {
			if dst = appendShort(separated(dst, i), item); len(dst) > longest {
				return dst
			}
		}
		return append(dst, ']')
	case v.Kind == spec.Map:
		dst = append(dst, '{')
		for i, m := range v.Members {
			dst = append(contract.AppendString(separated(dst, i), short(m.Key)), ':')
			if dst = appendShort(dst, m.Value); len(dst) > longest {
				return dst
			}
		}
		return append(dst, '}')
	case v.Kind == spec.Str:
		return contract.AppendString(dst, short(v.Text))
	}
	return contract.AppendJSON(dst, v)
}

func separated(dst []byte, i int) []byte {
	if i > 0 {
		dst = append(dst, ',')
	}
	return dst
}

// longest bounds the bytes of a value in a message.
const longest = 400

func short(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
