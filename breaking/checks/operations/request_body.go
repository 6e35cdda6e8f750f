package operations

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var requestBody = breaking.New(breaking.Meta{
	ID: "request-body", Title: "whether there is a body, and whether it may be left out", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"required"},
}, breaking.Hooks{Request: compareRequest})

func compareRequest(p *breaking.Pass, pair breaking.Pair[spec.Payload]) {
	switch {
	case pair.Added():
		c := p.Added("the operation takes a body now", breaking.Inverse(bodyGone(pair.New))...)
		if pair.New.Required {
			c.Message = "the operation demands a body now: requests without one are refused"
			c.Cure = "make the body optional"
		}
	case pair.Removed():
		p.Removed("the operation takes no body any more: what callers still send is ignored or refused", bodyGone(pair.Old)...).
			Cure = "keep the body, and mark what is in it deprecated"
	case pair.Old.Required != pair.New.Required:
		requirementChanged(p, pair.New.Required)
	}
}

// bodyGone is what the removal of a body does.
func bodyGone(body *spec.Payload) []breaking.Touch {
	touches := []breaking.Touch{breaking.On(breaking.Source|breaking.Behavior, breaking.Member, breaking.Withdraws)}
	if body.Required {
		touches = append(touches, breaking.On(breaking.JSON, breaking.Presence, breaking.Widens))
	}
	return touches
}

func requirementChanged(p *breaking.Pass, required bool) {
	c := p.Changed("required", strconv.FormatBool(!required), strconv.FormatBool(required), "the body may be left out now",
		breaking.On(breaking.JSON, breaking.Presence, narrowsIf(required)))
	if required {
		c.Message = "the body is required now: requests without one are refused"
		c.Cure = "leave it optional"
	}
}
