// Package token recognises idempotency tokens by the names that they go by (AIP-155, and the header
// Idempotency-Key). It knows no check.
package token

import "strings"

// Is reports whether a field or parameter of that name is an idempotency token.
func Is(name string) bool {
	switch strings.ReplaceAll(strings.ToLower(name), "-", "_") {
	case "request_id", "requestid", "client_token", "clienttoken", "idempotency_key", "idempotencykey", "client_request_id", "clientrequestid":
		return true
	}
	return false
}

// Lost says what it means that a field or parameter is read no longer, if it is a token: "" if not.
func Lost(name string) string {
	if !Is(name) {
		return ""
	}
	return ", so that a request which is sent again is carried out twice"
}
