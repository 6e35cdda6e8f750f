package messages

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/token"
	"github.com/bylaw-dev/bylaw/spec"
)

var field = breaking.New(breaking.Meta{
	ID: "field", Title: "fields and properties that come and go", Group: "messages",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Added, breaking.Removed},
	AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Field: compareField})

func compareField(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if pair.Both() || pair.Either().Extendee != "" {
		return // extensions come and go beside their message: the check extension tells of them
	}
	if pair.Added() {
		addedField(p, pair.New)
	} else {
		removedField(p, pair.Old)
	}
}

func addedField(p *breaking.Pass, f *spec.Field) {
	touches := breaking.Inverse(withdrawn(p, f, p.Within.Old))
	c := breaking.Change{Kind: breaking.Added, Direction: travels(p.Direction, f), Message: fmt.Sprintf("the %s %q is new", noun(p), f.Name)}
	if f.Required && !demanded(p.Within.Old, f.Name) {
		c.Message = fmt.Sprintf("the required %s %q is new", noun(p), f.Name)
		switch {
		case f.Presence == spec.PresenceRequired:
			c.Message += ": readers that know it refuse every message without it"
			c.Cure = fmt.Sprintf("make %s optional", f.Name)
		case c.Direction != spec.InResponse:
			c.Message += ": requests that were complete without it are refused now"
			c.Cure = fmt.Sprintf("make %s optional, with a default that means what its absence meant", f.Name)
		}
	}
	p.Report(c, touches...)
}

func removedField(p *breaking.Pass, f *spec.Field) {
	d := travels(p.Direction, f)
	p.Report(breaking.Change{
		Kind: breaking.Removed, Direction: d,
		Message: fmt.Sprintf("the %s %q is gone: %s", noun(p), f.Name, consequence(d)+lostToken(d, f)),
		Cure:    fmt.Sprintf("keep %s, mark it deprecated, and remove it with the next major version", f.Name),
	}, withdrawn(p, f, p.Within.New)...)
}

// lostToken says what else it means that a request no longer has the field.
func lostToken(d spec.Direction, f *spec.Field) string {
	if d == spec.InResponse {
		return ""
	}
	return token.Lost(f.Name)
}

// travels returns the directions in which a field means something: one that only the service
// writes is none of the callers' business, and the other way round.
func travels(d spec.Direction, f *spec.Field) spec.Direction {
	switch {
	case f.Behavior.Has(spec.BehaviorOutputOnly):
		return spec.InResponse
	case f.Behavior.Has(spec.BehaviorInputOnly):
		return spec.InRequest
	}
	return d
}

// withdrawn returns what it does that the message lacks a field in the other version.
func withdrawn(p *breaking.Pass, f *spec.Field, other *spec.Type) []breaking.Touch {
	touches := []breaking.Touch{
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
		breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws),
	}
	if travels(p.Direction, f) != spec.InResponse || f.Required {
		// A reader has to expect that an optional field is missing. What a caller sends counts.
		touches = append(touches, breaking.On(breaking.Behavior, breaking.Member, breaking.Withdraws))
	}
	if p.Format == spec.Proto {
		touches = append(touches, unreserved(f, other)...)
	}
	if f.Required && !demanded(other, f.Name) {
		touches = append(touches, optional(p.Format, f)...)
	}
	return touches
}

// optional returns what it does that a required field may be missing.
func optional(format spec.Format, f *spec.Field) []breaking.Touch {
	switch {
	case format == spec.OpenAPI:
		return []breaking.Touch{breaking.On(breaking.JSON, breaking.Presence, breaking.Widens)}
	case f.Presence == spec.PresenceRequired:
		// Whoever decodes the bytes refuses the whole message if the field is missing: the service,
		// the consumer, and all that store or forward it. So it breaks in every direction.
		return []breaking.Touch{breaking.On(breaking.Wire|breaking.JSON, breaking.Presence, breaking.Incomparable)}
	}
	return []breaking.Touch{breaking.On(breaking.Behavior, breaking.Presence, breaking.Widens)}
}

// demanded reports whether a schema's required names a property, declared or not.
func demanded(t *spec.Type, name string) bool {
	return t != nil && t.Schema != nil &&
		slices.ContainsFunc(t.Schema.Required, func(r spec.RequiredName) bool { return r.Name == name })
}

func noun(p *breaking.Pass) string {
	if p.Format == spec.OpenAPI {
		return "property"
	}
	return "field"
}

func consequence(d spec.Direction) string {
	switch d {
	case spec.InRequest:
		return "what callers still send in it is ignored"
	case spec.InResponse:
		return "consumers that read it find nothing"
	}
	return "callers that send it are ignored, consumers that read it find nothing"
}

// unreserved returns what a field breaks whose number or name can be given to another: bytes and
// JSON that were written before would be read as something else.
func unreserved(f *spec.Field, other *spec.Type) []breaking.Touch {
	var touches []breaking.Touch
	if !reservesNumber(other, f.Number) {
		touches = append(touches, breaking.On(breaking.Wire, breaking.Member, breaking.Withdraws))
	}
	if !reservesName(other, f.Name) {
		touches = append(touches, breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws))
	}
	return touches
}

func reservesNumber(t *spec.Type, number int) bool {
	return t != nil && t.Proto != nil &&
		slices.ContainsFunc(t.Proto.Reserved, func(r spec.Range) bool { return int(r.First) <= number && number <= int(r.Last) })
}

func reservesName(t *spec.Type, name string) bool {
	return t != nil && t.Proto != nil &&
		slices.ContainsFunc(t.Proto.ReservedNames, func(n spec.ReservedName) bool { return n.Name == name })
}
