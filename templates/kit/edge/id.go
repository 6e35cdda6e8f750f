package edge

import "math/rand/v2"

// RequestID keeps the caller's ID (the values of x-request-id) if it is one short plain text, for it ends up in logs, and
// makes one otherwise.
func RequestID(s *Server, given []string) (id string, kept bool) {
	if len(given) == 1 && harmless(given[0]) {
		return given[0], true
	}
	return s.options.RequestID(), false
}

// longestID is as long as contracts usually let a request ID be.
const longestID = 64

func harmless(id string) bool {
	if id == "" || len(id) > longestID {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '-', c == '_', c == '.', c == ':', c == '/', c == '+', c == '=', c == '@', c == '~':
		default:
			return false
		}
	}
	return true
}

// newID makes a UUID of version 4. It tells requests apart and protects nothing, so speed counts more than secrecy.
func newID() string {
	const hex = "0123456789abcdef"
	high, low := rand.Uint64()&^0xf000|0x4000, rand.Uint64()&^(3<<62)|2<<62
	var text [36]byte
	at := 0
	for i := range 32 {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			text[at] = '-'
			at++
		}
		half := high
		if i >= 16 {
			half = low
		}
		text[at] = hex[half>>(60-4*(i%16))&15]
		at++
	}
	return string(text[:])
}
