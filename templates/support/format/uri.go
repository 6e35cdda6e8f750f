package format

import (
	"strings"
	"unicode/utf8"
)

// Characters of RFC 3986, and of RFC 3987 for what isn't ASCII. Letters and digits belong to all of them.
const (
	unreserved = "-._~"
	subDelims  = "!$&'()*+,;="
	userInfo   = unreserved + subDelims + ":"
	regName    = unreserved + subDelims
	pathChar   = unreserved + subDelims + ":@/"
	queryChar  = pathChar + "?"
)

// isURI is RFC 3986, or RFC 3987 if it is international; a reference may lack the scheme.
func isURI(text string, international, reference bool) bool {
	text, fragment, _ := strings.Cut(text, "#")
	text, query, _ := strings.Cut(text, "?")
	c := characters{international: international}
	scheme, rest := cutScheme(text)
	if scheme == "" && !reference {
		return false
	}
	private := characters{international: international, private: true}
	return c.all(fragment, queryChar) && private.all(query, queryChar) && c.isHierarchy(rest, scheme == "")
}

// cutScheme cuts scheme: off the front, if that is what text begins with.
func cutScheme(text string) (scheme, rest string) {
	scheme, rest, ok := strings.Cut(text, ":")
	if !ok || scheme == "" || !isLetter(scheme[0]) {
		return "", text
	}
	for i := range len(scheme) {
		if c := scheme[i]; !isLetter(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return "", text
		}
	}
	return scheme, rest
}

func (c characters) isHierarchy(text string, relative bool) bool {
	rest, ok := strings.CutPrefix(text, "//")
	if !ok {
		first, _, _ := strings.Cut(text, "/")
		return c.all(text, pathChar) && (!relative || !strings.Contains(first, ":"))
	}
	end := strings.IndexByte(rest, '/')
	if end < 0 {
		end = len(rest)
	}
	return c.isAuthority(rest[:end]) && c.all(rest[end:], pathChar)
}

func (c characters) isAuthority(text string) bool {
	if user, host, ok := strings.Cut(text, "@"); ok {
		if !c.all(user, userInfo) {
			return false
		}
		text = host
	}
	if address, ok := strings.CutPrefix(text, "["); ok {
		address, port, ok := strings.Cut(address, "]")
		return ok && isLiteralAddress(address) && (port == "" || port[0] == ':' && allDigits(port[1:]))
	}
	host, port, _ := strings.Cut(text, ":")
	return c.all(host, regName) && allDigits(port)
}

// isLiteralAddress is what stands in brackets: IPv6, or an address of a version to come.
func isLiteralAddress(text string) bool {
	if text == "" || text[0]|0x20 != 'v' {
		return isIPv6(text)
	}
	version, address, ok := strings.Cut(text[1:], ".")
	return ok && version != "" && address != "" && strings.Trim(version, "0123456789abcdefABCDEF") == "" &&
		characters{}.all(address, userInfo) && !strings.Contains(address, "%")
}

// characters says which characters are allowed beside ASCII.
type characters struct {
	international bool
	private       bool // those for private use too
}

// all says whether a text holds only letters, digits, percent-encoded bytes and those in more.
func (c characters) all(text, more string) bool {
	for i := 0; i < len(text); {
		b := text[i]
		switch {
		case b == '%':
			if !isEncoded(text[i:]) {
				return false
			}
			i += 3
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			if !c.international || !isUCS(r) && !(c.private && isPrivate(r)) {
				return false
			}
			i += size
		case isLetter(b) || isDigit(b) || strings.IndexByte(more, b) >= 0:
			i++
		default:
			return false
		}
	}
	return true
}

// isEncoded says whether text begins with a percent sign and two hexadecimal digits.
func isEncoded(text string) bool { return len(text) > 2 && isHex(text[1]) && isHex(text[2]) }

// isUCS is ucschar of RFC 3987.
func isUCS(r rune) bool {
	switch {
	case r < 0xA0 || isPrivate(r):
		return false
	case r < 0x10000:
		return r < 0xD800 || 0xF900 <= r && r <= 0xFDCF || 0xFDF0 <= r && r <= 0xFFEF
	case 0xE0000 <= r && r < 0xE1000:
		return false
	}
	return r&0xFFFF < 0xFFFE && r < 0xF0000
}

// isPrivate is iprivate of RFC 3987.
func isPrivate(r rune) bool {
	return 0xE000 <= r && r <= 0xF8FF || r >= 0xF0000 && r&0xFFFF < 0xFFFE
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isHex(c byte) bool    { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func allDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }
