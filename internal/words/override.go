package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Overrides is what an owner of APIs adds to the vocabulary, and takes out of it. All words are in lower case.
type Overrides struct {
	Plurals     map[string]string // by the singular; a word that is its own plural stands for itself
	Verbs       map[string]Verb
	Synonyms    map[string]string // the standard verb (see StandardVerbs), by the verb that says the same
	Uncountable []string
	Collective  []string
	Qualifiers  []string
	SetByServer []string // names in snake_case
	Except      []string // words that all lists forget first
}

// StandardVerbs returns the verbs of the standard methods, AIP-131 to 135.
func StandardVerbs() []string { return []string{"get", "list", "create", "update", "delete"} }

// With returns the vocabulary with the overrides; the receiver stays as it is.
func (l *Lexicon) With(o Overrides) *Lexicon {
	made := l.clone()
	for _, word := range o.Except {
		made.forget(word)
	}
	for _, singular := range slices.Sorted(maps.Keys(o.Plurals)) {
		made.forgetNumber(singular)
		made.addNumber(slices.Compact([]string{singular, o.Plurals[singular]}))
	}
	maps.Copy(made.verbs, o.Verbs)
	maps.Copy(made.synonyms, o.Synonyms)
	for _, list := range [...]struct {
		table map[string]bool
		words []string
	}{{made.uncountable, o.Uncountable}, {made.collective, o.Collective}, {made.qualifier, o.Qualifiers}, {made.byServer, o.SetByServer}} {
		for _, word := range list.words {
			list.table[word] = true
		}
	}
	made.added += fmt.Sprintf("%#v", o) // fmt prints maps in the order of their keys
	return made
}

// Added returns what distinguishes the vocabulary from English as text: "" if nothing does, and the same text for the
// same overrides.
func (l *Lexicon) Added() string { return l.added }

// forget takes a word out of all lists.
func (l *Lexicon) forget(word string) {
	l.forgetNumber(word)
	delete(l.verbs, word)
	delete(l.synonyms, word)
	for _, table := range [...]map[string]bool{l.uncountable, l.collective, l.qualifier, l.byServer} {
		delete(table, word)
	}
}

// forgetNumber takes an irregular word out, by its singular or one of its plurals.
func (l *Lexicon) forgetNumber(word string) {
	singular, ok := l.singular[word]
	if !ok {
		singular = word
	}
	delete(l.plural, singular)
	maps.DeleteFunc(l.singular, func(plural, of string) bool { return of == singular })
}

// addNumber adds an irregular word: the singular, then its plurals, the one to write last. A word alone is its own plural.
func (l *Lexicon) addNumber(forms []string) {
	singular := forms[0]
	l.plural[singular] = forms[len(forms)-1]
	for _, form := range forms[min(1, len(forms)-1):] {
		l.singular[form] = singular
	}
}

// readVerbs reads a list of verbs.
func readVerbs(text string) map[string]Verb {
	table := map[string]Verb{}
	for _, line := range lines(text) {
		fields := strings.Fields(line)
		table[fields[0]], _ = ParseVerb(fields[1:])
	}
	return table
}
