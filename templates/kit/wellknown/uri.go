package wellknown

import (
	"strings"
	"unicode/utf8"
)

// URI reports whether s is a URI of RFC 3986, zones of RFC 6874 included.
func URI(s string) bool {
	rest, ok := behindScheme(s)
	return ok && hierarchy(rest, true)
}

// URIRef reports whether s is a URI or a reference relative to one.
func URIRef(s string) bool { return URI(s) || hierarchy(resumed(s), false) }

func behindScheme(s string) (rest string, ok bool) {
	colon := strings.IndexByte(s, ':')
	if colon < 1 || !isAlpha(s[0]) || !all(s[:colon], isScheme) {
		return "", false
	}
	return s[colon+1:], true
}

// resumed returns what protovalidate holds to be the relative reference where s is no URI: all of it,
// unless only its query or fragment is wrong; then it goes on behind the mark at which that begins.
func resumed(s string) string {
	rest, ok := behindScheme(s)
	end := strings.IndexAny(rest, "?#")
	if !ok || end < 0 || !hierarchy(rest[:end], true) {
		return s
	}
	mark, rest := rest[end], rest[end+1:]
	if mark == '?' {
		query, fragment, _ := strings.Cut(rest, "#")
		if !encoded(query, isQuery) {
			return rest
		}
		rest = fragment
	}
	if !encoded(rest, isQuery) {
		return rest
	}
	return s
}

func isScheme(c byte) bool { return isAlnum(c) || c == '+' || c == '-' || c == '.' }

// hierarchy reports whether s is all that may follow a scheme: authority, path, query and fragment.
func hierarchy(s string, colons bool) bool {
	s, fragment, _ := strings.Cut(s, "#")
	path, query, _ := strings.Cut(s, "?")
	if !encoded(fragment, isQuery) || !encoded(query, isQuery) {
		return false
	}
	if after, ok := strings.CutPrefix(path, "//"); ok {
		host, rest := after, ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			host, rest = after[:i], after[i:]
		}
		return authority(host) && encoded(rest, isPath)
	}
	first, _, _ := strings.Cut(path, "/")
	return encoded(path, isPath) && (colons || !strings.Contains(first, ":"))
}

func authority(s string) bool {
	if user, rest, ok := strings.Cut(s, "@"); ok {
		if !encoded(user, isUser) {
			return false
		}
		s = rest
	}
	host, port := s, ""
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return false
		}
		host, port = s[:end+1], s[end+1:]
		return literal(host[1:end]) && (port == "" || port[0] == ':' && all(port[1:], isDigit))
	}
	host, port, _ = strings.Cut(s, ":")
	return encoded(host, isName) && all(port, isDigit) && (!strings.Contains(host, "%") || decodes(host))
}

// literal reports whether s may stand in the brackets of a host.
func literal(s string) bool {
	if address, zone, ok := strings.Cut(s, "%25"); ok {
		return isPlain6(address) && zone != "" && encoded(zone, isUnreserved) && decodes(zone)
	}
	return isPlain6(s) || isFuture(s)
}

// isPlain6 leaves out the dotted form, as protovalidate does in a URI.
func isPlain6(s string) bool {
	return IPv6(s) && all(s, func(c byte) bool { return isHex(c) || c == ':' })
}

func isFuture(s string) bool {
	version, address, ok := strings.Cut(s, ".")
	return ok && len(version) > 1 && version[0] == 'v' && all(version[1:], isHex) && address != "" && all(address, isUser)
}

// encoded reports whether s is of a class, but for bytes that are percent-encoded.
func encoded(s string, class func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' {
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return false
			}
			i += 2
		} else if !class(s[i]) {
			return false
		}
	}
	return true
}

// decodes reports whether what is percent-encoded in s is UTF-8.
func decodes(s string) bool {
	plain := make([]byte, 0, 64)
	for i := 0; i < len(s); i++ {
		if s[i] == '%' {
			plain = append(plain, byte(hexadecimal(s[i+1:i+3])))
			i += 2
		} else {
			plain = append(plain, s[i])
		}
	}
	return utf8.Valid(plain)
}

func isUnreserved(c byte) bool { return isAlnum(c) || c == '-' || c == '.' || c == '_' || c == '~' }
func isName(c byte) bool       { return isUnreserved(c) || strings.IndexByte("!$&'()*+,;=", c) >= 0 }
func isUser(c byte) bool       { return isName(c) || c == ':' }
func isPath(c byte) bool       { return isUser(c) || c == '@' || c == '/' }
func isQuery(c byte) bool      { return isPath(c) || c == '?' }
