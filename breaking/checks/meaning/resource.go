package meaning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	resourceOption   = "(google.api.resource)"
	definitionOption = "(google.api.resource_definition)"
)

var resource = breaking.New(breaking.Meta{
	ID: "resource", Title: "resource types and how their names look", Group: "meaning",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, AIP: []int{122, 123, 180, 4231}, Since: "2026.1",
	Attributes: []string{resourceOption, definitionOption},
}, breaking.Hooks{API: compareResourceDefinitions, Document: compareDefinitionTexts, Definition: compareResource})

func compareResource(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !pair.Both() {
		return
	}
	compareDeclared(p, resourceOption, pair.Old.Resource, pair.New.Resource)
	if alikeResources(pair.Old.Resource, pair.New.Resource) {
		noteText(p, resourceOption, &pair.Old.Node, &pair.New.Node)
	}
}

// compareDefinitionTexts notes what the model does not hold of the definitions of a file.
func compareDefinitionTexts(p *breaking.Pass, pair breaking.Pair[spec.Document]) {
	if pair.Both() && slices.EqualFunc(p.API.Old.Resources, p.API.New.Resources, alikeResources) {
		noteText(p, definitionOption, &pair.Old.Node, &pair.New.Node)
	}
}

// noteText notes that an option is another although it says the same: in a field that means nothing.
func noteText(p *breaking.Pass, option string, old, new *spec.Node) {
	was, _ := old.Attr(option)
	is, _ := new.Attr(option)
	from, to := attributeText(p.Format, was.Value), attributeText(p.Format, is.Value)
	if from == to {
		return
	}
	from, to = excerpts(from, to)
	p.Changed(option, from, to, fmt.Sprintf("%s of %s was %s and is %s, which says the same", option, name(new), from, to), noted()...)
}

func alikeResources(a, b *spec.Resource) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Type == b.Type && slices.Equal(a.Patterns, b.Patterns) && a.Singular == b.Singular && a.Plural == b.Plural &&
		orName(a.NameField) == orName(b.NameField) && slices.Equal(a.Styles, b.Styles)
}

// compareResourceDefinitions compares the resources that files define for messages of others.
func compareResourceDefinitions(p *breaking.Pass, pair breaking.Pair[spec.API]) {
	if !pair.Both() {
		return
	}
	for _, old := range pair.Old.Resources {
		compareDeclared(p, definitionOption, old, ofType(pair.New.Resources, old.Type))
	}
	for _, new := range pair.New.Resources {
		if ofType(pair.Old.Resources, new.Type) == nil {
			compareDeclared(p, definitionOption, nil, new)
		}
	}
}

// compareDeclared compares what is declared at one place. A resource that is declared at another now
// is compared with that, once.
func compareDeclared(p *breaking.Pass, option string, old, new *spec.Resource) {
	switch {
	case old != nil && new == nil:
		new = findResource(p.API.New, old.Type)
	case old == nil && new != nil && findResource(p.API.Old, new.Type) != nil:
		return
	}
	compareResources(p, option, old, new)
}

func ofType(resources []*spec.Resource, name string) *spec.Resource {
	i := slices.IndexFunc(resources, func(r *spec.Resource) bool { return r.Type == name })
	if i < 0 {
		return nil
	}
	return resources[i]
}

func compareResources(p *breaking.Pass, option string, old, new *spec.Resource) {
	c := comparison{p, option, old, new}
	switch {
	case old == nil && new == nil:
	case old == nil:
		p.Report(breaking.Change{Kind: breaking.Added, Attribute: option, To: new.Type, New: new.Span,
			Message: fmt.Sprintf("%s is a resource now", new.Type)}, breaking.Inverse(resourceGone())...)
	case new == nil:
		p.Report(breaking.Change{Kind: breaking.Removed, Attribute: option, From: old.Type, Old: old.Span,
			Message: fmt.Sprintf("%s is a resource no longer: client libraries lose the helpers for its names", old.Type),
			Cure:    "keep the resource"}, resourceGone()...)
	default:
		c.compare()
	}
}

// resourceGone is what it does that a resource is declared no longer.
func resourceGone() []breaking.Touch {
	return []breaking.Touch{
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
		breaking.On(breaking.Behavior, breaking.Promise, breaking.Withdraws),
	}
}

// comparison is one resource before and after.
type comparison struct {
	p        *breaking.Pass
	option   string
	old, new *spec.Resource
}

func (c *comparison) compare() {
	incomparable := breaking.Incomparable
	c.part("type", c.old.Type, c.new.Type, "references and permissions name it by its type",
		breaking.On(breaking.Behavior, breaking.Promise, incomparable), breaking.On(breaking.Source, breaking.Name, incomparable))
	c.patterns()
	c.part("singular", c.old.Singular, c.new.Singular, "client libraries name its helpers by it",
		breaking.On(breaking.Source, breaking.Name, stated(c.old.Singular, c.new.Singular)))
	c.part("plural", c.old.Plural, c.new.Plural, "client libraries and collections are named by it",
		breaking.On(breaking.Source, breaking.Name, stated(c.old.Plural, c.new.Plural)))
	c.part("name_field", orName(c.old.NameField), orName(c.new.NameField), "its name stands in another field",
		breaking.On(breaking.Behavior|breaking.Source, breaking.Promise, incomparable))
	c.part("style", strings.Join(c.old.Styles, ", "), strings.Join(c.new.Styles, ", "), "other standards are said to hold for it",
		breaking.On(breaking.Behavior, breaking.Metadata, incomparable))
}

func orName(field string) string { return cmp.Or(field, "name") }

// part reports a field of the option that is another.
func (c *comparison) part(field, from, to, means string, touches ...breaking.Touch) {
	if from == to {
		return
	}
	change := breaking.Change{
		Attribute: c.option + "." + field, From: from, To: to, Old: c.old.Span, New: c.new.Span,
		Message: fmt.Sprintf("%s of the resource %s was %s and is %s: %s", field, c.old.Type, orUnset(from), orUnset(to), means),
	}
	if told := c.p.Report(change, touches...); told.Backward != (breaking.Verdicts{}) {
		told.Cure = "keep " + field
	}
}

func orUnset(text string) string {
	if text == "" {
		return "not set"
	}
	return text
}

// patterns compares what names can look like. Client libraries take the first pattern for the usual
// one, and the names of variables for the names of parameters.
func (c *comparison) patterns() {
	gone, fresh := without(c.old.Patterns, c.new.Patterns), without(c.new.Patterns, c.old.Patterns)
	renamed := map[string]bool{}
	for _, was := range gone {
		if is := alike(fresh, was); is != "" {
			renamed[was], renamed[is] = true, true
			c.pattern(breaking.Changed, was, is, fmt.Sprintf("the variables of the pattern %s of %s have other names: %s; helpers of client libraries take other arguments", was, c.old.Type, is),
				"keep the names of the variables", breaking.On(breaking.Source, breaking.Name, breaking.Incomparable))
		}
	}
	for _, was := range gone {
		if !renamed[was] {
			c.pattern(breaking.Removed, was, "", fmt.Sprintf("names of %s can't look like %s any more: names that were valid, and that consumers have stored, are not", c.old.Type, was),
				"keep the pattern; new ones stand behind it", patternGone()...)
		}
	}
	for _, is := range fresh {
		if !renamed[is] {
			c.pattern(breaking.Added, "", is, fmt.Sprintf("names of %s can look like %s now, which consumers that take them apart don't know", c.old.Type, is),
				"", breaking.Inverse(patternGone())...)
		}
	}
	if len(gone)+len(fresh) == 0 && !slices.Equal(c.old.Patterns, c.new.Patterns) {
		c.pattern(breaking.Changed, strings.Join(c.old.Patterns, ", "), strings.Join(c.new.Patterns, ", "),
			fmt.Sprintf("the patterns of %s stand in another order: client libraries name their helpers by that", c.old.Type),
			"keep the order; new patterns stand behind the others", breaking.On(breaking.Source, breaking.Name, breaking.Incomparable))
	}
}

// patternGone is what it does that names can't look so any more.
func patternGone() []breaking.Touch {
	return []breaking.Touch{
		breaking.On(breaking.JSON|breaking.Behavior, breaking.Bound, breaking.Narrows),
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
	}
}

// alike returns the pattern that differs only in what its variables are called.
func alike(patterns []string, pattern string) string {
	for _, other := range patterns {
		if erased(other) == erased(pattern) {
			return other
		}
	}
	return ""
}

func erased(pattern string) string { return spec.ParsePath(pattern, source.Span{}).Erased() }

// pattern reports a pattern. Names travel as strings, wherever the message does that they belong to.
func (c *comparison) pattern(kind breaking.Kind, from, to, message, cure string, touches ...breaking.Touch) {
	change := breaking.Change{
		Kind: kind, Attribute: c.option + ".pattern", Direction: spec.InRequest | spec.InResponse, From: from, To: to, Message: message, Cure: cure,
		Old: patternSpan(c.old, from), New: patternSpan(c.new, to),
	}
	c.p.Report(change, touches...)
}

// patternSpan returns the place of a pattern, or that of the whole option.
func patternSpan(r *spec.Resource, pattern string) source.Span {
	if i := slices.Index(r.Patterns, pattern); i >= 0 {
		return r.PatternSpans[i]
	}
	return r.Span
}
