package words

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed irregular.txt
var irregularText string

// irregular maps words whose number does not follow from their ending.
type irregular struct {
	plural, singular map[string]string // by the other number
}

// irregulars reads the list once; it never changes.
var irregulars = sync.OnceValue(func() irregular {
	table := irregular{plural: map[string]string{}, singular: map[string]string{}}
	for line := range strings.Lines(irregularText) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		singular, plural := words[0], words[len(words)-1]
		table.plural[singular] = plural
		for _, form := range words[1:] {
			table.singular[form] = singular
		}
		if len(words) == 1 {
			table.singular[singular] = singular
		}
	}
	return table
})

// Plural returns the plural of a lower-case English word; a plural is returned as it is.
func Plural(word string) string {
	if plural, ok := irregulars().plural[word]; ok {
		return plural
	}
	if word == "" || IsPlural(word) {
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
func Singular(word string) string {
	table := irregulars()
	if singular, ok := table.singular[word]; ok {
		return singular
	}
	if _, ok := table.plural[word]; ok {
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
func IsPlural(word string) bool {
	if _, ok := irregulars().singular[word]; ok {
		return true
	}
	return Singular(word) != word
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
