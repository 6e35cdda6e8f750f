package meaning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const referenceOption = "(google.api.resource_reference)"

var resourceReference = breaking.New(breaking.Meta{
	ID: "resource-reference", Title: "which resource a field names", Group: "meaning",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, AIP: []int{122, 180, 4231}, Since: "2026.1",
	Attributes: []string{referenceOption},
}, breaking.Hooks{Field: compareReference})

// compareReference takes a reference for a promise of what the string is. To state it for the first
// time, or to widen it to any resource, takes nothing from callers.
func compareReference(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() {
		return
	}
	from, to := referent(pair.Old.Reference), referent(pair.New.Reference)
	c := breaking.Change{Attribute: referenceOption, From: from, To: to, Old: referenceSpan(pair.Old), New: referenceSpan(pair.New)}
	stated := []breaking.Touch{breaking.On(breaking.Behavior, breaking.Promise, breaking.Offers), breaking.On(breaking.Source, breaking.Member, breaking.Offers)}
	switch {
	case from == to:
		noteText(p, referenceOption, &pair.Old.Node, &pair.New.Node)
	case from == "":
		c.Kind, c.Message = breaking.Added, fmt.Sprintf("%q is said to name %s now", pair.New.Name, to)
		p.Report(c, stated...)
	case to == "":
		c.Kind, c.Cure = breaking.Removed, "keep the reference"
		c.Message = fmt.Sprintf("%q is not said to name %s any more: client libraries lose the helpers for it", pair.New.Name, from)
		p.Report(c, breaking.Inverse(stated)...)
	default:
		effect, means := another(p, pair.Old.Reference, pair.New.Reference)
		c.Message = fmt.Sprintf("%q named %s and names %s: %s", pair.New.Name, from, to, means)
		c.Cure = "keep what it names, and add a field for the other resource"
		p.Report(c, breaking.On(breaking.Behavior, breaking.Bound, effect), breaking.On(breaking.Source, breaking.Name, breaking.Incomparable))
	}
}

// referent says what a reference names; "" if nothing.
func referent(r *spec.ResourceReference) string {
	switch {
	case r == nil:
		return ""
	case r.ChildType != "":
		return "a parent of " + r.ChildType
	case r.Type == "*":
		return anyResource
	}
	return r.Type
}

const anyResource = "any resource"

// another returns what it does that a field names something else. That is told by what the names look
// like, as far as the package says it: the parent of a topic may be the project that was named before.
func another(p *breaking.Pass, old, new *spec.ResourceReference) (effect breaking.Effect, means string) {
	switch anyResource {
	case referent(old):
		return breaking.Narrows, "names of other resources are not valid any more"
	case referent(new):
		return breaking.Widens, "names of other resources can stand in it, and client libraries lose the helper for it"
	}
	was, is := namesOf(p.API.Old, old), namesOf(p.API.New, new)
	lost, won := len(without(was, is)) > 0, len(without(is, was)) > 0
	switch {
	case was == nil || is == nil:
		return breaking.Undecided, "whether the names that callers have are still valid can't be told from this package"
	case lost && won:
		return breaking.Incomparable, "the names that callers have are of another resource"
	case lost:
		return breaking.Narrows, "names that look like " + strings.Join(without(was, is), ", ") + " are not valid any more"
	case won:
		return breaking.Widens, "names can look like " + strings.Join(without(is, was), ", ") + " now"
	}
	return breaking.None, "the names look the same, and client libraries have another helper for them"
}

// referenceSpan returns the place of a reference; without one it is the zero Span.
func referenceSpan(f *spec.Field) source.Span {
	if f.Reference == nil {
		return source.Span{}
	}
	return f.Reference.Span
}
