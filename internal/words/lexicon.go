package words

import (
	_ "embed"
	"maps"
	"strings"
	"sync"
)

//go:embed irregular.txt
var irregularText string

//go:embed verbs.txt
var verbText string

//go:embed synonyms.txt
var synonymText string

//go:embed serverset.txt
var serverSetText string

//go:embed uncountable.txt
var uncountableText string

//go:embed collective.txt
var collectiveText string

//go:embed qualifier.txt
var qualifierText string

// Lexicon is a vocabulary: the numbers of words, the verbs of operations, and the words that lists and names are called
// by. It never changes, so that any number of goroutines may ask it.
type Lexicon struct {
	plural, singular                             map[string]string // irregular words, by the other number
	verbs                                        map[string]Verb
	synonyms                                     map[string]string // standard verbs by those that say the same
	uncountable, collective, qualifier, byServer map[string]bool
	added                                        string // what With has added, as text
}

// English returns the vocabulary that holds where no one has changed it.
func English() *Lexicon { return english() }

var english = sync.OnceValue(func() *Lexicon {
	l := &Lexicon{
		plural: map[string]string{}, singular: map[string]string{}, verbs: readVerbs(verbText), synonyms: map[string]string{},
		uncountable: set(uncountableText), collective: set(collectiveText), qualifier: set(qualifierText), byServer: set(serverSetText),
	}
	for _, line := range lines(irregularText) {
		l.addNumber(strings.Fields(line))
	}
	for _, line := range lines(synonymText) {
		verb, standard, _ := strings.Cut(line, " ")
		l.synonyms[verb] = standard
	}
	return l
})

// lines returns the lines of a list that are no comments.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	return list
}

func set(text string) map[string]bool {
	table := map[string]bool{}
	for _, line := range lines(text) {
		table[line] = true
	}
	return table
}

// clone copies the tables, so that they can be changed.
func (l *Lexicon) clone() *Lexicon {
	return &Lexicon{
		plural: maps.Clone(l.plural), singular: maps.Clone(l.singular), verbs: maps.Clone(l.verbs), synonyms: maps.Clone(l.synonyms),
		uncountable: maps.Clone(l.uncountable), collective: maps.Clone(l.collective), qualifier: maps.Clone(l.qualifier),
		byServer: maps.Clone(l.byServer), added: l.added,
	}
}
