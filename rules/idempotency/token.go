package idempotency

import (
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// tokenOf returns the input that makes the operation safe to repeat: request_id (AIP-155),
// client_token or idempotency_key in any case, or the header Idempotency-Key, with X- or not.
func tokenOf(o *spec.Operation) (spec.Input, bool) {
	for _, input := range o.Inputs() {
		name := words.Snake.Write(input.Name)
		switch {
		case input.In == spec.InHeader && strings.Contains(name, "idempoten"):
			return input, true
		case input.In == spec.InHeader: // X-Request-Id is for tracing
		case name == "request_id", name == "client_token", name == "client_request_token",
			name == "idempotency_key", name == "idempotency_token", name == "client_request_id":
			return input, true
		}
	}
	return spec.Input{}, false
}

// namedByClient reports whether the caller chooses the name of what it creates, so that a second
// try meets the first one's result: a field of the request ends in _id and is required (AIP-133),
// or the resource's own name travels in the path.
func namedByClient(o *spec.Operation) bool {
	noun := words.Split(o.Name)
	for _, input := range o.Inputs() {
		name := words.Split(input.Name)
		last := len(name) - 1
		if last < 1 || !input.Required || name[last] != "id" || len(noun) < 2 || input.In == spec.InPath {
			continue
		}
		if strings.HasSuffix(strings.Join(noun, " "), " "+strings.Join(name[:last], " ")) {
			return true
		}
	}
	return false
}
