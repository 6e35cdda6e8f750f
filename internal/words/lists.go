package words

import "strings"

// SetByServer reports whether a field of that name, in whatever case, is one that servers set and
// callers never do: created_at, updateTime, self_link.
func (l *Lexicon) SetByServer(name string) bool { return l.byServer[Snake.Write(name)] }

// Uncountable reports whether a lower-case word has no plural where APIs use it: content, history,
// and words that are no nouns (custom, global).
func (l *Lexicon) Uncountable(word string) bool { return l.uncountable[word] }

// Collective reports whether a lower-case word names many things as one (chain, list), or what is
// not counted one by one (text, env), so that a list may be called after it.
func (l *Lexicon) Collective(word string) bool { return l.collective[word] }

// Qualifier reports whether a lower-case word at the end of a name is no noun: a participle
// (supported), an adjective (pending) or a verb (exclude).
func (l *Lexicon) Qualifier(word string) bool {
	if verb, ok := l.LookupVerb(word); ok && !verb.Noun {
		return true
	}
	participle := len(word) > 4 && strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "eed") // speed
	return participle || l.qualifier[word]
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
