// Package identifier makes the IDs that tell requests apart, and says which of those that callers give may be kept:
// they end up in logs, headers and keys. It must not know where an ID travels.
package identifier

import "math/rand/v2"

// Longest is as many bytes as a request's ID may have: as long as contracts usually let it be, so that an error's body
// need not clip it.
const Longest = 64

// Harmless says whether a text is 1 to longest characters of letters, digits and -_.:/+=@~.
func Harmless(id string, longest int) bool {
	if id == "" || len(id) > longest {
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

// New makes a UUID of version 4 (RFC 9562), another one each time. It tells requests apart and protects nothing, so
// speed counts more than secrecy.
func New() string {
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
