package messages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
)

var required = breaking.New(breaking.Meta{
	ID: "required", Title: "whether a field has to be there", Group: "messages",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed},
	AIP: []int{180, 203}, Since: "2026.1", Attributes: []string{"required"},
}, breaking.Hooks{Field: compareRequired, Type: compareRequiredNames})

func compareRequired(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() {
		return
	}
	before, after := pair.Old, pair.New
	was, is := before.Required, after.Required
	if legacy := before.Presence == spec.PresenceRequired; legacy != (after.Presence == spec.PresenceRequired) {
		// In proto2 and editions the wire demands it, whatever the annotations say.
		was, is = legacy, !legacy
	}
	if was == is {
		compareWays(p, before, after)
		return
	}
	demanding := after
	if was {
		demanding = before
	}
	touches := optional(p.Format, demanding)
	if is {
		touches = breaking.Inverse(touches)
	}
	direction := p.Direction
	if d := travels(direction, before); d == travels(direction, after) {
		direction = d
	}
	c := p.Report(breaking.Change{
		Attribute: demand(p.Format, demanding), From: strconv.FormatBool(was), To: strconv.FormatBool(is),
		Direction: direction, Message: requiredMessage(noun(p), after.Name, is, direction, demanding),
	}, touches...)
	if is {
		c.Cure = fmt.Sprintf("leave %s optional, with a default that means what its absence meant", after.Name)
	} else if direction != spec.InRequest {
		c.Cure = fmt.Sprintf("keep %s required, or always send it all the same and say so", after.Name)
	}
	if p.Format == spec.OpenAPI {
		c.Old, c.New = requiredSpan(p.Within.Old, before), requiredSpan(p.Within.New, after)
	}
}

func requiredMessage(noun, name string, is bool, d spec.Direction, demanding *spec.Field) string {
	message := fmt.Sprintf("the %s %q may be missing now", noun, name)
	if is {
		message = fmt.Sprintf("the %s %q is required now", noun, name)
	}
	switch {
	case demanding.Presence == spec.PresenceRequired:
		return message + ": readers that demand it refuse the whole message of writers that leave it out"
	case is && d != spec.InResponse:
		return message + ": requests without it are refused"
	case !is && d != spec.InRequest:
		return message + ": consumers that rely on it find nothing"
	}
	return message
}

// demand names the attribute that makes a field required.
func demand(format spec.Format, f *spec.Field) string {
	switch {
	case format == spec.OpenAPI, f.Presence == spec.PresenceRequired:
		return "required"
	case f.Behavior.Has(spec.BehaviorRequired):
		return "(google.api.field_behavior)"
	}
	for _, rules := range []string{"(validate.rules)", "(buf.validate.field)"} {
		if _, ok := f.Attr(rules); ok {
			return rules
		}
	}
	return "required"
}

// compareWays compares how often a required field says that it is.
func compareWays(p *breaking.Pass, before, after *spec.Field) {
	if p.Format != spec.Proto || !before.Required {
		return
	}
	if from, to := ways(before), ways(after); from != to {
		p.Changed(demand(p.Format, after), from, to, fmt.Sprintf("the field %q is required as before, and says so in another way", after.Name),
			breaking.On(breaking.Behavior, breaking.Metadata, breaking.Incomparable))
	}
}

func ways(f *spec.Field) string {
	var found []string
	if f.Behavior.Has(spec.BehaviorRequired) {
		found = append(found, "(google.api.field_behavior)")
	}
	for _, option := range []string{"(buf.validate.field)", "(validate.rules)"} {
		if a, ok := f.Attr(option); ok && demands(a.Value) {
			found = append(found, option)
		}
	}
	return strings.Join(found, " and ")
}

// demands reports whether validation rules say that a field is required, themselves or for its type.
func demands(rules *spec.Value) bool {
	if rules.Get("required").Bool() {
		return true
	}
	for _, m := range rules.Members {
		if m.Value != nil && m.Value.Get("required").Bool() {
			return true
		}
	}
	return false
}

// compareRequiredNames compares the names that `required` holds and that no property has.
func compareRequiredNames(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	before, after := nameless(pair.Old), nameless(pair.New)
	for _, r := range after {
		if !demanded(pair.Old, r.Name) {
			p.Report(breaking.Change{Attribute: "required", To: r.Name, New: r.Span,
				Message: fmt.Sprintf("%s without %q is not valid any more", subject.Of(&pair.New.Node), r.Name),
				Cure:    "leave it optional"}, breaking.On(breaking.JSON, breaking.Presence, breaking.Narrows))
		}
	}
	for _, r := range before {
		if !demanded(pair.New, r.Name) {
			p.Report(breaking.Change{Attribute: "required", From: r.Name, Old: r.Span,
				Message: fmt.Sprintf("%s without %q is valid now", subject.Of(&pair.New.Node), r.Name)},
				breaking.On(breaking.JSON, breaking.Presence, breaking.Widens))
		}
	}
}

func nameless(t *spec.Type) []spec.RequiredName {
	if t.Schema == nil || len(t.Schema.Required) == 0 {
		return nil
	}
	names := slices.Clone(t.Schema.Required)
	names = slices.DeleteFunc(names, func(r spec.RequiredName) bool { return hasField(t, r.Name) })
	return names
}
