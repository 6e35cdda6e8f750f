// Package family knows the custom methods that AIPs describe one by one: batches, revisions, undelete,
// purge, running a job, adding to a list. It says which of them an operation is, alike for an rpc and
// for a path with a verb behind a colon. It knows the model, and no rule.
package family

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// Method is one method of a family.
type Method struct {
	Name   string   // what messages call it: "batch get"
	AIP    int      // that describes it
	Before []string // the words that its name begins with, …
	After  []string // … and ends with; what stands between is its noun
	HTTP   string   // its HTTP method
	Verb   string   // behind the colon; "": before the noun, which follows it
	Family Family
}

// Family is a set of methods that belong together.
type Family uint8

// The families.
const (
	Batch    Family = iota + 1 // AIP-231 to 235
	Revision                   // AIP-162
	Undelete                   // AIP-164
	Purge                      // AIP-165
	RunJob                     // AIP-152
	Element                    // AIP-144: one element of a list is added or removed
)

// methods is every method of every family. It never changes.
var methods = [...]Method{
	{"batch get", 231, []string{"batch", "get"}, nil, "GET", "batchGet", Batch},
	{"batch create", 233, []string{"batch", "create"}, nil, "POST", "batchCreate", Batch},
	{"batch update", 234, []string{"batch", "update"}, nil, "POST", "batchUpdate", Batch},
	{"batch delete", 235, []string{"batch", "delete"}, nil, "POST", "batchDelete", Batch},
	{"commit", 162, []string{"commit"}, nil, "POST", "commit", Revision},
	{"rollback", 162, []string{"rollback"}, nil, "POST", "rollback", Revision},
	{"tag revision", 162, []string{"tag"}, []string{"revision"}, "POST", "tagRevision", Revision},
	{"delete revision", 162, []string{"delete"}, []string{"revision"}, "DELETE", "deleteRevision", Revision},
	{"undelete", 164, []string{"undelete"}, nil, "POST", "undelete", Undelete},
	{"purge", 165, []string{"purge"}, nil, "POST", "purge", Purge},
	{"run job", 152, []string{"run"}, []string{"job"}, "POST", "run", RunJob},
	{"add", 144, []string{"add"}, nil, "POST", "", Element},
	{"remove", 144, []string{"remove"}, nil, "POST", "", Element},
}

// Member is an operation that is a method of a family.
type Member struct {
	Method
	Noun     []string // what it is about, in lower-case words: order, lines for BatchGetOrderLines
	Singular []string // the noun in the singular
}

// Of returns which method of a family an operation is. An rpc is judged by its name, a method on a
// path by the verb behind the colon: an operationId is no one's contract.
func Of(l *words.Lexicon, o *spec.Operation) (Member, bool) {
	if o.Kind != spec.Call {
		return Member{}, false
	}
	overHTTP := isOpenAPI(o)
	name := words.Split(o.Name)
	if overHTTP {
		name = words.Split(Colon(o))
	}
	for _, m := range methods {
		noun, ok := m.between(name)
		if overHTTP && m.Verb != "" {
			noun, ok = collection(o), slices.Equal(name, words.Split(m.Verb))
		}
		if ok && m.standsAt(l, o) {
			return Member{m, noun, singular(l, noun)}, true
		}
	}
	return Member{}, false
}

// between returns the words of a name that stand between those of the method.
func (m Method) between(name []string) ([]string, bool) {
	end := len(name) - len(m.After)
	if end <= len(m.Before) || !slices.Equal(name[:len(m.Before)], m.Before) || !slices.Equal(name[end:], m.After) {
		return nil, false
	}
	return name[len(m.Before):end], true
}

// standsAt reports whether nothing speaks against the method. A revision that is deleted by its own
// name is a resource like any other; many things are committed or rolled back as one transaction, not
// as revisions of each; and what is purged in the singular is emptied, not deleted.
func (m Method) standsAt(l *words.Lexicon, o *spec.Operation) bool {
	name := words.Split(o.Name)
	switch {
	case isOpenAPI(o):
		return true
	case len(name) == 0:
		return false
	case m.Family == Revision:
		ofPath := Colon(o) != "" && words.Pascal.Write(Colon(o)) == o.Name // :rollbackTarget of a pipeline
		return !ofPath && (m.HTTP != "DELETE" || len(o.HTTP) == 0 || Colon(o) != "") && !l.IsPlural(name[len(name)-1])
	}
	return m.Family != Purge || l.IsPlural(name[len(name)-1])
}

// Colon returns the verb behind the colon of the operation's primary path (AIP-136), or "".
func Colon(o *spec.Operation) string {
	parts := o.Path().Parts
	if len(parts) == 0 || parts[len(parts)-1].Kind != spec.Verb {
		return ""
	}
	return parts[len(parts)-1].Text
}

// collection returns the last collection of a path, in lower-case words; "thing" stands for a path
// without one.
func collection(o *spec.Operation) []string {
	for _, part := range slices.Backward(o.Path().Parts) {
		if noun := words.Split(part.Text); part.Kind == spec.Literal && len(noun) > 0 {
			return noun
		}
	}
	return []string{"thing"}
}

func isOpenAPI(o *spec.Operation) bool {
	return len(o.Responses) == 0 || o.Responses[0].Status != ""
}

func singular(l *words.Lexicon, noun []string) []string {
	last := len(noun) - 1
	return append(slices.Clone(noun[:last]), l.Singular(noun[last]))
}

// Resource returns the name of the message that the noun stands for: "OrderLine".
func (m Member) Resource() string { return words.Pascal.Join(m.Singular) }

// IsBatch reports whether an operation works on many things in one call by what it is called: it has
// batch or bulk in its name, or at the end of its path.
func IsBatch(o *spec.Operation) bool {
	name := words.Split(o.Name)
	if isOpenAPI(o) {
		path := o.Path().Raw
		name = append(name, words.Split(path[strings.LastIndexByte(path, '/')+1:])...)
	}
	return slices.ContainsFunc(name, func(word string) bool { return word == "batch" || word == "bulk" })
}
