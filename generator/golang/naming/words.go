package naming

import "unicode"

// longestName bounds identifiers, in characters: a name of a megabyte is no name.
const longestName = 100

// spoken are the signs that tell names apart which would be one otherwise: +1 and -1.
var spoken = map[rune]string{'+': "plus", '<': "less", '>': "greater", '=': "equal", '*': "star", '%': "percent", '&': "and"}

// words splits a name where it has separators, and where a small letter or a digit meets a capital:
// orderID, HTTPServer and order_id have two words each.
func words(name string) []string {
	var words []string
	runes := []rune(name)
	if len(runes) > longestName {
		runes = runes[:longestName]
	}
	start := -1
	end := func(i int) {
		if start >= 0 {
			words = append(words, string(runes[start:i]))
		}
		start = -1
	}
	for i, c := range runes {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			end(i)
			if sign := signWord(runes, i); sign != "" {
				words = append(words, sign)
			}
		case start >= 0 && begins(runes, i):
			end(i)
			start = i
		case start < 0:
			start = i
		}
	}
	end(len(runes))
	return words
}

// signWord returns how the sign at i is spoken: a minus only before a number, where it is no hyphen.
func signWord(runes []rune, i int) string {
	if runes[i] == '-' && i == 0 && len(runes) > 1 && unicode.IsDigit(runes[1]) {
		return "minus"
	}
	return spoken[runes[i]]
}

// begins reports whether the capital at i is the first letter of a word.
func begins(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	return i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !pluralEnd(runes, i+1)
}

// pluralEnd reports whether the s at i ends a plural such as in userIDs.
func pluralEnd(runes []rune, i int) bool {
	return runes[i] == 's' && (i+1 == len(runes) || !unicode.IsLower(runes[i+1]))
}
