// Package wellknown decides whether a text has one of the forms that buf.validate's string rules name:
// addresses, identifiers, URIs. It agrees with protovalidate on every text, and knows nothing of messages.
package wellknown

import "strings"

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }
func isAlpha(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isAlnum(c byte) bool { return isAlpha(c) || isDigit(c) }

// all reports whether every byte of s is of a class.
func all(s string, class func(byte) bool) bool {
	for i := range len(s) {
		if !class(s[i]) {
			return false
		}
	}
	return true
}

// UUID reports whether s is 8-4-4-4-12 hexadecimal digits in either case.
func UUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	return all(s[:8], isHex) && all(s[9:13], isHex) && all(s[14:18], isHex) && all(s[19:23], isHex) && all(s[24:], isHex)
}

// TUUID reports whether s is a UUID without its dashes.
func TUUID(s string) bool { return len(s) == 32 && all(s, isHex) }

// ULID reports whether s is 26 digits of Crockford's base 32, and no more than 128 bits.
func ULID(s string) bool {
	return len(s) == 26 && '0' <= s[0] && s[0] <= '7' && all(s[1:], isCrockford)
}

func isCrockford(c byte) bool {
	return isDigit(c) || isAlpha(c) && !strings.ContainsRune("ILOUilou", rune(c))
}

// Email reports whether s is what HTML takes for an e-mail address.
func Email(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || !all(local, isLocal) {
		return false
	}
	for label := range strings.SplitSeq(domain, ".") {
		if !isLabel(label) {
			return false
		}
	}
	return true
}

func isLocal(c byte) bool { return isAlnum(c) || strings.IndexByte(".!#$%&'*+/=?^_`{|}~-", c) >= 0 }

func isLabel(s string) bool {
	return len(s) > 0 && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' &&
		all(s, func(c byte) bool { return isAlnum(c) || c == '-' })
}

// Hostname reports whether s is a host name: labels of letters, digits and hyphens, the last not of
// digits alone, 253 characters at most, and perhaps a dot at the end.
func Hostname(s string) bool {
	s = strings.TrimSuffix(s, ".")
	if len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if !isLabel(label) {
			return false
		}
	}
	return !all(s[strings.LastIndexByte(s, '.')+1:], isDigit)
}

// Address reports whether s is a host name or an IP address.
func Address(s string) bool { return Hostname(s) || IP(s) }

// HostAndPort reports whether s is a host name, an IPv4 address, or an IPv6 address in brackets, with a port.
func HostAndPort(s string) bool {
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 || !isPort(s[colon+1:]) {
		return false
	}
	host := s[:colon]
	if strings.HasPrefix(s, "[") {
		return strings.HasSuffix(host, "]") && strings.LastIndexByte(s, ']') == colon-1 && IPv6(host[1:len(host)-1])
	}
	return Hostname(host) || IPv4(host)
}

func isPort(s string) bool {
	return decimal(s, 65535) >= 0
}

// decimal reads a number of at most most without leading zeros; -1: it is none.
func decimal(s string, most int) int {
	if s == "" || len(s) > 5 || len(s) > 1 && s[0] == '0' || !all(s, isDigit) {
		return -1
	}
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	if n > most {
		return -1
	}
	return n
}

// HeaderName reports whether s is the name of an HTTP header, or pseudo-header.
func HeaderName(s string) bool {
	s = strings.TrimPrefix(s, ":")
	return s != "" && all(s, func(c byte) bool { return isAlnum(c) || strings.IndexByte("!#$%&'*+.-^_|~`", c) >= 0 })
}

// HeaderValue reports whether s has no control characters but tabs.
func HeaderValue(s string) bool {
	return all(s, func(c byte) bool { return c == '\t' || c >= ' ' && c != 0x7f })
}

// HeaderLoose reports whether s is not empty and has no NUL and no end of line.
func HeaderLoose(s string) bool { return s != "" && !strings.ContainsAny(s, "\x00\n\r") }

// FullName reports whether s is the full name of something in a .proto file.
func FullName(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || isDigit(part[0]) || !all(part, func(c byte) bool { return isAlnum(c) || c == '_' }) {
			return false
		}
	}
	return true
}

// DotFullName reports whether s is a full name behind a dot.
func DotFullName(s string) bool { return strings.HasPrefix(s, ".") && FullName(s[1:]) }
