package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var definition = breaking.New(breaking.Meta{
	ID: "definition", Title: "messages, enums and schemas that come and go", Group: "types",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed},
	AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Definition: compareDefinition})

func compareDefinition(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	switch {
	case pair.Both():
		changedDefinition(p, pair.Old, pair.New)
	case pair.Removed():
		removedDefinition(p, pair.Old)
	case within(p.API.Old, pair.New) && heir(pair.New, p.API.New, p.API.Old, flipped(p)) == nil:
		p.Added(fmt.Sprintf("the %s %q is new", noun(p, pair.New), pair.New.Name), breaking.Inverse(gone(p))...)
	}
}

// gone is what it does that a definition is there no longer. What it means to the fields that used
// it is told where they are.
func gone(p *breaking.Pass) []breaking.Touch {
	fact := breaking.Member
	if p.Format == spec.OpenAPI {
		fact = breaking.Name
	}
	return []breaking.Touch{breaking.On(breaking.Source, fact, breaking.Withdraws)}
}

func removedDefinition(p *breaking.Pass, t *spec.Type) {
	if !within(p.API.New, t) {
		return // it went with what it stood in
	}
	word := noun(p, t)
	if heir := heir(t, p.API.Old, p.API.New, p.Same); heir != nil {
		p.Report(breaking.Change{Attribute: "name", From: t.Name, To: heir.Name, New: heir.NameSpan,
			Message: fmt.Sprintf("the %s %q is called %q now: code that names it does not compile", word, t.Name, heir.Name),
			Cure:    "keep the name " + t.Name},
			breaking.On(breaking.Source, breaking.Name, breaking.Incomparable))
		return
	}
	c := p.Removed(fmt.Sprintf("the %s %q is gone: code that names it does not compile", word, t.Name), gone(p)...)
	c.Cure = fmt.Sprintf("keep %s and mark it deprecated until nobody uses it", t.Name)
	if t.Parent != nil {
		if outer := find(p.API.New.Types, t.Parent.ID()); outer != nil {
			c.New = outer.NameSpan
		}
	}
}

// changedDefinition tells of a name that stands for something else altogether.
func changedDefinition(p *breaking.Pass, before, after *spec.Type) {
	if p.Format == spec.Proto && before.Kind != after.Kind {
		p.Changed("kind", noun(p, before), noun(p, after),
			fmt.Sprintf("%q was %s and is %s", after.Name, withArticle(noun(p, before)), withArticle(noun(p, after))),
			breaking.On(breaking.Wire|breaking.JSON|breaking.Source, breaking.Shape, breaking.Incomparable)).
			Cure = "give the new one a new name"
	}
}

func noun(p *breaking.Pass, t *spec.Type) string {
	switch {
	case p.Format == spec.OpenAPI:
		return "schema"
	case t.Kind == spec.KindEnum:
		return "enum"
	}
	return "message"
}

func withArticle(noun string) string {
	if noun == "enum" {
		return "an enum"
	}
	return "a " + noun
}

// within reports whether what a definition is nested in is declared in the API; top-level ones are
// nested in nothing.
func within(api *spec.API, t *spec.Type) bool {
	return t.Parent == nil || t.Parent.Parent == nil || find(api.Types, t.Parent.ID()) != nil
}

func find(types []*spec.Type, id spec.ID) *spec.Type {
	for _, t := range types {
		if t.ID() == id {
			return t
		}
		if found := find(t.Types, id); found != nil {
			return found
		}
	}
	return nil
}

// same compares a definition of one side of the comparison with one of the other.
type same func(t, other *spec.Type) bool

// flipped is for the way back: from the new version to the old one.
func flipped(p *breaking.Pass) same {
	return func(t, other *spec.Type) bool { return p.Same(other, t) }
}

// heir returns what a definition that is gone is called in the other version: the only new one
// that allows the same, if no other one that is gone does.
func heir(t *spec.Type, own, other *spec.API, same same) *spec.Type {
	heirs := matching(other.Types, own.Types, func(candidate *spec.Type) bool {
		return candidate.Kind == t.Kind && telling(candidate) && same(t, candidate)
	})
	if len(heirs) != 1 {
		return nil
	}
	rivals := matching(own.Types, other.Types, func(rival *spec.Type) bool {
		return rival.Kind == t.Kind && same(rival, heirs[0])
	})
	if len(rivals) != 1 {
		return nil
	}
	return heirs[0]
}

// telling reports whether a definition has enough inside to be known by it.
func telling(t *spec.Type) bool { return len(t.Fields) > 1 || len(t.Values) > 1 }

// matching returns the top-level definitions that the other side lacks and that fit.
func matching(types, other []*spec.Type, fits func(*spec.Type) bool) []*spec.Type {
	known := make(map[spec.ID]bool, len(other))
	for _, t := range other {
		known[t.ID()] = true
	}
	var found []*spec.Type
	for _, t := range types {
		if !known[t.ID()] && fits(t) {
			found = append(found, t)
		}
	}
	return found
}
