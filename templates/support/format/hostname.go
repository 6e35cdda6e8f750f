package format

import "strings"

// The longest parts of a host name, in bytes of its ASCII form (RFC 1034).
const (
	maxLabel    = 63
	maxHostname = 253
)

// isHostname is a host name of RFC 1123 whose labels that begin with xn-- are A-labels of RFC 5890.
func isHostname(text string) bool {
	if len(text) > maxHostname {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		if !isASCIILabel(label) {
			return false
		}
	}
	return !strings.Contains(strings.ToLower(text), aPrefix) || holdsALabels(text)
}

// holdsALabels checks the A-labels of a host name.
func holdsALabels(text string) bool {
	var labels [][]rune
	for label := range strings.SplitSeq(text, ".") {
		letters, ok := asciiLabel(label)
		if !ok {
			return false
		}
		labels = append(labels, letters)
	}
	return obeysBidi(labels)
}

func isASCIILabel(label string) bool {
	if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := range len(label) {
		if c := label[i]; !isLetter(c) && !isDigit(c) && c != '-' {
			return false
		}
	}
	return true
}
