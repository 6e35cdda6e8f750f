// Package secret tells which parts of recorded traffic are secrets, by their names and by what they look
// like, and puts REDACTED in their place. It knows nothing of formats and contracts; what it does not
// recognize it can't hide.
package secret

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Redacted stands in the place of a secret.
const Redacted = "REDACTED"

// words are what names of secrets have in them, once all but letters is taken away from them.
var words = []string{
	"authorization", "authenticat", "cookie", "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey",
	"privatekey", "credential", "session", "csrf", "xsrf", "signature", "jwt", "bearer", "cardnumber",
}

// whole are names that are secrets only as a whole.
var whole = []string{"key", "sig", "pin", "pwd", "pass", "auth", "sid", "otp", "cvv", "cvc", "ssn", "codeverifier"}

// Named reports whether the value of a header, parameter, field or variable of that name is a secret.
func Named(name string) bool {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	for _, word := range words {
		if strings.Contains(letters, word) {
			return true
		}
	}
	for _, name := range whole {
		if letters == name {
			return true
		}
	}
	return false
}

// Found is a secret in a JSON value: the names and indexes that lead to it, and what it is called.
type Found struct {
	Path []Step
	Name string
}

// Step leads to a member, or to an item if Name is "" and Item is set.
type Step struct {
	Name  string
	Index int
	Item  bool
}

// Value returns a copy of the value with REDACTED in the place of secrets, and where they were. Within
// a secret object or array every scalar is one; numbers become 0, and true, false and null stay.
func Value(v *spec.Value) (*spec.Value, []Found) {
	c := &cleaner{}
	return c.value(v, ""), c.found
}

type cleaner struct {
	found []Found
	path  []Step // to the value at hand
}

func (c *cleaner) value(v *spec.Value, within string) *spec.Value {
	clean := &spec.Value{Kind: v.Kind, Text: v.Text, Span: v.Span, Items: slices.Clone(v.Items), Members: slices.Clone(v.Members)}
	for i, item := range v.Items {
		clean.Items[i] = c.inside(item, Step{Index: i, Item: true}, within)
	}
	for i, m := range v.Members {
		inside := within
		if inside == "" && Named(m.Key) {
			inside = m.Key
		}
		clean.Members[i].Value = c.inside(m.Value, Step{Name: m.Key}, inside)
	}
	c.scalar(clean, within)
	return clean
}

func (c *cleaner) inside(v *spec.Value, step Step, within string) *spec.Value {
	c.path = append(c.path, step)
	clean := c.value(v, within)
	c.path = c.path[:len(c.path)-1]
	return clean
}

func (c *cleaner) scalar(v *spec.Value, within string) {
	switch {
	case v.Kind == spec.Num && within != "":
		v.Text = "0"
	case v.Kind == spec.Str && within != "" && v.Text != "":
		v.Text = Redacted
	case v.Kind == spec.Str:
		text, found := Text(v.Text)
		if v.Text = text; !found {
			return
		}
		within = "a text that looks like one"
	default:
		return
	}
	c.found = append(c.found, Found{slices.Clone(c.path), within})
}
