package route

import (
	"maps"
	"slices"
	"strings"
)

// normal brings a path into the form of RFC 3986, section 6.2.2: an escape that needs none is
// undone, the others are upper case. False: an escape is malformed.
func normal(path string) (string, bool) {
	at := strings.IndexByte(path, '%')
	if at < 0 {
		return path, true
	}
	var out []byte // nil as long as nothing changed
	for i := at; i < len(path); i++ {
		if path[i] != '%' {
			if out != nil {
				out = append(out, path[i])
			}
			continue
		}
		c, ok := unhex(path[i:])
		if !ok {
			return "", false
		}
		if out == nil && (unreserved(c) || !upper(path[i+1:i+3])) {
			out = append(make([]byte, 0, len(path)), path[:i]...)
		}
		if out != nil {
			out = appendNormal(out, c)
		}
		i += 2
	}
	if out == nil {
		return path, true
	}
	return string(out), true
}

func appendNormal(dst []byte, c byte) []byte {
	if unreserved(c) {
		return append(dst, c)
	}
	return appendEscape(dst, c)
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789ABCDEF"
	return append(dst, '%', hex[c>>4], hex[c&15])
}

// escape brings a template's literal into the normal form. Its own escapes stay.
func escape(literal string) string {
	var out []byte
	for i := range len(literal) {
		if c := literal[i]; unreserved(c) || strings.IndexByte("!$&'()*+,;=:@%", c) >= 0 {
			out = append(out, c)
		} else {
			out = appendEscape(out, c)
		}
	}
	if text, ok := normal(string(out)); ok {
		return text
	}
	return strings.ReplaceAll(string(out), "%", "%25")
}

// loosen undoes the escapes of some characters in a normal path.
func loosen(path, characters string) string {
	var out []byte
	for i := 0; i < len(path); i++ {
		if path[i] == '%' {
			if c, _ := unhex(path[i:]); strings.IndexByte(characters, c) >= 0 {
				out = append(out, c)
				i += 2
				continue
			}
		}
		out = append(out, path[i])
	}
	return string(out)
}

// unescape undoes percent-encoding, which must be well-formed; %2F stays if keepSlash is set.
func unescape(text string, keepSlash bool) string {
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	return string(appendUnescaped(make([]byte, 0, len(text)), text, keepSlash))
}

func appendUnescaped(dst []byte, text string, keepSlash bool) []byte {
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			dst = append(dst, text[i])
			continue
		}
		if c, _ := unhex(text[i:]); c == '/' && keepSlash {
			dst = append(dst, text[i:i+3]...)
		} else {
			dst = append(dst, c)
		}
		i += 2
	}
	return dst
}

// back takes so many bytes off the end of an escaped text; an escape counts for one.
func back(text string, count int) string {
	for ; count > 0 && text != ""; count-- {
		if n := len(text); n >= 3 && text[n-3] == '%' {
			text = text[:n-3]
		} else {
			text = text[:n-1]
		}
	}
	return text
}

// unhex decodes the escape that text starts with.
func unhex(text string) (byte, bool) {
	if len(text) < 3 {
		return 0, false
	}
	high, low := digit(text[1]), digit(text[2])
	return byte(high<<4 | low), high >= 0 && low >= 0
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func upper(hex string) bool { return strings.ToUpper(hex) == hex }

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
