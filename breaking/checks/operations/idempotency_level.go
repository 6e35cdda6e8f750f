package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var idempotencyLevel = breaking.New(breaking.Meta{
	ID: "idempotency-level", Title: "whether an rpc may be repeated", Group: "operations",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"idempotency_level"},
}, breaking.Hooks{Operation: compareIdempotency})

// compareIdempotency looks at what callers may do: repeat the call, and with no side effects also
// make it a GET of the Connect protocol. Each level allows all that the one below it does.
func compareIdempotency(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() || pair.Old.Idempotency == pair.New.Idempotency {
		return
	}
	was, is := level(pair.Old.Idempotency), level(pair.New.Idempotency)
	effect, message := breaking.Offers, fmt.Sprintf("%q was %s and is %s", pair.New.Name, was, is)
	if allows(pair.Old.Idempotency) > allows(pair.New.Idempotency) {
		effect = breaking.Withdraws
		message += ": clients and proxies that repeat it after a failure do it twice"
	}
	c := p.Changed("idempotency_level", was, is, message,
		breaking.On(breaking.Wire|breaking.JSON|breaking.Behavior, breaking.Protocol, effect))
	if effect == breaking.Withdraws {
		c.Cure = "keep idempotency_level, and the implementation true to it"
	}
}

func allows(l spec.IdempotencyLevel) int {
	switch l {
	case spec.Idempotent:
		return 1
	case spec.NoSideEffects:
		return 2
	}
	return 0
}

func level(l spec.IdempotencyLevel) string {
	switch l {
	case spec.Idempotent:
		return "IDEMPOTENT"
	case spec.NoSideEffects:
		return "NO_SIDE_EFFECTS"
	}
	return "IDEMPOTENCY_UNKNOWN"
}
