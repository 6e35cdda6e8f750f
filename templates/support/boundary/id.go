package boundary

import (
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/identifier"
	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// requestIDHeader carries the request's ID, both ways.
const requestIDHeader = "X-Request-Id"

// requestID takes the caller's ID if it is harmless in logs and headers, and a UUID where the contract
// says that request IDs are; else it makes one.
func requestID(h http.Header, o *Options) string {
	given := h[requestIDHeader]
	if len(given) != 1 || !identifier.Harmless(given[0], identifier.Longest) || o.RequestUUIDs && !isUUID(given[0]) {
		return o.RequestID()
	}
	return given[0]
}

// isUUID says whether a text is a UUID as RFC 9562 writes it.
func isUUID(text string) bool {
	_, err := value.ParseUUID(text)
	return err == nil && len(text) == 36
}
