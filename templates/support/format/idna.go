package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isInternationalHostname is a host name of RFC 5890: labels of ASCII, A-labels and U-labels. That a U-label is in
// Unicode's form NFC isn't checked: that takes tables that the standard library lacks.
func isInternationalHostname(text string) bool {
	if len(text) > maxHostname*utf8.UTFMax {
		return false
	}
	text = strings.NewReplacer("。", ".", "．", ".", "｡", ".").Replace(text)
	var labels [][]rune
	total := -1
	for label := range strings.SplitSeq(text, ".") {
		letters, size, ok := internationalLabel(label)
		if !ok {
			return false
		}
		labels = append(labels, letters)
		total += size + 1
	}
	return total <= maxHostname && obeysBidi(labels)
}

// internationalLabel gives the characters that a label stands for and the length of its ASCII form.
func internationalLabel(label string) (letters []rune, size int, ok bool) {
	if isASCIILabel(label) {
		letters, ok = asciiLabel(label)
		return letters, len(label), ok && hasNoReservedHyphens(letters)
	}
	letters = []rune(label)
	ascii, ok := encodePunycode(letters)
	return letters, len(aPrefix) + len(ascii), ok && len(aPrefix)+len(ascii) <= maxLabel && isULabel(letters)
}

// aPrefix begins an A-label.
const aPrefix = "xn--"

// asciiLabel gives the characters that a label of ASCII stands for; an A-label must be the form of a U-label.
func asciiLabel(label string) (letters []rune, ok bool) {
	lower := strings.ToLower(label)
	encoded, isA := strings.CutPrefix(lower, aPrefix)
	if !isA {
		return []rune(lower), true
	}
	letters, ok = decodePunycode(encoded)
	if !ok || !isULabel(letters) {
		return nil, false
	}
	back, ok := encodePunycode(letters)
	return letters, ok && back == encoded
}

// isULabel is the rules of RFC 5891, 4.2.3, without those of direction.
func isULabel(letters []rune) bool {
	first, last := letters[0], letters[len(letters)-1]
	if first == '-' || last == '-' || unicode.Is(unicode.M, first) || !hasNoReservedHyphens(letters) {
		return false
	}
	ascii := true
	for i, c := range letters {
		ascii = ascii && c < utf8.RuneSelf
		if !isAllowed(c) && !isAllowedHere(letters, i) {
			return false
		}
	}
	return !ascii
}

// hasNoReservedHyphens: the third and fourth character aren't both hyphens.
func hasNoReservedHyphens(letters []rune) bool {
	return len(letters) < 4 || letters[2] != '-' || letters[3] != '-'
}

// isAllowed is PVALID of RFC 5892.
func isAllowed(c rune) bool {
	switch {
	case c < utf8.RuneSelf:
		return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-'
	case c == 'ß' || c == 'ς' || c == 0x06FD || c == 0x06FE || c == 0x0F0B || c == 0x3007:
		return true
	case !unicode.In(c, unicode.L, unicode.Mn, unicode.Mc, unicode.Nd), unicode.Is(unicode.Lt, c), unstable.contain(c):
		return false
	case unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return false
	case 0x0660 <= c && c <= 0x0669 || 0x06F0 <= c && c <= 0x06F9 || c == 0x0375: // allowed in some places
		return false
	}
	return unicode.ToLower(c) == c || unicode.Is(unicode.Cherokee, c) // whose capitals came first
}

// isAllowedHere is the rules of RFC 5892, appendix A, for characters that are allowed in some places.
func isAllowedHere(letters []rune, i int) bool {
	before, after := ' ', ' '
	if i > 0 {
		before = letters[i-1]
	}
	if i+1 < len(letters) {
		after = letters[i+1]
	}
	switch c := letters[i]; {
	case c == '\u200c':
		return viramas.contain(before) || joinsAround(letters, i)
	case c == '\u200d':
		return viramas.contain(before)
	case c == '·':
		return before == 'l' && after == 'l'
	case c == 0x0375:
		return unicode.Is(unicode.Greek, after)
	case c == 0x05F3, c == 0x05F4:
		return unicode.Is(unicode.Hebrew, before)
	case c == '・':
		return containsAny(letters, unicode.Hiragana, unicode.Katakana, unicode.Han)
	case 0x0660 <= c && c <= 0x0669:
		return !containsBetween(letters, 0x06F0, 0x06F9)
	case 0x06F0 <= c && c <= 0x06F9:
		return !containsBetween(letters, 0x0660, 0x0669)
	}
	return false
}

// joinsAround: letters stand around i, marks aside, that would join if nothing came between.
func joinsAround(letters []rune, i int) bool {
	before, after := i-1, i+1
	for before >= 0 && unicode.Is(unicode.Mn, letters[before]) {
		before--
	}
	for after < len(letters) && unicode.Is(unicode.Mn, letters[after]) {
		after++
	}
	return before >= 0 && after < len(letters) && joinsRight.contain(letters[before]) &&
		(joinsLeft.contain(letters[after]) || joinsRight.contain(letters[after]))
}

// containsAny says whether a character of the tables is among the letters; the middle dot of Katakana is none.
func containsAny(letters []rune, tables ...*unicode.RangeTable) bool {
	for _, c := range letters {
		if c != '・' && unicode.In(c, tables...) {
			return true
		}
	}
	return false
}

func containsBetween(letters []rune, low, high rune) bool {
	for _, c := range letters {
		if low <= c && c <= high {
			return true
		}
	}
	return false
}
