package record

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// A recorded call is sent again whenever the contract is verified. With the key that told it from its repetition it
// would be taken for that, or refused, as the IETF's draft of Idempotency-Key has it, with 422.

// keyNames are the names of fields that hold what tells a call from its repetition (AIP-155).
var keyNames = []string{"request_id", "requestId", "idempotency_key", "idempotencyKey", "client_token", "clientToken"}

// What generators make may look like this.
const (
	someUUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
	someText = "aB3dE5gH7jK9mN1p"
)

// newKey returns what makes a new value for each call in the place of one that tells it from its repetition: a second
// call with the key of the recorded one would be taken for that. nil: the spec allows nothing that can be made.
func (d *document) newKey(n *node) *contract.Generator {
	if n.kinds != wire.KindString {
		return nil
	}
	if d.allows(d.together(n.schemas), contract.Text(someUUID)) {
		return &contract.Generator{Kind: contract.RandomUUID, Name: "Uuid"}
	}
	if d.allows(d.together(n.schemas), contract.Text(someText)) {
		return &contract.Generator{Kind: contract.RandomString, Name: "RandomString", Size: len(someText)}
	}
	for _, m := range n.matchers {
		if m.Kind == contract.Regex && !strings.Contains(m.Regex, `[\s\S]`) { // which no header can have
			return &contract.Generator{Kind: contract.RandomRegex, Name: "Regex", Regex: m.Regex}
		}
	}
	return nil
}

// keyOf returns the generator of a parameter that tells a call from its repetition, nil for others.
func (d *document) keyOf(g *given) *contract.Generator {
	if !g.isKey() || g.tree == nil || len(g.values) != 1 {
		return nil
	}
	made := d.newKey(g.tree)
	if made == nil {
		return nil
	}
	made.Category, made.Path = contract.InQuery, contract.Named(g.name)
	if g.in == spec.InHeader {
		made.Category = contract.InHeader
	}
	return made
}

// keysIn returns the generators of such a field at the top of a request's body.
func (d *document) keysIn(body *node) []*contract.Generator {
	for _, m := range body.members {
		if !slices.Contains(keyNames, m.name) {
			continue
		}
		if made := d.newKey(m.node); made != nil {
			made.Category = contract.InBody
			made.Path = contract.Path{Steps: []contract.Step{{Kind: contract.Root}, {Kind: contract.Field, Name: m.name}}}
			made.Path.Text = made.Path.String()
			return []*contract.Generator{made}
		}
	}
	return nil
}

// isKey reports whether a parameter tells a call from its repetition.
func (g *given) isKey() bool {
	switch g.in {
	case spec.InHeader:
		name := httpapi.Canonical(g.name)
		return name == "idempotencykey" || name == "xidempotencykey"
	case spec.InQuery:
		return slices.Contains(keyNames, g.name)
	}
	return false
}
