package words

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed verbs.txt
var verbText string

// Verb is what is known of a verb that operations are named by.
type Verb struct {
	Writes bool // it changes something; false: it only reads or computes
	HTTP   bool // an HTTP method says the same: get, create, remove …
	Noun   bool // the same word is a noun that APIs use for resources: search, transfer …
	Job    bool // it begins work that goes on after the answer: export, train …
}

// verbs reads the list once; it never changes.
var verbs = sync.OnceValue(func() map[string]Verb {
	table := map[string]Verb{}
	for line := range strings.Lines(verbText) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		var v Verb
		for _, field := range fields[1:] {
			v.Writes = v.Writes || field == "writes"
			v.HTTP = v.HTTP || field == "http"
			v.Noun = v.Noun || field == "noun"
			v.Job = v.Job || field == "job"
		}
		table[fields[0]] = v
	}
	return table
})

// LookupVerb returns what is known of a lower-case word in its base form; false if it is no verb
// that operations are named by.
func LookupVerb(word string) (Verb, bool) {
	v, ok := verbs()[word]
	return v, ok
}
