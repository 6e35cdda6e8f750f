package boundary

import (
	"math/rand/v2"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// requestIDHeader carries the request's ID, both ways.
const requestIDHeader = "X-Request-Id"

// requestID takes the caller's ID if it is harmless in logs and headers, and a UUID where the contract
// says that request IDs are; else it makes one.
func requestID(h http.Header, o *Options) string {
	given := h[requestIDHeader]
	if len(given) != 1 || !harmless(given[0]) || o.RequestUUIDs && !isUUID(given[0]) {
		return o.RequestID()
	}
	return given[0]
}

// isUUID says whether a text is a UUID as RFC 9562 writes it.
func isUUID(text string) bool {
	_, err := value.ParseUUID(text)
	return err == nil && len(text) == 36
}

// longestID is as long as contracts usually let a request ID be, so that an error's body need not clip it.
const longestID = 64

// harmless says whether a text is a short token.
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
