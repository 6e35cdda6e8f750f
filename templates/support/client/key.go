package client

import (
	"crypto/rand"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// newKey returns a random UUID (version 4 of RFC 9562).
func newKey() string {
	var id value.UUID
	rand.Read(id[:]) // never fails
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
