package format

import (
	"strings"
	"unicode/utf8"
)

// isTemplate is RFC 6570.
func isTemplate(text string) bool {
	for text != "" {
		literal, rest, expression := strings.Cut(text, "{")
		if !isLiteral(literal) {
			return false
		}
		if !expression {
			return true
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed || !isExpression(inside) {
			return false
		}
		text = after
	}
	return true
}

// isLiteral allows what the errata of RFC 6570 do, which add the apostrophe.
func isLiteral(text string) bool {
	for i, r := range text {
		switch {
		case r == '%':
			if !isEncoded(text[i:]) {
				return false
			}
		case r <= ' ' || r == 0x7F || strings.ContainsRune("\"<>\\^`{|}", r):
			return false
		case r >= utf8.RuneSelf && !isUCS(r) && !isPrivate(r):
			return false
		}
	}
	return true
}

// isExpression is what stands in braces. The operators that RFC 6570 reserves are accepted.
func isExpression(text string) bool {
	if text != "" && strings.IndexByte("+#./;?&=,!@|", text[0]) >= 0 {
		text = text[1:]
	}
	for variable := range strings.SplitSeq(text, ",") {
		if !isVariable(variable) {
			return false
		}
	}
	return true
}

// isVariable is a name, perhaps with a prefix length (:3) or an explosion (*).
func isVariable(text string) bool {
	name, length, prefixed := strings.Cut(text, ":")
	if prefixed && (len(length) > 4 || !allDigits(length) || length == "" || length[0] == '0') {
		return false
	}
	if !prefixed {
		name = strings.TrimSuffix(name, "*")
	}
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || !(characters{}).all(part, "_") {
			return false
		}
	}
	return true
}
