package naming

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// clause is the name of an operation, taken apart: what stands before the verb ("repos/"), the verb
// and the rest.
type clause struct {
	operation    *spec.Operation
	rpc          bool     // not an OpenAPI operation
	before, rest string   // as written
	verb         string   // in lower case
	noun         []string // what the rest is about, up to a preposition: "label" of "label-from-issue"
}

// clauseOf returns the clause of an operation; false if its name has no words.
func clauseOf(o *spec.Operation) (clause, bool) {
	stem := o.Name[strings.LastIndexAny(o.Name, "/.")+1:]
	if at := strings.IndexByte(stem, '_'); at > 0 && words.Pascal.Has(stem[:at]) && words.Camel.Has(stem[at+1:]) {
		stem = stem[at+1:] // OrderController_findAll
	}
	all := words.Split(stem)
	if len(all) == 0 || !strings.EqualFold(stem[:min(len(stem), len(all[0]))], all[0]) {
		return clause{}, false
	}
	c := clause{operation: o, before: strings.TrimSuffix(o.Name, stem), verb: all[0], rest: stem[len(all[0]):]}
	for _, word := range all[1:] {
		if words.Preposition(word) {
			break
		}
		c.noun = append(c.noun, word)
	}
	return c, true
}

// with returns the name with the verb of a standard method.
func (c clause) with(m standard.Method) string {
	verb := m.String()
	if written := c.operation.Name[len(c.before):]; written[0] >= 'a' {
		verb = strings.ToLower(verb)
	}
	return c.before + verb + c.rest
}

// label returns a name for messages: that of a mere verb with its service (Orders.Insert).
func (c clause) label(name string) string {
	if c.rpc && c.rest == "" {
		return c.operation.Service.Name + "." + name
	}
	return name
}

// saysMethod reports whether the verb only says which HTTP method the operation has: a name that a
// generator made from the path ("patchOrder"), or set for a PUT, which replaces or creates.
func (c clause) saysMethod() bool {
	method := c.operation.Method()
	return c.verb == "set" && method == "PUT" || !c.rpc && strings.EqualFold(c.verb, method)
}

// thing returns what the operation is about, for comparison with others: its group, and its noun in
// the singular.
func (c clause) thing(l *words.Lexicon) string {
	if len(c.noun) == 0 {
		return c.before
	}
	last := len(c.noun) - 1
	return c.before + words.Snake.Join(append(slices.Clone(c.noun[:last]), l.Singular(c.noun[last])))
}

// isMany reports whether the noun is a plural: what is done to several things at once.
func (c clause) isMany(l *words.Lexicon) bool {
	return len(c.noun) > 0 && l.IsPlural(c.noun[len(c.noun)-1])
}

// isRelation reports whether the operation may put something that lives elsewhere into a set, or take
// it out (AIP-144): "add-label-to-issue".
func (c clause) isRelation() bool { return c.verb == "add" || c.verb == "remove" }

// clauses are the names of the operations of one service.
type clauses struct {
	all   []clause
	taken map[string]bool // verbs and things
	read  map[string]bool // things that are read by themselves
}

func clausesOf(l *words.Lexicon, s *spec.Service, format spec.Format) clauses {
	found := clauses{taken: map[string]bool{}, read: map[string]bool{}}
	for _, o := range s.Operations {
		c, ok := clauseOf(o)
		if !ok {
			continue
		}
		c.rpc = format == spec.Proto
		found.all = append(found.all, c)
		found.taken[c.verb+" "+c.thing(l)] = true
		if name, ok := l.StandardVerb(c.verb); ok && name == "get" || c.verb == "get" {
			found.read[c.thing(l)] = true
		}
	}
	return found
}

// leavesRoom reports whether the operation could have the name of the standard method: no other has
// it. What is added and removed has to be a thing that is read by itself, not a member of a set.
func (cs clauses) leavesRoom(l *words.Lexicon, c clause, m standard.Method) bool {
	if cs.taken[strings.ToLower(m.String())+" "+c.thing(l)] {
		return false
	}
	return !c.isRelation() || cs.read[c.thing(l)]
}
