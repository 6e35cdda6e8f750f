package words

import (
	"fmt"
	"strings"
)

// Verb is what is known of a verb that operations are named by.
type Verb struct {
	Writes bool // it changes something; false: it only reads or computes
	HTTP   bool // an HTTP method says the same: get, create, remove …
	Noun   bool // the same word is a noun that APIs use for resources: search, transfer …
	Job    bool // it begins work that goes on after the answer: export, train …
}

// ParseVerb reads what a list says of a verb: first "reads" or "writes", then whatever holds of "http", "noun" and "job".
func ParseVerb(traits []string) (Verb, error) {
	var v Verb
	if len(traits) == 0 || traits[0] != "reads" && traits[0] != "writes" {
		return v, fmt.Errorf("a verb is said to be reads or writes first, not %q", strings.Join(traits, " "))
	}
	v.Writes = traits[0] == "writes"
	for _, trait := range traits[1:] {
		switch trait {
		case "http":
			v.HTTP = true
		case "noun":
			v.Noun = true
		case "job":
			v.Job = true
		default:
			return v, fmt.Errorf("%q is not known of verbs: http, noun and job are", trait)
		}
	}
	return v, nil
}

// LookupVerb returns what is known of a lower-case word in its base form; false if it is no verb
// that operations are named by.
func (l *Lexicon) LookupVerb(word string) (Verb, bool) {
	v, ok := l.verbs[word]
	return v, ok
}

// StandardVerb returns the verb of the standard method that a lower-case verb is a synonym of:
// "get" for fetch. It returns false for the standard verbs themselves.
func (l *Lexicon) StandardVerb(verb string) (string, bool) {
	standard, ok := l.synonyms[verb]
	return standard, ok
}
