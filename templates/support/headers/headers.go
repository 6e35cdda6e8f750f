// Package headers decides which headers of a caller reach a handler, and which of a handler's go out: those that are
// declared, renamed, completed and transformed as they are declared, and no others. The rules know no protocol: headers of
// HTTP and metadata of gRPC go by the same ones. It must not know what a handler does with them.
package headers

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Rule lets a header pass, in one direction.
type Rule struct {
	Name     string   // what callers send or get, in any case
	As       string   // what the handler sees or sets; "": Name
	Methods  []string // operations, such as /shop.v1.Orders/CreateOrder; none: all
	Response bool     // the handler sends it, rather than sees it
	Required bool     // a request without it, or with nothing in it, is refused

	// Default gives the value of a header that isn't there: identifier.New, Constant("v1"). It is called for each message by
	// itself, so that no two share what is made to tell them apart. It isn't transformed.
	Default func() string

	// Transform changes each value, one after the other. A value that one of them can't take is refused; of an answer, it
	// is left out.
	Transform []Transform

	Example string // a value that is taken, for tests that are generated; "": any is

	// Into puts the value into the context, too, for From: an identifier, so that exactly one short plain text is taken.
	Into Identifier
}

// Protocol is how a protocol spells names, and what passes without a rule.
type Protocol struct {
	Spell   func(string) string
	In, Out []string          // names that pass, both as Spell spells them
	Passes  func(string) bool // more that go out; nil: none
}

// Set is the rules of a server. It is safe for concurrent use.
type Set struct {
	rules    []rule
	protocol Protocol
}

// rule is one whose names are spelt.
type rule struct {
	Rule
	name, as string
	plain    bool // the values pass as they are
}

// New checks rules. Everything that is wrong with them is told at once: names that are none or are the connection's own,
// a requirement that a default would hide, rules that meet in one name, and identifiers that share a type.
func New(rules []Rule, p Protocol) (*Set, error) {
	s := &Set{protocol: p}
	var wrong []error
	for _, r := range rules {
		if r.As == "" {
			r.As = r.Name
		}
		if err := r.check(); err != nil {
			wrong = append(wrong, err)
			continue
		}
		s.rules = append(s.rules, rule{Rule: r, name: p.Spell(r.Name), as: p.Spell(r.As), plain: len(r.Transform) == 0 && r.Into.put == nil && r.Default == nil && !r.Required})
	}
	for i := range s.rules {
		for j := range s.rules[:i] {
			if err := s.meet(&s.rules[i], &s.rules[j]); err != nil {
				wrong = append(wrong, err)
			}
		}
		if r := &s.rules[i]; r.as != r.name && (!r.Response && slices.Contains(p.In, r.as) || r.Response && p.out(r.name)) {
			wrong = append(wrong, fmt.Errorf("headers: %s becomes %s, and one of them passes without a rule: they would be mixed", r.Name, r.As))
		}
	}
	return s, errors.Join(wrong...)
}

func (p *Protocol) out(name string) bool {
	return slices.Contains(p.Out, name) || p.Passes != nil && p.Passes(name)
}

func (r *Rule) check() error {
	for _, name := range [...]string{r.Name, r.As} {
		switch {
		case !isToken(name):
			return fmt.Errorf("headers: %q is no name of a header", name)
		case ofConnection(strings.ToLower(name)):
			return fmt.Errorf("headers: %s belongs to the connection, and isn't passed on", name)
		}
	}
	switch {
	case r.Required && r.Response:
		return fmt.Errorf("headers: %s of an answer can't be required: give it a default", r.Name)
	case r.Required && r.Default != nil:
		return fmt.Errorf("headers: %s is required and has a default, which would hide that it lacks", r.Name)
	case r.Response && r.Into.put != nil:
		return fmt.Errorf("headers: %s of an answer goes into no context", r.Name)
	case r.Into.wrong != "":
		return fmt.Errorf("headers: %s: %s", r.Name, r.Into.wrong)
	}
	for _, t := range r.Transform {
		if t.apply == nil {
			return fmt.Errorf("headers: %s has an empty transform", r.Name)
		}
	}
	return nil
}

// meet finds rules of which one method has both, and that would write to one place.
func (s *Set) meet(a, b *rule) error {
	if a.Response != b.Response || len(a.Methods) > 0 && len(b.Methods) > 0 && !slices.ContainsFunc(a.Methods, func(m string) bool { return slices.Contains(b.Methods, m) }) {
		return nil
	}
	switch {
	case len(a.Methods) > 0 != (len(b.Methods) > 0) && a.about(b): // the one of the method counts
	case a.as == b.as, a.Response && a.name == b.name:
		return fmt.Errorf("headers: two rules for %s meet in %s", a.Name, a.As)
	case a.Into.put != nil && a.Into.key == b.Into.key:
		return fmt.Errorf("headers: %s and %s go into the context as the same type", a.Name, b.Name)
	}
	return nil
}

// ofConnection says whether a header is about the message as it is carried.
func ofConnection(name string) bool {
	switch name {
	case "connection", "content-length", "content-type", "content-encoding", "transfer-encoding", "te", "trailer", "upgrade",
		"keep-alive", "proxy-connection", "expect", "host":
		return true
	}
	return strings.HasPrefix(name, "grpc-")
}

// isToken says whether a text can be a header's name (RFC 9110 §5.6.2).
func isToken(text string) bool {
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return text != ""
}
