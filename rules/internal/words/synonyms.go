package words

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed synonyms.txt
var synonymText string

// synonyms reads the list once; it never changes.
var synonyms = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for line := range strings.Lines(synonymText) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] != "#" {
			table[fields[0]] = fields[1]
		}
	}
	return table
})

// StandardVerb returns the verb of the standard method that a lower-case verb is a synonym of:
// "get" for fetch. It returns false for the standard verbs themselves.
func StandardVerb(verb string) (string, bool) {
	standard, ok := synonyms()[verb]
	return standard, ok
}
