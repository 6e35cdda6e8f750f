package operations

import (
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var header = breaking.New(breaking.Meta{
	ID: "header", Title: "headers of responses and of the parts of bodies", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"required"},
}, breaking.Hooks{Header: compareHeader})

func compareHeader(p *breaking.Pass, pair breaking.Pair[spec.Parameter]) {
	switch {
	case pair.Added():
		p.Added(fmt.Sprintf("the header %q is new", pair.New.Name), breaking.Inverse(headerGone(pair.New))...)
	case pair.Removed():
		p.Removed(fmt.Sprintf("the header %q is gone: whoever reads it finds nothing", pair.Old.Name), headerGone(pair.Old)...).
			Cure = "keep the header, and mark it deprecated"
	case pair.Old.Required != pair.New.Required:
		message := fmt.Sprintf("the header %q may be missing now: whoever takes it for granted fails", pair.New.Name)
		if pair.New.Required {
			message = fmt.Sprintf("the header %q is always there now", pair.New.Name)
		}
		p.Changed("required", strconv.FormatBool(pair.Old.Required), strconv.FormatBool(pair.New.Required), message,
			breaking.On(breaking.JSON, breaking.Presence, narrowsIf(pair.New.Required)))
	}
}

// headerGone is what the removal of a header does.
func headerGone(h *spec.Parameter) []breaking.Touch {
	touches := []breaking.Touch{
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
		breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws),
	}
	if h.Required {
		touches = append(touches, breaking.On(breaking.JSON, breaking.Presence, breaking.Widens))
	}
	return touches
}
