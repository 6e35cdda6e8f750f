package words

import "strings"

// Plural returns the plural of a lower-case English word; a plural is returned as it is.
func (l *Lexicon) Plural(word string) string {
	if plural, ok := l.plural[word]; ok {
		return plural
	}
	if word == "" || l.IsPlural(word) {
		return word
	}
	switch {
	case strings.HasSuffix(word, "y") && !endsInVowel(word[:len(word)-1]):
		return word[:len(word)-1] + "ies"
	case hasSuffix(word, "s", "x", "z", "ch", "sh"):
		return word + "es"
	}
	return word + "s"
}

// Singular returns the singular of a lower-case English word; a singular is returned as it is.
func (l *Lexicon) Singular(word string) string {
	if singular, ok := l.singular[word]; ok {
		return singular
	}
	if _, ok := l.plural[word]; ok {
		return word
	}
	switch {
	case len(word) < 3 || !strings.HasSuffix(word, "s") || hasSuffix(word, "ss", "us", "is"):
		return word
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return word[:len(word)-3] + "y"
	case hasSuffix(word, "sses", "shes", "ches", "xes", "zzes", "tuses", "ruses", "nuses", "puses"):
		return word[:len(word)-2]
	}
	return word[:len(word)-1]
}

// IsPlural reports whether a lower-case English word is a plural. Words that are both (series,
// metadata) are plurals too.
func (l *Lexicon) IsPlural(word string) bool {
	if _, ok := l.singular[word]; ok {
		return true
	}
	return l.Singular(word) != word
}

func hasSuffix(word string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(word, suffix) {
			return true
		}
	}
	return false
}

func endsInVowel(word string) bool {
	return word != "" && strings.ContainsRune("aeiou", rune(word[len(word)-1]))
}
