package param

import "strings"

// coding is how the text of a place is encoded.
type coding uint8

const (
	none    coding = iota // headers and cookies of style cookie
	percent               // RFC 3986
	form                  // percent, and + is a space
)

// decode gives the plain text. False: an escape is malformed.
func (c coding) decode(text string) (plain string, ok bool) {
	if c == none || strings.IndexByte(text, '%') < 0 && (c != form || strings.IndexByte(text, '+') < 0) {
		return text, true
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '%':
			high, low := hexDigit(text, i+1), hexDigit(text, i+2)
			if high < 0 || low < 0 {
				return "", false
			}
			out = append(out, byte(high<<4|low))
			i += 2
		case text[i] == '+' && c == form:
			out = append(out, ' ')
		default:
			out = append(out, text[i])
		}
	}
	return string(out), true
}

func hexDigit(text string, at int) int {
	if at >= len(text) {
		return -1
	}
	switch c := text[at]; {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// appendEscaped appends text with all but unreserved characters percent-encoded, and but those that
// keep lists.
func appendEscaped(dst []byte, text, keep string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		if c := text[i]; strings.IndexByte(unreserved, c) >= 0 || strings.IndexByte(keep, c) >= 0 {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

// cutAny splits text at the first of the separators, which may be written percent-encoded.
func cutAny(text string, separators []string) (before, after string, found bool) {
	for i := range len(text) {
		for _, separator := range separators {
			if hasPrefixFold(text[i:], separator) {
				return text[:i], text[i+len(separator):], true
			}
		}
	}
	return text, "", false
}

// hasPrefixFold is strings.HasPrefix that takes %7c for %7C.
func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && (text[:len(prefix)] == prefix || len(prefix) > 1 && strings.EqualFold(text[:len(prefix)], prefix))
}
