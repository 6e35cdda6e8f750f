// Package validate holds values against the schemas of a contract as generated code does, without
// generating any: it makes the same calls of the same package wire, in the same order, so that the
// verdicts and the words are the same. It knows nothing of HTTP and of where values come from.
package validate

import (
	"slices"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Checker turns schemas into checks. Each schema is looked at once, when a value first gets there. It
// is safe for concurrent use.
type Checker struct {
	untyped bool // no schema is taken for a Go type: JSON Schema to the letter
	partial bool // values are parts: what isn't there breaks nothing
	dynamic dynamic
	mutex   sync.Mutex
	known   map[*spec.Type]*entry
	reads   map[*spec.Type]*entry

	looking sync.Mutex
	kinds   possible
}

// New returns a checker for the schemas of an API. The API is needed for $dynamicRef alone: without
// one (nil) such a reference leads where it does when nothing overrides it.
func New(api *spec.API) *Checker {
	return &Checker{dynamic: newDynamic(api), known: map[*spec.Type]*entry{}, reads: map[*spec.Type]*entry{}, kinds: possible{}}
}

// NewPartial returns a checker for parts of values: of objects, some members may have been left out, so that nothing is
// demanded, and nothing is said of keywords that would be decided otherwise by what is absent (not, if, unevaluated…).
func NewPartial(api *spec.API) *Checker {
	c := New(api)
	c.partial = true
	return c
}

// entry is the check of one schema, made when it is first needed: schemas may be recursive.
type entry struct {
	once  sync.Once
	check wire.Check
}

// Check returns what holds a value against everything that the schema says.
func (c *Checker) Check(s *spec.Type) wire.Check {
	for s.Kind == spec.KindReference && s.Target != nil && !says(s) {
		s = s.Target
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	e := c.known[s]
	if e == nil {
		e = &entry{}
		c.known[s] = e
	}
	return func(r *wire.Reader, n wire.Node) {
		e.once.Do(func() {
			if !c.untyped && c.typed(s) {
				e.check = c.Read(s)
			} else {
				e.check = c.compile(s)
			}
		})
		e.check(r, n)
	}
}

// typed reports whether generated code has a type that decides all that the schema says: what is
// declared by name, or tells its branches apart by a discriminator.
func (c *Checker) typed(s *spec.Type) bool {
	v := c.look(s)
	if slices.ContainsFunc(v.parts, exotic) {
		return false
	}
	if v.choice != nil {
		return discriminatorOf(v) != nil
	}
	return isComponent(s) && !v.null && (v.kinds == wire.KindObject || v.kinds == wire.KindArray)
}

// optional is Check for a schema that need not be there.
func (c *Checker) optional(s *spec.Type) wire.Check {
	if s == nil {
		return nil
	}
	return c.Check(s)
}

// refusal is the check of what a keyword leaves over; nil refuses it all.
func (c *Checker) refusal(s *spec.Type) wire.Check {
	if IsNever(s) {
		return nil
	}
	return c.Check(s)
}

// IsNever reports whether the schema is `false`.
func IsNever(s *spec.Type) bool {
	s = s.Resolve()
	return s.Schema != nil && s.Schema.Boolean && s.Kind == spec.KindNever
}

// says reports whether a reference has keywords beside it that decide something.
func says(s *spec.Type) bool {
	return s.Schema != nil || s.Constraints != nil || len(s.Fields) > 0 || s.Items != nil || s.Keys != nil || s.Format != "" || s.Nullable
}

// keyword is a set of groups of keywords.
type keyword uint8

const (
	typeKeyword    keyword = 1 << iota
	enumKeyword            // enum and const
	formatKeyword          // and the range of the Go type that it stands for
	itemsKeyword           // items, prefixItems
	membersKeyword         // properties, patternProperties, additionalProperties, required
	refKeywords            // $ref and allOf
	oneOfKeyword
	anyOfKeyword
)

// compile puts the checks of all that a schema says one after the other.
func (c *Checker) compile(s *spec.Type) wire.Check {
	if IsNever(s) && s.Kind == spec.KindNever {
		return func(r *wire.Reader, n wire.Node) { r.False(n) }
	}
	return c.dynamic.enclosed(s, c.unevaluated(s, c.keywords(s, 0)))
}

// keywords returns the checks of a schema's keywords, but for those that are done.
func (c *Checker) keywords(s *spec.Type, done keyword) wire.Check {
	var checks []wire.Check
	add := func(group keyword, made ...wire.Check) {
		for _, check := range made {
			if check != nil && done&group == 0 {
				checks = append(checks, check)
			}
		}
	}
	add(typeKeyword, kind(s))
	add(enumKeyword, constant(s), enum(s))
	add(0, lengths(s)...)
	add(formatKeyword, format(s), precision(s))
	add(0, bounds(s)...)
	add(itemsKeyword, c.items(s))
	add(0, c.contains(s))
	add(0, c.counts(s)...)
	add(membersKeyword, c.required(s), c.members(s))
	add(0, c.propertyNames(s), c.dependent(s))
	add(refKeywords, c.references(s)...)
	add(anyOfKeyword, c.anyOf(s))
	add(oneOfKeyword, c.oneOf(s))
	add(0, c.conditions(s)...)
	return sequence(checks)
}

// sequence returns a check that does all of them.
func sequence(checks []wire.Check) wire.Check {
	checks = slices.Clip(checks)
	if len(checks) == 1 {
		return checks[0]
	}
	return func(r *wire.Reader, n wire.Node) {
		for _, check := range checks {
			check(r, n)
		}
	}
}
