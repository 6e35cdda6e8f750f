package jsonpb_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb/internal/odd"
	"github.com/bylaw-dev/bylaw/templates/kit/roundtrip"
)

// TestRoundTrips has what only proto2 and editions have travel: groups, required fields, closed enums, extensions.
func TestRoundTrips(t *testing.T) {
	roundtrip.Run(t, odd.File_odd_proto2_proto, odd.File_odd_editions_proto)
}
