package format

import "unicode"

// direction is what RFC 5893 tells apart among the characters that IDNA allows.
type direction uint8

const (
	towardsRight direction = iota // Bidi_Class L
	towardsLeft                   // R and AL
	arabicNumber                  // AN
	number                        // EN
	mark                          // NSM
	noDirection                   // ES, ON, BN
)

func directionOf(c rune) direction {
	switch {
	case c == '-' || c == '·' || c == '\u200c' || c == '\u200d' || c == '・' || neutral.contain(c):
		return noDirection
	case '0' <= c && c <= '9' || 0x06F0 <= c && c <= 0x06F9:
		return number
	case 0x0660 <= c && c <= 0x0669 || 0x10D30 <= c && c <= 0x10D39:
		return arabicNumber
	case unicode.Is(unicode.Mn, c) && !leftMarks.contain(c):
		return mark
	case rightToLeft.contain(c):
		return towardsLeft
	}
	return towardsRight
}

// obeysBidi is RFC 5893: if any label has characters that run from right to left, all labels must be unambiguous.
func obeysBidi(labels [][]rune) bool {
	for _, letters := range labels {
		for _, c := range letters {
			if d := directionOf(c); d == towardsLeft || d == arabicNumber {
				return all(labels, isUnambiguous)
			}
		}
	}
	return true
}

func all(labels [][]rune, holds func([]rune) bool) bool {
	for _, letters := range labels {
		if !holds(letters) {
			return false
		}
	}
	return true
}

// isUnambiguous is the Bidi rule of RFC 5893, section 2.
func isUnambiguous(letters []rune) bool {
	var has [noDirection + 1]bool
	last := mark
	for _, c := range letters {
		d := directionOf(c)
		has[d] = true
		if d != mark {
			last = d
		}
	}
	switch directionOf(letters[0]) {
	case towardsRight:
		return !has[towardsLeft] && !has[arabicNumber] && (last == towardsRight || last == number)
	case towardsLeft:
		return !has[towardsRight] && last != noDirection && !(has[number] && has[arabicNumber])
	}
	return false
}
