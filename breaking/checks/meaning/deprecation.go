package meaning

import (
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var deprecation = breaking.New(breaking.Meta{
	ID: "deprecation", Title: "what should be used no longer, what instead, and until when", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, AIP: []int{180, 192}, Since: "2026.1",
	Attributes: []string{
		"deprecated", "x-deprecated", "x-bylaw-sunset", "x-sunset", "x-sunset-date",
		"x-bylaw-replacement", "x-replaced-by", "x-replacement", "x-deprecated-replacement",
		"x-deprecated-reason", "x-deprecation-reason", "x-deprecated-message", "x-deprecation-message", "x-deprecated-description",
	},
}, breaking.Hooks{Declaration: compareDeprecation})

// compareDeprecation takes a deprecation for an announcement, which breaks nobody. Only the day
// counts: who planned for it has less time if it moves forward.
func compareDeprecation(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	if silent(pair.Old) && silent(pair.New) || repeats(p, pair) || referred(p, pair) {
		return
	}
	old, new := announced(pair.Old), announced(pair.New)
	switch {
	case old.Deprecated && !new.Deprecated:
		p.Report(breaking.Change{Kind: breaking.Removed, Attribute: deprecatedKey(pair.Old), From: "true",
			Message: fmt.Sprintf("%s is deprecated no longer", name(pair.New))}, noted()...)
		return
	case !old.Deprecated && new.Deprecated:
		p.Report(breaking.Change{Kind: breaking.Added, Attribute: deprecatedKey(pair.New), To: "true",
			Message: fmt.Sprintf("%s is deprecated now%s", name(pair.New), new.until())}, noted()...)
		return
	case p.Format == spec.OpenAPI && old.Reason != new.Reason: // in proto it is documentation
		noticed(p, pair, "reason for the deprecation", old.Reason, new.Reason, "x-deprecated-reason", "x-deprecated")
	}
	if old.Replacement != new.Replacement {
		noticed(p, pair, "replacement", old.Replacement, new.Replacement, "x-bylaw-replacement", "x-replaced-by", "x-replacement", "x-deprecated-replacement", "x-deprecated")
	}
	if old.Sunset != new.Sunset {
		compareSunset(p, pair, old.Sunset, new.Sunset)
	}
}

// notice is what a declaration says of its end.
type notice struct {
	Deprecated                  bool
	Reason, Replacement, Sunset string
}

func silent(n *spec.Node) bool { return n.Deprecated == nil && n.Policy == nil }

func announced(n *spec.Node) notice {
	var said notice
	if n.Policy != nil {
		said.Replacement, said.Sunset = n.Policy.Replacement, n.Policy.Sunset
	}
	if d := n.Deprecated; d != nil {
		said.Deprecated, said.Reason = true, d.Reason
	}
	return said
}

func (n notice) until() string {
	if n.Sunset == "" {
		return ""
	}
	return ", until " + n.Sunset
}

// deprecatedKey returns which attribute says that the element is deprecated.
func deprecatedKey(n *spec.Node) string {
	if _, ok := n.Attr("deprecated"); !ok {
		if _, ok := n.Attr("x-deprecated"); ok {
			return "x-deprecated"
		}
	}
	return "deprecated"
}

// noticed reports what is only told.
func noticed(p *breaking.Pass, pair breaking.Pair[spec.Node], what, from, to string, keys ...string) {
	c := spoken(pair, keys...)
	c.From, c.To = from, to
	c.Message = fmt.Sprintf("the %s of %s was %s and is %s", what, name(pair.New), orNothing(from), orNothing(to))
	p.Report(c, noted()...)
}

// compareSunset judges a day that moved. One that is named for the first time, or taken back, is an
// announcement as it should be.
func compareSunset(p *breaking.Pass, pair breaking.Pair[spec.Node], from, to string) {
	c := spoken(pair, "x-bylaw-sunset", "x-sunset", "x-sunset-date", "x-deprecated")
	c.From, c.To = from, to
	was, errWas := time.Parse(time.DateOnly, from)
	is, errIs := time.Parse(time.DateOnly, to)
	switch {
	case errWas != nil || errIs != nil:
		c.Message = fmt.Sprintf("the day on which %s goes away was %s and is %s", name(pair.New), orUnsaid(from), orUnsaid(to))
		p.Report(c, noted()...)
	case is.Before(was):
		c.Message = fmt.Sprintf("%s goes away on %s already, not on %s: consumers have less time to move than they were told", name(pair.New), to, from)
		c.Cure = "keep the day that was announced"
		p.Report(c, breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws))
	default:
		c.Message = fmt.Sprintf("%s goes away on %s, and not on %s", name(pair.New), to, from)
		p.Report(c, breaking.On(breaking.Behavior, breaking.Promise, breaking.Offers))
	}
}

func orUnsaid(text string) string {
	if text == "" {
		return "not named"
	}
	return text
}
