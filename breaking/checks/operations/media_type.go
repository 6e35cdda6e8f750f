package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var mediaType = breaking.New(breaking.Meta{
	ID: "media-type", Title: "the representations of a body", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{MediaType: compareMediaType})

// compareMediaType treats a representation as something to rely on in both directions: consumers
// choose it in requests by Content-Type and in responses by Accept.
func compareMediaType(p *breaking.Pass, pair breaking.Pair[spec.MediaType]) {
	gone := breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws)
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("%s is another representation", pair.New.Name), breaking.Inverse([]breaking.Touch{gone})...)
	case pair.Removed():
		says := "callers that send it are refused"
		if p.Direction == spec.InResponse {
			says = "consumers that ask for it, or expect it, get something else"
		}
		p.Removed(fmt.Sprintf("%s is no longer a representation: %s", pair.Old.Name, says), gone).
			Cure = "keep it beside the new one"
	}
}
