package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var documentation = breaking.New(breaking.Meta{
	ID: "documentation", Title: "what the contract tells its readers", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: proseKeys(),
}, breaking.Hooks{Declaration: compareDocumentation})

// proseKeys are the keys of OpenAPI that only people read.
func proseKeys() []string {
	return []string{"description", "summary", "title", "externalDocs", "$comment", "termsOfService", "contact", "license", "scopes"}
}

// compareDocumentation tells that a text is another one. A rewording is no change of what is
// promised; where it is one, and that can be told, other checks of this group do.
func compareDocumentation(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	if p.Format == spec.Proto {
		compareComments(p, pair)
		return
	}
	keys := proseKeys()
	for _, o := range objects(p, pair) {
		o.compare(p, func(name string) bool {
			return slices.Contains(keys, name) && !o.extensionsOnly && o.reworded(name) &&
				!(name == "description" && o.element == pair.New.ID() && promisesOther(pair))
		})
	}
}

// reworded reports whether an attribute is more than laid out in another way, and a list of scopes
// the same but for what it says of them.
func (o object) reworded(name string) bool {
	was, had := o.old.Attribute(name)
	is, has := o.new.Attribute(name)
	if !had || !has {
		return name != "scopes"
	}
	if name == "scopes" {
		return len(was.Value.Members) == len(is.Value.Members) &&
			!slices.ContainsFunc(was.Value.Members, func(m spec.Member) bool { return is.Value.Get(m.Key) == nil })
	}
	return was.Value.Kind != spec.Str || is.Value.Kind != spec.Str || flowing(was.Value.Text) != flowing(is.Value.Text)
}

// flowing returns a text without its line breaks.
func flowing(text string) string { return strings.Join(strings.Fields(text), " ") }

func compareComments(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	was, is := flowing(pair.Old.Doc), flowing(pair.New.Doc)
	if was == is || promisesOther(pair) {
		return
	}
	c := breaking.Change{Attribute: "documentation"}
	switch name := pair.New.Name; {
	case was == "":
		c.Kind, c.Message = breaking.Added, fmt.Sprintf("%q is documented now", name)
	case is == "":
		c.Kind, c.Message = breaking.Removed, fmt.Sprintf("the documentation of %q is gone", name)
	default:
		c.From, c.To = excerpts(was, is)
		c.Message = fmt.Sprintf("the documentation of %q was %q and is %q", name, c.From, c.To)
	}
	p.Report(c, noted()...)
}
