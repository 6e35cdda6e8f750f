package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var attribute = breaking.New(breaking.Meta{
	ID: "attribute", Title: "everything that no other check compares: extensions, custom options, unknown keywords", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{Declaration: compareAttributes, Link: compareLinkAttributes})

// compareAttributes sees to it that no edit is silent. What it finds means nothing to anyone that
// bylaw knows of, so it breaks nobody.
func compareAttributes(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	for _, o := range objects(p, pair) {
		o.compare(p, func(name string) bool {
			if o.extensionsOnly && !strings.HasPrefix(name, "x-") || p.Format == spec.OpenAPI && structural(name) {
				return false
			}
			return !p.Claimed(name) || overlooked(pair, o, name)
		})
	}
}

// overlooked reports whether a check compares an attribute and yet has nothing to say of it here:
// those of elements don't see the objects within them, and `deprecated: false` means nothing.
func overlooked(pair breaking.Pair[spec.Node], o object, name string) bool {
	if o.element != pair.New.ID() {
		return slices.Contains(deprecation.Attributes, name) || slices.Contains(policy.Attributes, name)
	}
	return name == "deprecated" && (pair.Old.Deprecated == nil) == (pair.New.Deprecated == nil)
}

// compareLinkAttributes compares what a link hands to the operation that it leads to. These keys
// are elements everywhere else.
func compareLinkAttributes(p *breaking.Pass, pair breaking.Pair[spec.Link]) {
	if !pair.Both() {
		return
	}
	for _, o := range objects(p, breaking.Pair[spec.Node]{Old: &pair.Old.Node, New: &pair.New.Node}) {
		o.compare(p, func(name string) bool { return name == "parameters" || name == "requestBody" || name == "server" })
	}
}

// compare reports the attributes of interest that differ.
func (o object) compare(p *breaking.Pass, interesting func(name string) bool) {
	seen := map[string]bool{}
	for _, side := range []spec.Syntax{o.new, o.old} {
		for _, a := range side.Attributes() {
			name := optionName(p.Format, a.Name)
			if seen[name] || !interesting(name) {
				continue
			}
			seen[name] = true
			o.report(p, name)
		}
	}
}

func (o object) report(p *breaking.Pass, name string) {
	was, had := o.old.Attribute(name)
	is, has := o.new.Attribute(name)
	from, to := attributeText(p.Format, was.Value), attributeText(p.Format, is.Value)
	if from == to && had == has {
		return
	}
	from, to = excerpts(from, to)
	c := breaking.Change{Attribute: name, Element: o.element, From: from, To: to, Old: o.wasAt, New: o.isAt}
	subject := o.subject(p.Node())
	switch {
	case !had:
		c.Kind, c.New = breaking.Added, is.NameSpan
		c.Message = fmt.Sprintf("%s of %s is new", name, subject)
	case !has:
		c.Kind, c.Old = breaking.Removed, was.NameSpan
		c.Message = fmt.Sprintf("%s of %s is gone", name, subject)
	default:
		c.Old, c.New = was.Value.Span, is.Value.Span
		c.Message = fmt.Sprintf("%s of %s was %s and is %s", name, subject, from, to)
	}
	p.Report(c, noted()...)
}

// noted is what is reported for the sake of being told.
func noted() []breaking.Touch {
	return []breaking.Touch{breaking.On(breaking.Behavior, breaking.Metadata, breaking.Incomparable)}
}
