package words

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed serverset.txt
var serverSetText string

//go:embed uncountable.txt
var uncountableText string

//go:embed collective.txt
var collectiveText string

//go:embed qualifier.txt
var qualifierText string

// The lists are read once; they never change.
var (
	serverSet   = sync.OnceValue(func() map[string]bool { return lines(serverSetText) })
	uncountable = sync.OnceValue(func() map[string]bool { return lines(uncountableText) })
	collective  = sync.OnceValue(func() map[string]bool { return lines(collectiveText) })
	qualifier   = sync.OnceValue(func() map[string]bool { return lines(qualifierText) })
)

// lines returns the lines of a list that are no comments.
func lines(text string) map[string]bool {
	table := map[string]bool{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			table[line] = true
		}
	}
	return table
}

// SetByServer reports whether a field of that name, in whatever case, is one that servers set and
// callers never do: created_at, updateTime, self_link.
func SetByServer(name string) bool { return serverSet()[Snake.Write(name)] }

// Uncountable reports whether a lower-case word has no plural where APIs use it: content, history,
// and words that are no nouns (custom, global).
func Uncountable(word string) bool { return uncountable()[word] }

// Collective reports whether a lower-case word names many things as one (chain, list), or what is
// not counted one by one (text, env), so that a list may be called after it.
func Collective(word string) bool { return collective()[word] }

// Qualifier reports whether a lower-case word at the end of a name is no noun: a participle
// (supported), an adjective (pending) or a verb (exclude).
func Qualifier(word string) bool {
	if verb, ok := LookupVerb(word); ok && !verb.Noun {
		return true
	}
	participle := len(word) > 4 && strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "eed") // speed
	return participle || qualifier()[word]
}

// Preposition reports whether a lower-case word leads on to another noun, so that the one which a
// name is about stands before it (days_of_week), or nowhere (order_by).
func Preposition(word string) bool {
	switch word {
	case "about", "after", "and", "as", "at", "before", "by", "for", "from", "in", "of", "on", "or", "per", "to", "via", "with", "without":
		return true
	}
	return false
}
