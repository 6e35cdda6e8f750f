package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var tag = breaking.New(breaking.Meta{
	ID: "tag", Title: "the labels that operations are grouped by", Group: "meaning",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: []string{"tags"},
}, breaking.Hooks{API: compareDeclaredTags, Operation: compareTags})

// compareTags compares the labels of an operation, in whatever order.
func compareTags(p *breaking.Pass, pair breaking.Pair[spec.Operation]) {
	if !pair.Both() {
		return
	}
	was, is := labels(pair.Old.Tags), labels(pair.New.Tags)
	if was != is {
		p.Changed("tags", was, is, fmt.Sprintf("%s was tagged %s and is tagged %s", called(pair.New), orNothing(was), orNothing(is)), noted()...)
	}
}

func labels(tags []string) string {
	sorted := slices.Clone(tags)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), ", ")
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// called returns the name of an operation, or how it is called.
func called(o *spec.Operation) string {
	if o.Name == "" {
		return string(o.ID())
	}
	return fmt.Sprintf("%q", o.Name)
}

func compareDeclaredTags(p *breaking.Pass, pair breaking.Pair[spec.API]) {
	if !pair.Both() {
		return
	}
	for _, t := range pair.Old.Tags {
		if !declares(pair.New, t.Name) {
			p.Report(breaking.Change{Kind: breaking.Removed, Attribute: "tags", From: t.Name, Element: t.ID(), Old: t.NameSpan,
				Message: fmt.Sprintf("the tag %q is declared no longer", t.Name)}, noted()...)
		}
	}
	for _, t := range pair.New.Tags {
		if !declares(pair.Old, t.Name) {
			p.Report(breaking.Change{Kind: breaking.Added, Attribute: "tags", To: t.Name, Element: t.ID(), New: t.NameSpan,
				Message: fmt.Sprintf("the tag %q is declared now", t.Name)}, noted()...)
		}
	}
}

func declares(api *spec.API, tag string) bool {
	return slices.ContainsFunc(api.Tags, func(t *spec.Tag) bool { return t.Name == tag })
}
