package format

import (
	"strings"
	"unicode/utf8"
)

// The longest parts of an address, in bytes (RFC 5321, 4.5.3.1).
const (
	maxLocalPart = 64
	maxDomain    = 255
)

// isEmail is Mailbox of RFC 5321.
func isEmail(text string) bool { return isMailbox(text, false) }

// isInternationalEmail is Mailbox of RFC 6531.
func isInternationalEmail(text string) bool { return isMailbox(text, true) }

func isMailbox(text string, international bool) bool {
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at > maxLocalPart {
		return false
	}
	local, domain := text[:at], text[at+1:]
	if !isDotString(local, international) && !isQuotedString(local, international) {
		return false
	}
	if address, ok := strings.CutPrefix(domain, "["); ok {
		address, ok = strings.CutSuffix(address, "]")
		return ok && isMailAddress(address)
	}
	return len(domain) <= maxDomain && isMailDomain(domain, international)
}

func isMailAddress(text string) bool {
	if v6, ok := strings.CutPrefix(text, "IPv6:"); ok {
		return isIPv6(v6)
	}
	return isIPv4(text)
}

// isDotString is atoms with single dots between them.
func isDotString(text string, international bool) bool {
	for atom := range strings.SplitSeq(text, ".") {
		if atom == "" {
			return false
		}
		for i := range len(atom) {
			if c := atom[i]; c >= utf8.RuneSelf && !international ||
				c < utf8.RuneSelf && !isLetter(c) && !isDigit(c) && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) < 0 {
				return false
			}
		}
	}
	return true
}

func isQuotedString(text string, international bool) bool {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return false
	}
	escaped := false
	for _, c := range []byte(text[1 : len(text)-1]) {
		switch {
		case c < ' ' || c == 0x7F || c >= utf8.RuneSelf && (escaped || !international):
			return false
		case escaped:
			escaped = false
		case c == '"':
			return false
		case c == '\\':
			escaped = true
		}
	}
	return !escaped
}

func isMailDomain(text string, international bool) bool {
	for label := range strings.SplitSeq(text, ".") {
		if !isMailLabel(label, international) {
			return false
		}
	}
	return true
}

func isMailLabel(label string, international bool) bool {
	if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := range len(label) {
		c := label[i]
		if c >= utf8.RuneSelf && !international || c < utf8.RuneSelf && !isLetter(c) && !isDigit(c) && c != '-' {
			return false
		}
	}
	return true
}
