package edge

import "github.com/bylaw-dev/bylaw/templates/support/identifier"

// RequestID keeps the caller's ID (the values of x-request-id) if it is one short plain text, for it ends up in logs, and
// makes one otherwise.
func RequestID(s *Server, given []string) (id string, kept bool) {
	if len(given) == 1 && identifier.Harmless(given[0], identifier.Longest) {
		return given[0], true
	}
	return s.options.RequestID(), false
}
